"""The page's canvas drawing as a scene, and a scene as a drawing; plain data, without streamlit or the canvas."""
