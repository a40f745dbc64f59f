"""The library, run without a browser: results are found, renamed, deleted, and used on another clip."""

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.store.run_register import open_register
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.recording_start import RecordingStart
from heatdash.values.run import Run
from pages.parts.run.upload_box import Upload
from pages.parts.text.spoken import literal
from tests.builders.analysed_runs import ASKS, again, analysed_run, lose_tracks, new_run, upload
from tests.builders.tracks import stand
from tests.pages.conftest import Visit
from tests.pages.seen import captions, labelled, links, told
from tests.pages.seen import cards as open_cards


def cards(page: AppTest) -> list[str]:
    """The names on the cards, in their order."""
    return [text.value.strip("*") for text in page.markdown if text.value.startswith("**")]


def delete(page: AppTest, run: Run) -> None:
    """The visitor asks for the deletion of the run, and confirms it."""
    page.button(key=f"library:delete:{run.run_id}").click().run()
    # In a browser the question stays; here each run of the page asks anew.
    page.button(key=f"library:delete:{run.run_id}").click()
    labelled(page.button, "Yes, delete it").click().run()
    assert not page.exception


@pytest.mark.parametrize(("language", "link"), [("en", "To the first page"), ("zh", "前往首页")])
def test_an_empty_library_says_how_to_fill_it(visit: Visit, language: str, link: str) -> None:
    analysed_run(owner="ben")
    page = visit("library", language=language)
    assert not page.exception
    assert len(told(page)) == 1
    assert links(page) == [link]
    assert cards(page) == []


def test_every_result_has_a_card_the_newest_first(visit: Visit) -> None:
    analysed_run(name="Monday", file="monday.mp4")
    analysed_run(stand(track=1, at=(20, 50), seconds=0), name="Shelf", file="shelf.png")
    new_run(name="Tuesday", file="tuesday.mp4")
    new_run(name="Of another", file="other.mp4", owner="ben")
    page = visit("library")
    assert told(page) == []
    assert cards(page) == ["Tuesday", "Shelf", "Monday"]
    facts = [caption.value.split(" · ")[1:] for caption in page.caption[1:]]
    assert facts == [["not analysed yet"], ["person (1)"], ["10 s", "person (2)", "car (1)"]]
    assert len(page.image) == 3


def test_everything_is_there_in_chinese(visit: Visit) -> None:
    analysed_run()
    page = visit("library", language="zh")
    assert told(page) == []
    assert [button.label for button in page.button] == ["打开", "用于另一段视频", "删除"]
    assert "人 (2)" in captions(page)


def test_a_card_opens_its_result_or_its_setting_up(visit: Visit) -> None:
    run = analysed_run()
    page = visit("library")
    labelled(page.button, "Open").click().run()
    assert not page.exception
    assert open_cards(page), "the page is Explore"
    assert page.query_params["run"] == run.run_id
    open_register().delete(run.run_id)
    new_run()
    page = visit("library")
    labelled(page.button, "Open").click().run()
    assert labelled(page.button, "Analyse"), "the page is Set up"


def test_a_result_is_renamed(visit: Visit) -> None:
    run = analysed_run(name="Entrance")
    page = visit("library")
    labelled(page.text_input, "Name").set_value("  Back door ").run()
    assert told(page) == []
    assert cards(page) == ["Back door"]
    assert again(run).name == "Back door"


@pytest.mark.parametrize("name", [" ", "x" * 200])
def test_a_name_that_cannot_be_is_refused_with_a_sentence(visit: Visit, name: str) -> None:
    run = analysed_run(name="Entrance")
    page = visit("library")
    labelled(page.text_input, "Name").set_value(name).run()
    assert not page.exception
    assert "characters" in told(page)[0]
    assert again(run).name == "Entrance"
    assert labelled(page.text_input, "Name").value == "Entrance", "the box shows what holds"
    page.run()
    assert told(page) == []


def test_a_result_is_deleted_only_after_it_was_asked_again(visit: Visit) -> None:
    run, other = analysed_run(name="Entrance"), analysed_run(name="Aisle", file="aisle.mp4")
    page = visit("explore", run=run)
    page.switch_page("library.py").run()
    page.button(key=f"library:delete:{run.run_id}").click().run()
    assert any(text.value.startswith("Delete “Entrance”") for text in page.markdown)
    assert again(run)
    delete(page, run)
    assert open_register().run(run.run_id) is None
    assert not run.source.exists()
    assert cards(page) == ["Aisle"]
    assert other.source.exists()
    page.switch_page("explore.py").run()
    assert links(page) == ["To the first page"], "it is no longer open"


def test_places_and_settings_are_used_on_another_clip(visit: Visit, arrivals: list[Upload]) -> None:
    asked = replace(
        ASKS, measure=MeasureSettings(metric="unique_visits", from_s=3, to_s=5), start=RecordingStart.read("12:00:00")
    )
    run = analysed_run(project=asked)
    page = visit("library")
    labelled(page.button, "Use on another clip").click().run()
    arrivals.append(Upload(upload_id=upload("tuesday.mp4").parent.name, name="tuesday.mp4"))
    page.run()
    labelled(page.button, "Use on another clip").click().run()
    assert not page.exception
    made = open_register().runs_of("anna")[0]
    assert (made.name, made.found) == ("tuesday", None)
    assert made.run_id != run.run_id
    assert made.project.scene == ASKS.scene
    assert made.project.measure == MeasureSettings(metric="unique_visits")
    assert made.project.start is None, "times are those of the other clip"
    assert labelled(page.button, "Analyse"), "the page is Set up"


def test_a_card_whose_pictures_are_gone_can_still_be_managed(visit: Visit) -> None:
    lost, gone = analysed_run(name="Lost", file="lost.mp4"), new_run(name="Gone", file="gone.mp4")
    lose_tracks(lost)
    gone.source.unlink()
    page = visit("library")
    assert told(page) == []
    assert sorted(cards(page)) == ["Gone", "Lost"]
    assert len(page.image) == 0
    delete(page, gone)
    assert cards(page) == ["Lost"]


def test_names_are_shown_letter_by_letter(visit: Visit) -> None:
    odd = "**A** <script>alert(1)</script> ![x](http://x.example/y.png)"
    run = analysed_run(name=odd)
    page = visit("library")
    assert f"**{literal(odd)}**" in [text.value for text in page.markdown]
    page.button(key=f"library:delete:{run.run_id}").click().run()
    assert any(literal(odd) in text.value for text in page.markdown if text.value.startswith("Delete"))


def test_a_run_may_bear_any_id(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heatdash.store.run_register.secrets.token_urlsafe", lambda length: "a__b")
    analysed_run()
    page = visit("library")
    labelled(page.button, "Use on another clip").click().run()
    assert not page.exception
