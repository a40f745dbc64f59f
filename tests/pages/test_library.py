"""The library, run without a browser: results are found, renamed, deleted, restored, and used on another clip."""

from dataclasses import replace
from datetime import datetime

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.store.run_register import open_register
from heatdash.values.classes import parse_classes
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.recording_start import RecordingStart
from heatdash.values.run import Run
from heatdash.values.scene import Scene, Zone
from pages.parts.run.upload_box import Upload
from pages.parts.text.spoken import literal
from tests.builders.analysed_runs import ASKS, again, analysed_run, lose_tracks, new_run, upload
from tests.builders.tracks import stand
from tests.pages.conftest import Visit
from tests.pages.seen import MENU, captions, labelled, links, told
from tests.pages.seen import cards as open_cards

AGAIN = "Use these places on another clip"
NO_PLACES = replace(ASKS, scene=Scene())


def cards(page: AppTest) -> list[str]:
    """The names on the cards, in their order."""
    return [link.proto.label.strip("*") for link in page.page_link if link.proto.label.startswith("**")]


def facts(page: AppTest) -> list[list[str]]:
    """The lines of small print on each card."""
    return [caption.value.split("  \n") for caption in page.caption if "  \n" in caption.value]


def answer(page: AppTest, *, asked_by: str, with_: str) -> None:
    """The visitor presses a button that asks back, and answers."""
    page.button(key=asked_by).click().run()
    # In a browser the question stays; here each run of the page asks anew.
    page.button(key=asked_by).click()
    labelled(page.button, with_).click().run()
    assert not page.exception


def delete(page: AppTest, run: Run) -> None:
    """The visitor asks for the deletion of the run, and confirms it."""
    answer(page, asked_by=f"delete-{run.run_id}", with_="Delete")


def deleted(page: AppTest) -> list[str]:
    """The names of the deleted results that are offered to be restored."""
    return [text.value.split("**")[1] for text in page.markdown if text.value.startswith("**")]


def recorded(run: Run, start: str) -> Run:
    """The run after its visitor has said when the recording began."""
    open_register().keep_project(run_id=run.run_id, project=replace(run.project, start=RecordingStart.read(start)))
    return again(run)


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
    assert [lines[1] for lines in facts(page)] == ["Not analysed yet", "1 person", "10 s · 2 people · car (1)"]
    assert len(page.image) == 3


def test_a_card_counts_only_what_was_asked_for(visit: Visit) -> None:
    for name, asked in (("person", "person"), ("car", "car"), ("bus", "bus")):
        analysed_run(name=name, file=f"{name}.mp4", project=replace(ASKS, classes=parse_classes(asked)))
    page = visit("library")
    assert dict(zip(cards(page), (lines[1] for lines in facts(page)), strict=True)) == {
        "person": "10 s · 2 people",
        "car": "10 s · car (1)",
        "bus": "10 s · nothing found",
    }


def test_a_card_tells_when_it_was_recorded_and_what_is_only_the_upload(visit: Visit) -> None:
    recorded(new_run(name="Day", file="day.mp4"), "2025-03-09 08:05:30")
    recorded(new_run(name="Clock", file="clock.mp4"), "08:05:30")
    uploaded = datetime.fromtimestamp(new_run(name="Nothing", file="nothing.mp4").created_at_s)
    page = visit("library")
    assert dict(zip(cards(page), (lines[0] for lines in facts(page)), strict=True)) == {
        "Day": "Recorded Sun 9 Mar 2025, 08:05",
        "Clock": f"Recorded at 08:05, uploaded {uploaded:%a} {uploaded.day} {uploaded:%b %Y}",
        "Nothing": f"Uploaded {uploaded:%a} {uploaded.day} {uploaded:%b %Y}, {uploaded:%H:%M}",
    }


def test_everything_is_there_in_chinese(visit: Visit) -> None:
    analysed_run()
    page = visit("library", language="zh")
    assert told(page) == []
    assert [button.label for button in page.button] == ["将这些位置用于另一段视频", "仅删除视频，保留结果…", "删除…"]
    assert "2 人" in captions(page)


def test_a_card_leads_to_its_result_or_to_its_setting_up(visit: Visit) -> None:
    seen, waiting = analysed_run(), new_run(file="waiting.mp4")
    page = visit("library")
    assert [(link.proto.page, link.proto.query_string) for link in page.page_link[MENU:]] == [
        ("set-up", f"run={waiting.run_id}"),
        ("explore", f"run={seen.run_id}"),
    ]


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
    page.button(key=f"delete-{run.run_id}").click().run()
    assert again(run)
    delete(page, run)
    assert open_register().run(run.run_id) is None
    assert cards(page) == ["Aisle"]
    assert deleted(page) == ["Entrance"]
    assert again(other)
    page.switch_page("explore.py").run()
    assert links(page) == ["To the first page"], "it is no longer open"


def test_a_deleted_result_comes_back_as_it_was(visit: Visit) -> None:
    run = analysed_run(name="Entrance")
    page = visit("library")
    delete(page, run)
    assert cards(page) == []
    page.button(key=f"library:undo:{run.run_id}").click().run()
    assert cards(page) == ["Entrance"]
    assert deleted(page) == []
    assert again(run) == run
    assert len(page.image) == 1


def test_it_is_told_how_long_a_deleted_result_can_be_restored(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    run = analysed_run(name="Entrance")
    open_register().delete(run.run_id)
    at_s = open_register().deleted_run(run.run_id).deleted_at_s
    for passed_s, left in ((30, "23 h 59 min"), (22.5 * 3600, "1 h 30 min"), (24 * 3600 + 5, "1 min 0 s")):
        monkeypatch.setattr("time.time", lambda passed_s=passed_s: at_s + passed_s)
        assert f"**Entrance** · still for {left}" in [text.value for text in visit("library").markdown]


def test_a_deleted_result_is_removed_for_good_only_after_it_was_asked_again(visit: Visit) -> None:
    run, other = analysed_run(name="Entrance"), analysed_run(name="Aisle", file="aisle.mp4")
    for one in (run, other):
        open_register().delete(one.run_id)
    page = visit("library")
    page.button(key=f"delete-for-good-{run.run_id}").click().run()
    assert deleted(page) == ["Aisle", "Entrance"]
    answer(page, asked_by=f"delete-for-good-{run.run_id}", with_="Delete for good")
    assert deleted(page) == ["Aisle"]
    assert not run.source.exists()
    assert other.source.exists()


def test_nobody_sees_what_another_has_deleted(visit: Visit) -> None:
    open_register().delete(analysed_run(owner="ben").run_id)
    assert deleted(visit("library")) == []


def test_places_and_settings_are_used_on_another_clip(visit: Visit, arrivals: list[Upload]) -> None:
    asked = replace(
        ASKS, measure=MeasureSettings(metric="unique_visits", from_s=3, to_s=5), start=RecordingStart.read("12:00:00")
    )
    run = analysed_run(project=asked)
    page = visit("library")
    labelled(page.button, AGAIN).click().run()
    arrivals.append(Upload(upload_id=upload("tuesday.mp4").parent.name, name="tuesday.mp4"))
    page.run()
    labelled(page.button, AGAIN).click().run()
    assert not page.exception
    made = open_register().runs_of("anna")[0]
    assert (made.name, made.found) == ("tuesday", None)
    assert made.run_id != run.run_id
    assert made.project.scene == ASKS.scene
    assert made.project.measure == MeasureSettings(metric="unique_visits")
    assert made.project.start is None, "times are those of the other clip"
    assert labelled(page.button, "Analyse"), "the page is Set up"


def test_places_are_put_on_another_clip_of_the_visitor(visit: Visit) -> None:
    asked = replace(ASKS, measure=MeasureSettings(metric="unique_visits"))
    analysed_run(project=asked), analysed_run(name="Of another", file="other.mp4", owner="ben")
    other = analysed_run(name="Tuesday", file="tuesday.mp4", project=NO_PLACES)
    page = visit("library")
    labelled(page.button, AGAIN).click().run()
    assert [option.split(" · ")[0] for option in labelled(page.selectbox, "A clip of yours").options] == ["Tuesday"]
    labelled(page.selectbox, "A clip of yours").set_value(other.run_id)
    labelled(page.button, AGAIN).click().run()
    assert told(page) == [], "it has no places that would be lost"
    labelled(page.button, AGAIN).click()
    labelled(page.button, "Use the places on this clip").click().run()
    assert again(other).project == replace(NO_PLACES, scene=ASKS.scene), "only the places are taken over"
    assert page.query_params["run"] == other.run_id
    assert open_cards(page), "the page is Explore"


def test_places_that_would_be_lost_are_named_first(visit: Visit) -> None:
    shelf = Scene(zones=(Zone(name="Shelf", points=((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))),))
    run, other = analysed_run(), new_run(file="tuesday.mp4", project=replace(NO_PLACES, scene=shelf))
    page = visit("library")
    page.button(key=f"library:again:{run.run_id}").click().run()
    labelled(page.selectbox, "A clip of yours").set_value(other.run_id)
    page.button(key=f"library:again:{run.run_id}").click().run()
    assert told(page) == ["The places that this clip has now are replaced: Shelf."]
    assert again(other).project.scene == shelf


def test_a_result_without_places_does_not_offer_them(visit: Visit) -> None:
    analysed_run(project=NO_PLACES)
    assert [button.label for button in visit("library").button] == ["Delete the clip, keep the result …", "Delete …"]


def test_results_are_found_by_their_name(visit: Visit) -> None:
    for name in ("Entrance Monday", "Aisle 4", "Back entrance"):
        new_run(name=name, file=f"{name}.mp4")
    page = visit("library")
    labelled(page.text_input, "Search").set_value("ENTR").run()
    assert cards(page) == ["Back entrance", "Entrance Monday"]
    labelled(page.text_input, "Search").set_value("*cellar*").run()
    assert cards(page) == []
    assert told(page) == [f"No result has “{literal('*cellar*')}” in its name or date."]
    labelled(page.button, "Show all results").click().run()
    assert len(cards(page)) == 3
    assert labelled(page.text_input, "Search").value == ""


def test_the_order_is_kept_for_the_next_visit(visit: Visit) -> None:
    recorded(new_run(name="Aisle", file="aisle.mp4"), "2025-01-01 12:00:00")
    new_run(name="Door", file="door.mp4")
    page = visit("library")
    assert cards(page) == ["Door", "Aisle"]
    labelled(page.selectbox, "Order").set_value("name").run()
    assert cards(page) == ["Aisle", "Door"]
    page = visit("library")
    assert labelled(page.selectbox, "Order").value == "name"
    assert cards(page) == ["Aisle", "Door"]


def test_many_results_come_in_steps(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.parts.run.run_cards.thumbnail", lambda run: None)
    for number in range(50):
        new_run(name=f"Clip {number + 1}", project=NO_PLACES)
    page = visit("library")
    assert (len(cards(page)), cards(page)[0]) == (24, "Clip 50")
    labelled(page.button, "Show 24 more (24 of 50 shown)").click().run()
    labelled(page.button, "Show 2 more (48 of 50 shown)").click().run()
    assert cards(page)[-1] == "Clip 1"
    assert not [button for button in page.button if button.label.startswith("Show")]
    labelled(page.text_input, "Search").set_value("clip").run()
    assert len(cards(page)) == 24, "another search begins at its first"


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
    assert f"**{literal(odd)}**" in [link.proto.label for link in page.page_link]
    page.button(key=f"library:again:{run.run_id}").click().run()
    delete(page, run)
    assert f"**{literal(odd)}** · still for 23 h 59 min" in [text.value for text in page.markdown]


def test_a_run_may_bear_any_id(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heatdash.store.run_register.secrets.token_urlsafe", lambda length: "a__b")
    analysed_run()
    page = visit("library")
    labelled(page.button, AGAIN).click().run()
    assert not page.exception


def test_a_card_tells_until_when_its_result_is_kept(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    new_run()
    assert "Kept until" not in str(facts(visit("library")))
    monkeypatch.setenv("HEATDASH_KEEP_DAYS", "30")
    monkeypatch.setenv("HEATDASH_OWNER_GB", "2")
    page = visit("library")
    assert facts(page)[0][-1].startswith("Kept until ")
    assert "of the 2 GB that you have here." in captions(page)
    assert "every result is kept here for 30 days" in told(visit("library", owner="ben"))[0]
