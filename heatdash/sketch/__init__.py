"""Scenes read from the page's canvas drawing, edited, and written back; without streamlit or the canvas."""
