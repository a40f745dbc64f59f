"""Linking boxes into tracks, and refining tracks into objects."""
