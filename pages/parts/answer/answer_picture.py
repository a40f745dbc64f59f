"""A picture among the answers, as large as there is room, and its legend beside it, where it hides nothing."""

from collections.abc import Callable
from html import escape
from typing import Literal

import streamlit as st

from heatdash.draw.legend_values import LegendValues
from heatdash.media.pictures import as_jpeg, jpeg_url
from heatdash.values.arrays import Pixels
from heatdash.values.clip import Clip
from pages.parts.answer.room_size import Room


def show_picture(
    *, key: str, clip: Clip, room: Room | None, draw: Callable[[int | None], Pixels], caption: str
) -> None:
    """Show what `draw` draws for the width, in pixels, at which it is seen; None where that is not known yet."""
    seen_px = room.picture_px(width_px=clip.width_px, height_px=clip.height_px) if room else None
    # Given a width, st.image would shrink the picture before sending it, and it would be blurred on a sharp screen.
    width: int | Literal["stretch"] = "stretch" if seen_px is None or (room and seen_px == room.width_px) else seen_px
    with st.container(width=width, key=key):
        st.image(jpeg_url(as_jpeg(draw(seen_px))), width="stretch", caption=caption, alt=caption)


def show_legend(legend: LegendValues) -> None:
    """Show what the colours of a picture mean; read out, it is one sentence."""
    told = ", ".join((legend.title, *(tick.text for tick in legend.ticks)))
    ticks = "".join(f'<span style="left:{100 * tick.share:.4g}%">{escape(tick.text)}</span>' for tick in legend.ticks)
    colours = f"background:linear-gradient(to right,{','.join(legend.stops)})"
    st.html(
        f'<div class="heat-legend" role="img" aria-label="{escape(told)}"><strong>{escape(legend.title)}</strong>'
        f'<div class="scale"><div class="colours" style="{colours}"></div><div class="ticks">{ticks}</div></div></div>'
    )
