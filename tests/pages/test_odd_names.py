"""Names that hold Markdown are shown as they are, and load nothing, on the pages that show them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.values.scene import Line, Scene, Zone
from pages.parts.answer.focus import TABS
from tests.builders.analysed_runs import ASKS, analysed_run
from tests.builders.answers import DOOR, GATE
from tests.pages.conftest import Canvas, Visit
from tests.pages.seen import keyed

PICTURE = "![x](http://elsewhere.example/x)"
SHOWN_AS_MARKDOWN = ("label", "help", "body", "caption", "text")
PAGES = [("set_up", ""), ("library", ""), *(("explore", tab) for tab in TABS)]


def _shown_as_markdown(page: AppTest) -> Iterator[str]:
    """Every text of the page that Streamlit shows as Markdown."""
    for element in page._tree:
        proto: Any = getattr(element, "proto", None)
        yield from (str(getattr(proto, name, "")) for name in SHOWN_AS_MARKDOWN)
        yield from (picture.caption for picture in getattr(proto, "imgs", ()))
        if element.type in ("radio", "button_group"):
            yield from (str(getattr(option, "content", option)) for option in proto.options)


@pytest.mark.parametrize(("place", "tab"), PAGES)
def test_a_name_with_a_picture_loads_none(visit: Visit, canvas: Canvas, place: str, tab: str) -> None:
    places = Scene(
        zones=(Zone(name=PICTURE, points=DOOR.points),),
        lines=(Line(name=f"2 {PICTURE}", start=GATE.start, end=GATE.end, arm=PICTURE),),
    )
    run = analysed_run(project=replace(ASKS, scene=places), name=PICTURE)
    shown = visit(place, run=run)
    if place == "set_up":
        keyed(shown.button, f":{run.project.scene.places[0].colour}:edit").click().run()
    if tab:
        shown.query_params["tab"] = tab
        shown.run()
    assert not shown.exception
    texts = list(_shown_as_markdown(shown))
    assert any("elsewhere" in text for text in texts)
    assert [text for text in texts if "![x](" in text] == []
