"""Components of our own: what the browser runs lies in files beside the module that shows it."""

from pathlib import Path
from typing import Any

import streamlit as st


def own_component(module: str) -> Any:
    """What mounts the component whose page, style and script, as far as it has them, lie beside the module."""
    html, css, js = map(_content, (Path(module).with_suffix(suffix) for suffix in (".html", ".css", ".js")))
    return st.components.v2.component(Path(module).stem, html=html, css=css, js=js)


def _content(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
