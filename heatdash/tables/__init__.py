"""Column names and schemas. A table is checked once, where a stage begins."""
