"""Linking the boxes of one object from frame to frame."""
