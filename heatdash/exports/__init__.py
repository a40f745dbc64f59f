"""Every file that people take home."""
