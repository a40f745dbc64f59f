"""Frozen values that travel between the rooms. They check themselves."""
