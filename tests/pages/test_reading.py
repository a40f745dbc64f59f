"""No page opens a clip in the server's own process, whatever is on it."""

from pathlib import Path

import av
import PIL.Image
import pytest
import streamlit as st

from heatdash.values.run import Run
from pages.parts.run.upload_box import Upload
from tests.builders.analysed_runs import PICTURE, analysed_run, new_run, upload
from tests.builders.tracks import stand
from tests.pages.conftest import Canvas, Visit
from tests.pages.seen import open_tab, told


@pytest.fixture
def _nothing_is_opened_here(canvas: Canvas, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object, **_: object) -> None:
        raise AssertionError(f"the server opened {given}")

    # What tests upload is made here, and kept.
    upload("clip.mp4")
    upload(f"still{PICTURE}")
    st.cache_data.clear()
    st.cache_resource.clear()
    for opens, name in ((av, "open"), (PIL.Image, "open")):
        monkeypatch.setattr(opens, name, refuse)


@pytest.fixture(params=["clip.mp4", f"still{PICTURE}"])
def run(request: pytest.FixtureRequest, data_folder: Path) -> Run:
    seen = [] if request.param == "clip.mp4" else [stand(track=1, at=(40, 50), seconds=0)]
    return analysed_run(*seen, file=request.param)


@pytest.mark.usefixtures("_nothing_is_opened_here")
@pytest.mark.parametrize("page", ["start", "library", "set_up", "explore"])
def test_no_page_opens_a_clip(visit: Visit, run: Run, page: str) -> None:
    new_run(name="Not yet", file="another.mp4")
    assert not visit(page, run=run).exception


@pytest.mark.usefixtures("_nothing_is_opened_here")
def test_no_snippet_is_written_here(visit: Visit) -> None:
    page = open_tab(visit("explore", run=analysed_run()), "check")
    assert page.get("video")


@pytest.mark.usefixtures("_nothing_is_opened_here")
def test_an_upload_is_not_opened_here(visit: Visit, arrivals: list[Upload]) -> None:
    path = upload("20250102_030405.mp4", content=upload("clip.mp4").read_bytes())
    arrivals.append(Upload(upload_id=path.parent.name, name="20250102_030405.mp4"))
    page = visit("start")
    assert not page.exception
    assert page.title[0].value == "20250102\\_030405"


@pytest.mark.usefixtures("_nothing_is_opened_here")
def test_an_upload_that_is_no_clip_is_refused_in_one_sentence(visit: Visit, arrivals: list[Upload]) -> None:
    path = upload("tale.mp4", content=b"Once upon a time" * 99)
    arrivals.append(Upload(upload_id=path.parent.name, name="tale.mp4"))
    assert ["'tale.mp4' is neither" in text for text in told(visit("start"))] == [True]
