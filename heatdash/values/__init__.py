"""Frozen values that packages pass to one another. Each checks itself when it is made."""
