"""What the store keeps and the app serves as it lies there: the kinds of artefact, and the names of their files."""

VIDEOS, VIDEO_FILE = "video", "heatmap.mp4"
"""A heatmap video."""
SNIPPETS, SNIPPET_FILE = "snippet", "snippet.mp4"
"""A part of the clip to check a count by."""
FILES = "files"
"""Everything else that is downloaded, under the names of `exports/files.py`."""
