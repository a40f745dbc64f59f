"""The files that users get: tables, report, workbook, summary, pictures."""
