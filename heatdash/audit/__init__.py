"""Audits: checking the count of a line by eye."""
