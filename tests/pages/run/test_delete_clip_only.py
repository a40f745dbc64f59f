"""The clip is deleted from the library, and the pages go on without it."""

from datetime import datetime

import pytest

from heatdash.store.upload_records import clip_deleted_at
from heatdash.values.run import Run
from tests.builders.analysed_runs import analysed_run, draw_video, new_run
from tests.pages.conftest import Visit
from tests.pages.seen import captions, cards, labelled, links, open_tab, told

DELETE = "Delete the clip, keep the result …"


@pytest.fixture
def without_clip(visit: Visit) -> Run:
    """A run whose owner has deleted its clip in the library."""
    run = analysed_run()
    draw_video(run)
    page = visit("library")
    page.button(key=f"delete-clip-{run.run_id}").click().run()
    page.button(key=f"delete-clip-{run.run_id}").click()
    labelled(page.button, "Delete the clip for good").click().run()
    assert not page.exception
    return run


def test_the_library_deletes_the_clip_and_says_when(visit: Visit, without_clip: Run) -> None:
    assert not without_clip.source.exists()
    page = visit("library")
    today = f"{datetime.now():%Y}"
    assert "The clip was deleted on" in captions(page)
    assert today in captions(page)
    assert DELETE not in [button.label for button in page.button]
    assert len(page.image) == 1


@pytest.mark.parametrize("owner", ["anna", "ben"])
def test_explore_answers_without_it_and_offers_nothing_that_needs_it(
    visit: Visit, without_clip: Run, owner: str
) -> None:
    page = visit("explore", run=without_clip, owner=owner)
    assert not page.exception
    assert cards(page)
    (sentence,) = [one for one in told(page) if "The clip was deleted on" in one]
    assert "The picture is the empty scene that was kept." in sentence
    for tab, says in (("Video", "No video can be made"), ("Check", "cannot be checked by eye")):
        page = open_tab(visit("explore", run=without_clip, owner=owner), tab)
        assert not page.exception
        assert [one for one in told(page) if says in one]
        assert "Make the video" not in [button.label for button in page.button]


def test_set_up_says_what_can_still_be_done(visit: Visit, without_clip: Run) -> None:
    page = visit("set_up", run=without_clip)
    assert not page.exception
    assert ["It cannot be analysed again." in one for one in told(page)] == [True]
    assert len(links(page)) == 1


def test_a_clip_that_was_not_analysed_cannot_be_deleted_alone(visit: Visit) -> None:
    new_run()
    page = visit("library")
    assert DELETE not in [button.label for button in page.button]


def test_cards_tell_until_when_clip_and_result_are_kept(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_KEEP_CLIPS_DAYS", "3")
    monkeypatch.setenv("HEATDASH_KEEP_DAYS", "30")
    run = analysed_run()
    new_run(name="Bare", file="bare.mp4")
    page = visit("library")
    ends = [caption.value.split("  \n")[2:] for caption in page.caption if "  \n" in caption.value]
    assert [len(lines) for lines in ends] == [1, 2]
    assert ends[0][0].endswith("then deleted with its clip")
    assert ends[1][0].endswith("; the result stays")
    assert ends[1][1].startswith("Result kept until")
    assert clip_deleted_at(run.source) is None


def test_a_page_that_is_open_meanwhile_goes_on_without_it(visit: Visit) -> None:
    run = analysed_run()
    page = visit("explore", run=run)
    before = cards(page)
    library = visit("library")
    library.button(key=f"delete-clip-{run.run_id}").click().run()
    library.button(key=f"delete-clip-{run.run_id}").click()
    labelled(library.button, "Delete the clip for good").click().run()
    page.run()
    assert not page.exception
    assert cards(page) == before
    assert [one for one in told(page) if "The clip was deleted on" in one]
