"""The answers at a glance: one card a place, each of which leads to its chart, its table and its clips."""

from collections.abc import Sequence

import streamlit as st

from heatdash.draw.palette import hex_colours
from heatdash.exports.cards import LINE, PICTURE, ZONE, Card
from heatdash.values.run import Run
from heatdash.values.scene import Scene
from pages.parts.answer.focus import TABS, focus_on, place_in_focus
from pages.parts.frame.own_component import own_component
from pages.parts.frame.sent import sent_texts
from pages.parts.run.this_run import widget_key
from pages.parts.text.spoken import spoken_place
from pages.parts.text.words import say

_LEADS_TO = {LINE: ("when", "check"), ZONE: ("places", "when", "objects"), PICTURE: ("when", "objects")}
"""The tabs that tell more about a place; the first is where the whole card leads."""


_mount = own_component(__file__)


def show_cards(*, run: Run, cards: Sequence[Card], scene: Scene, still: bool) -> None:
    """Show the cards; a click opens the tab that it names, at the card's place."""
    key = f"{widget_key(run)}:cards"

    def follow() -> None:
        place, tab = sent_texts(st.session_state[key].go, "place", "tab") or ("", "")
        if tab in TABS and place in [card.place for card in cards]:
            focus_on(run=run, place=place, tab=tab)

    colours = hex_colours(scene)
    leads = {
        kind: [{"tab": tab, "label": say(f"place_cards.to_{tab}")} for tab in tabs] for kind, tabs in _LEADS_TO.items()
    }
    shown = [
        {
            "place": card.place,
            "title": spoken_place(card.place),
            "colour": colours[card.place],
            "mark": card.kind,
            "headlines": card.headlines,
            "details": card.details,
            "over_time": [] if still else card.over_time,
            "grade": card.grade,
            "sureness": card.sureness,
            "why": [*card.reasons, *card.hints],
            "leads": [] if still else leads[card.kind],
            "chosen": card.place == place_in_focus(run),
        }
        for card in cards
    ]
    words = {name: say(f"place_cards.{name}") for name in ("trend", "unseen")}
    _mount(key=key, data={"cards": shown, "words": words}, on_go_change=follow)
