"""What stands on a page, found by the words that a visitor finds it by."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest


def labelled(widgets: Iterable[Any], label: str) -> Any:
    """The one widget that is labelled so."""
    (found,) = [widget for widget in widgets if widget.label == label]
    return found


def keyed(widgets: Iterable[Any], ending: str) -> Any:
    """The one widget whose key ends so."""
    (found,) = [widget for widget in widgets if (widget.key or "").endswith(ending)]
    return found


def figures(page: AppTest) -> dict[str, str]:
    """The key figures, by their names."""
    return {metric.label: metric.value for metric in page.metric}


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
    """The links to other pages that the page itself offers."""
    return [link.value for link in page.page_link]


def videos(page: AppTest) -> list[str]:
    """The addresses of the videos that are shown."""
    return [video.proto.url for video in page.get("video")]


def open_tab(page: AppTest, name: str) -> AppTest:
    """The page with that tab open."""
    page.session_state["tab"] = name
    page.run()
    assert not page.exception
    return page
