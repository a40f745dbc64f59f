"""How wide the room is that a part of the page has."""

import streamlit as st

_STEP_PX = 10
"""Widths are told in steps, so that a scroll bar that comes and goes changes nothing."""
_JS = """
export default function ({ parentElement, setStateValue }) {
  const box = parentElement.querySelector(".room");
  let told = null;
  const tell = () => {
    const width = Math.floor(box.getBoundingClientRect().width / STEP) * STEP;
    if (width > 0 && width !== told) { told = width; setStateValue("width", width); }
  };
  const watcher = new ResizeObserver(tell);
  watcher.observe(box);
  tell();
  return () => watcher.disconnect();
}
""".replace("STEP", str(_STEP_PX))
_measure = st.components.v2.component("heatdash_room_width", html='<div class="room" style="width:100%"></div>', js=_JS)


def room_width_px(*, key: str) -> int | None:
    """The width of the place where this is called; None until the browser has told."""
    found = _measure(key=key, on_width_change=lambda: None)
    return int(found.width) if found.width else None
