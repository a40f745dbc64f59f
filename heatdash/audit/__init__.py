"""Checking a count by eye."""
