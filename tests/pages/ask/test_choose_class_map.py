"""Counting in one's own classes on Explore, run without a browser."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.values.class_map import AS_THE_MODEL, TRAFFIC, ClassMap
from heatdash.values.classes import parse_classes
from heatdash.values.project import Project
from heatdash.values.run import Run
from tests.builders.analysed_runs import ASKS, again, analysed_run
from tests.builders.tracks import walk
from tests.pages.conftest import Visit
from tests.pages.seen import captions, cards, labelled, told

RIDE = {"seconds": 6}
CYCLIST = (
    walk(track=1, start=(20, 50), end=(140, 50), **RIDE),
    walk(track=2, start=(20, 52), end=(140, 52), class_name="bicycle", size=(20, 12), **RIDE),
    walk(track=3, start=(140, 70), end=(60, 70), seconds=4, begin_s=1),
)
"""Somebody rides in through the gate, and somebody else walks out."""


def chosen(page: AppTest, run: Run, name: str) -> Project:
    """What is asked once that map of classes is chosen."""
    labelled(page.radio, "Count in").set_value(name).run()
    assert told(page) == []
    return again(run).project


def test_a_cyclist_is_counted_once_in_the_classes_of_traffic(visit: Visit) -> None:
    run = analysed_run(*CYCLIST, project=ASKS)
    page = visit("explore", run=run)
    assert cards(page)["Gate"].startswith("2 came in")
    assert chosen(page, run, "traffic").class_map == TRAFFIC
    assert cards(page)["Gate"].startswith("1 came in · 1 went out")
    assert cards(page)["Whole picture"].startswith("2 objects")
    assert chosen(page, run, "none").class_map == AS_THE_MODEL
    assert cards(page)["Gate"].startswith("2 came in")


def test_whom_one_asked_for_is_asked_for_by_the_new_names(visit: Visit) -> None:
    run = analysed_run(*CYCLIST, project=replace(ASKS, classes=parse_classes("person")))
    page = visit("explore", run=run)
    assert labelled(page.pills, "Who").value == "people"
    assert chosen(page, run, "traffic").classes == parse_classes("pedestrian")
    assert labelled(page.pills, "Who").value == "people"
    assert cards(page)["Whole picture"].startswith("1 person")
    labelled(page.pills, "Who").set_value("vehicles").run()
    assert again(run).project.classes == parse_classes("cyclist")
    assert chosen(page, run, "none").classes == parse_classes("bicycle")


def test_an_own_table_is_loaded_and_kept(visit: Visit) -> None:
    run = analysed_run(*CYCLIST, project=ASKS)
    page = visit("explore", run=run)
    content = "class;name\nperson;Fußgänger\nperson + bicycle;Radfahrer\n".encode()
    labelled(page.file_uploader, "Load your own table (.csv)").set_value(("own.csv", content, "text/csv"))
    page.run()
    assert told(page) == []
    own = ClassMap((("person", "Fußgänger"), ("person + bicycle", "Radfahrer")))
    assert again(run).project.class_map == own
    assert labelled(page.radio, "Count in").value == "own"
    assert "person + bicycle: Radfahrer" in captions(page).replace("\\", "")
    assert labelled(visit("explore", run=run).radio, "Count in").value == "own", "the next visit finds it"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"bicycle\n", "Line 1 of the map of classes is"), ("自行车,车".encode("gbk"), "no text in UTF\\-8")],
)
def test_a_bad_table_is_told_and_changes_nothing(visit: Visit, content: bytes, sentence: str) -> None:
    run = analysed_run(*CYCLIST, project=ASKS)
    page = visit("explore", run=run)
    labelled(page.file_uploader, "Load your own table (.csv)").set_value(("own.csv", content, "text/csv"))
    page.run()
    (error,) = page.error
    assert sentence in error.value
    assert again(run).project.class_map == AS_THE_MODEL
    page.run()
    assert told(page) == []
