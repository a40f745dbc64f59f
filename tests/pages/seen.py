"""What stands on a page, found by the words that a visitor finds it by."""

import json
from collections.abc import Iterable
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

MENU = 5
"""How many pages the menu has; its links come first."""


def labelled(widgets: Iterable[Any], label: str) -> Any:
    """The one widget that is labelled so."""
    (found,) = [widget for widget in widgets if widget.label == label]
    return found


def keyed(widgets: Iterable[Any], ending: str) -> Any:
    """The one widget whose key ends so."""
    (found,) = [widget for widget in widgets if (widget.key or "").endswith(ending)]
    return found


def cards(page: AppTest) -> dict[str, str]:
    """What the cards answer, by the titles of their places."""
    return {card["title"]: " · ".join([*card["headlines"], *card["details"]]) for card in _cards(page)}


def figures(page: AppTest) -> dict[str, str]:
    """The figures of a check, by their names."""
    return {metric.label: metric.value for metric in page.metric}


def reasons(page: AppTest) -> dict[str, list[str]]:
    """How sure the cards' numbers are, and why not surer, by the titles of their places."""
    return {card["title"]: [card["sureness"], *card["why"]] for card in _cards(page)}


def _cards(page: AppTest) -> list[dict[str, Any]]:
    (shown,) = [one.proto for one in page.get("bidi_component") if one.proto.component_name == "place_cards"]
    return list(json.loads(shown.json)["cards"])


def table(page: AppTest) -> pd.DataFrame:
    """The page's only table."""
    (found,) = page.dataframe
    return found.value


def told(page: AppTest) -> list[str]:
    """Everything that is told in a box: what is amiss first, then hints."""
    return [one.value for kind in (page.exception, page.error, page.warning, page.info) for one in kind]


def captions(page: AppTest) -> str:
    """All the small print."""
    return "\n".join(caption.value for caption in page.caption)


def links(page: AppTest) -> list[str]:
    """The links to other pages that the page itself offers, after those of the menu."""
    return [link.value for link in page.page_link[MENU:]]


def videos(page: AppTest) -> list[str]:
    """The addresses of the videos that are shown."""
    return [video.proto.url for video in page.get("video")]


def open_tab(page: AppTest, name: str) -> AppTest:
    """The page with that tab open."""
    page.session_state["tab"] = name
    page.run()
    assert not page.exception
    return page
