"""How much room a picture has on the visitor's screen."""

from dataclasses import dataclass

import streamlit as st

from pages.parts.frame.sent import sent_numbers

_STEP_PX = 10
"""Sizes are rounded down to such steps, so that a scroll bar that comes and goes changes nothing."""
_AROUND_PX = 264
"""The height taken up above and below a picture, from the app's header to the caption."""
_LEAST_PX = 240
_MOST_PX = 8000
"""No screen is larger; a picture is drawn as large as the browser says."""
_JS = """
export default function ({ parentElement, setStateValue }) {
  const box = parentElement.querySelector(".room");
  const step = (size) => Math.floor(size / STEP) * STEP;
  let told = "";
  const tell = () => {
    const size = { width: step(box.getBoundingClientRect().width), height: step(window.innerHeight) };
    if (size.width > 0 && JSON.stringify(size) !== told) { told = JSON.stringify(size); setStateValue("size", size); }
  };
  const watcher = new ResizeObserver(tell);
  watcher.observe(box);
  window.addEventListener("resize", tell);
  tell();
  return () => { watcher.disconnect(); window.removeEventListener("resize", tell); };
}
""".replace("STEP", str(_STEP_PX))
_measure = st.components.v2.component("heatdash_room_size", html='<div class="room" style="width:100%"></div>', js=_JS)


@dataclass(frozen=True)
class Room:
    """The width that there is for a picture, and the height of the window."""

    width_px: int
    window_px: int

    def picture_px(self, *, width_px: int, height_px: int) -> int:
        """How wide to show a picture of this shape: as wide as there is room, but not so high that it is cut off."""
        highest_px = max(_LEAST_PX, self.window_px - _AROUND_PX)
        return max(1, min(self.width_px, round(highest_px * width_px / height_px)))


def room_size(*, key: str) -> Room | None:
    """The room at the place where this is called, as the browser last reported it; None before it first has."""
    kept_key = f"{key}:kept"
    with st.container(key=f"{key}:ruler"):
        size = _measure(key=key, on_size_change=lambda: None).size
    if numbers := sent_numbers(size, "width", "height"):
        width_px, window_px = (min(max(1, int(number)), _MOST_PX) for number in numbers)
        st.session_state[kept_key] = Room(width_px=width_px, window_px=window_px)
    kept: Room | None = st.session_state.get(kept_key)
    return kept
