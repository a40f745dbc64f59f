"""Explore, run without a browser: every answer is there, and so is a way on where there is none."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from heatdash.exports.files import DOWNLOAD, EXPORTS
from heatdash.messages import verbatim
from heatdash.store.run_register import open_register
from heatdash.values.run import Run
from heatdash.values.scene import Scene
from pages.parts.run.this_run import widget_key
from pages.parts.text.spoken import literal
from pages.parts.text.words import LANGUAGE
from tests.builders.analysed_runs import ASKS, analysed_run, damage_tracks, lose_tracks, new_run
from tests.builders.answers import DOOR, GATE
from tests.builders.commands import NOT_ALWAYS
from tests.builders.tracks import stand
from tests.pages.conftest import Visit
from tests.pages.seen import captions, cards, labelled, links, open_tab, table, told

TABS = {
    "en": ("Map", "Video", "When", "Places", "Ways", "Objects", "Check"),
    "zh": ("地图", "视频", "何时", "位置", "路线", "对象", "核对"),
}
BARE = Scene()


@pytest.mark.parametrize(("language", "link"), [("en", "To the first page"), ("zh", "前往首页")])
def test_without_a_result_there_is_a_way_to_one(visit: Visit, language: str, link: str) -> None:
    page = visit("explore", language=language)
    assert not page.exception
    assert len(told(page)) == 1
    assert links(page) == [link]


def test_a_link_to_a_result_that_is_gone_says_so(visit: Visit) -> None:
    run = new_run()
    open_register().delete(run.run_id)
    open_register().forget(run.run_id)
    page = visit("explore", run=run)
    assert "This link leads to no result" in told(page)[0]
    assert "run" not in page.query_params


def test_a_link_to_a_deleted_result_says_who_can_restore_it_and_works_again_when_they_have(visit: Visit) -> None:
    run = analysed_run(name="Entrance")
    open_register().delete(run.run_id)
    mine, of_another = visit("explore", run=run), visit("explore", run=run, owner="ben")
    assert told(mine)[0] == "You have deleted “Entrance”. Within a day you can restore it in the Library."
    assert links(mine)[0] == "To the Library"
    assert told(of_another)[0].startswith("This result was deleted. Whoever made it can restore it in their Library")
    assert "Entrance" not in "".join(told(of_another))
    open_register().restore(run.run_id)
    assert mine.query_params["run"] == run.run_id
    assert "run" not in of_another.query_params
    for page in (mine, of_another):
        assert cards(page.run()), "the answers are there again"


def test_the_id_of_anothers_result_opens_nothing_and_says_no_more_than_any_other(visit: Visit) -> None:
    run, deleted = analysed_run(name="Entrance"), analysed_run(name="Gone", file="gone.mp4")
    open_register().delete(deleted.run_id)
    pages = [visit("explore", named=named, owner="ben") for named in (run.run_id, deleted.run_id, "0" * 32)]
    assert len({tuple(told(page)) for page in pages}) == 1
    assert "This link leads to no result" in told(pages[0])[0]
    assert {page.title[0].value for page in pages} == {"Explore"}
    assert "shared" not in pages[0].query_params


def test_a_guest_is_told_whose_result_it_is_and_keeps_it_from_page_to_page(visit: Visit) -> None:
    run = analysed_run(name="Entrance")
    page = visit("explore", run=run, owner="ben")
    assert told(page)[0].startswith("You are looking at a shared result.")
    assert "run" not in page.query_params
    token = page.query_params["shared"]
    del page.query_params["shared"]
    page.switch_page("guide.py").run()
    page.switch_page("explore.py").run()
    assert [head.value for head in page.title] == ["Entrance"]
    assert page.query_params["shared"] == token
    assert "Whom the link is for" not in [entry.label for entry in page.text_input]


def test_when_a_link_ends_the_open_page_of_a_guest_closes(visit: Visit) -> None:
    run = analysed_run()
    page = visit("explore", run=run, owner="ben")
    (link,) = open_register().links_of(run.run_id)
    open_register().revoke_link(run_id=run.run_id, link_id=link.link_id)
    labelled(page.selectbox, "What").set_value("unique_visits").run()
    assert not page.exception
    assert "This link leads to no result" in told(page)[0]
    assert not page.selectbox


def test_the_owners_own_link_opens_the_result_as_theirs(visit: Visit) -> None:
    run = analysed_run()
    _, token = open_register().new_link(run_id=run.run_id, name="Link")
    page = visit("explore", named=token)
    assert told(page) == []
    assert page.query_params["run"] == run.run_id
    assert "shared" not in page.query_params


def test_a_clip_that_was_not_analysed_is_set_up_first(visit: Visit) -> None:
    page = visit("explore", run=new_run())
    assert told(page) == ["This clip has not been analysed yet."]
    assert links(page) == ["Set it up and analyse it"]


def test_the_result_stays_open_from_page_to_page(visit: Visit) -> None:
    run = analysed_run(name="Entrance")
    page = visit("explore", run=run)
    del page.query_params["run"]
    page.switch_page("guide.py").run()
    page.switch_page("explore.py").run()
    assert [head.value for head in page.title] == ["Entrance"]
    assert page.query_params["run"] == run.run_id


@pytest.mark.parametrize("named", ["places", "Places", "位置"], ids=["as now", "by an earlier version", "in Chinese"])
def test_the_link_opens_the_tab_that_it_names_and_stays_as_it_is(visit: Visit, named: str) -> None:
    run = analysed_run()
    page = visit("guide")
    page.query_params["run"], page.query_params["tab"] = run.run_id, named
    page.switch_page("explore.py").run()
    assert "Visitors" in table(page)
    assert page.query_params["tab"] == named


def test_every_tab_of_a_result_can_be_opened_in_chinese(visit: Visit) -> None:
    page = visit("explore", run=analysed_run(), language="zh")
    assert told(page) == []
    assert tuple(tab.label for tab in page.tabs) == TABS["zh"]
    assert list(cards(page)) == ["Gate", "Door", "整个画面"]
    assert cards(page)["Gate"] == "进入 1 · 离开 1"
    for name in TABS["zh"][1:]:
        open_tab(page, name)


def test_the_tab_stays_open_when_the_language_changes(visit: Visit) -> None:
    page = open_tab(visit("explore", run=analysed_run()), "Places")
    assert "Visitors" in table(page)
    assert page.query_params["tab"] == "places"
    page.segmented_control(key=LANGUAGE).set_value("zh").run()
    assert not page.exception
    assert "访客" in table(page)
    assert page.query_params["tab"] == "places"


def test_the_cards_tell_what_the_tables_tell(visit: Visit) -> None:
    page = visit("explore", run=analysed_run())
    shown = cards(page)
    assert page.caption[0].value.startswith("10 s long · created ")

    counts = table(open_tab(page, "When"))
    assert (counts["In"].sum(), counts["Out"].sum()) == (1, 1)
    assert shown["Gate"] == "1 came in · 1 went out"
    labelled(page.selectbox, "Place").set_value("whole picture").run()
    assert table(page)["Most at once"].max() == 3
    assert shown["Whole picture"] == "3 objects · person 2 · car 1 · most at once 3, at 0:02"

    ranking = table(open_tab(page, "Places"))
    (door,) = ranking.to_dict("records")
    assert (door["Visitors"], door["Visits"], door["Stay, typically"]) == (2, 2, "2.1 s")
    assert shown["Door"].startswith("2 objects · 2.1 s typically · longest 3.1 s · 0 of 1 who came in at “Gate”")

    flows = table(open_tab(page, "Ways"))
    assert flows.to_numpy().tolist() == [["Door", "Gate", "person", 1]]

    assert len(table(open_tab(page, "Objects"))) == 3
    assert cards(page) == shown


def test_the_map_says_what_it_shows_and_of_which_time(visit: Visit) -> None:
    page = visit("explore", run=analysed_run())
    said = page.image[0].captions[0]
    assert said.startswith("Time spent: Seconds that objects spent in each spot")
    assert said.endswith("From 0:00 to 0:10.")


def test_where_nothing_was_found_at_all_the_page_still_stands(visit: Visit) -> None:
    page = visit("explore", run=analysed_run([]))
    assert not page.exception
    assert cards(page)["Whole picture"] == "0 objects"
    assert "nothing found" in page.caption[0].value
    for name in TABS["en"][1:]:
        open_tab(page, name)


def test_without_places_the_tabs_teach_what_places_give(visit: Visit) -> None:
    page = visit("explore", run=analysed_run(project=replace(ASKS, scene=BARE)))
    assert list(cards(page)) == ["Whole picture"]
    assert "No counting line yet." in captions(open_tab(page, "When"))
    assert told(open_tab(page, "Places"))[0].startswith("No zones yet.")
    assert told(open_tab(page, "Ways"))[0].startswith("Flows need two places or more; there are 0.")


def test_a_picture_has_a_map_and_counts_but_no_time_and_no_video(visit: Visit) -> None:
    boxes = [stand(track=number, at=(20 * number, 50), seconds=0) for number in (1, 2)]
    page = visit("explore", run=analysed_run(*boxes, file="shelf.png"))
    assert told(page) == []
    assert page.caption[0].value.startswith("one picture · created ")
    assert "When" not in [slider.label for slider in page.select_slider]
    assert cards(page) == {"Door": "2 people", "Whole picture": "2 people"}
    assert len(table(open_tab(page, "Objects"))) == 2
    assert told(open_tab(page, "Video")) == ["This is a single picture, so there is no video. The map is under Map."]


@pytest.mark.parametrize("spoil", [lose_tracks, damage_tracks])
def test_a_result_that_is_gone_is_told_with_a_way_on(visit: Visit, spoil: Callable[[Run], None]) -> None:
    run = analysed_run()
    spoil(run)
    page = visit("explore", run=run)
    assert not page.exception
    (sentence,) = told(page)
    assert "open Set up and press Analyse" in sentence
    page.switch_page("set_up.py").run()
    assert not page.exception
    assert labelled(page.button, "Analyse")


def test_notices_of_the_look_stand_above_its_result(visit: Visit) -> None:
    page = visit("explore", run=analysed_run(notices=(verbatim("No detection model was found."),)))
    assert told(page) == ["No detection model was found."]


def test_the_files_are_written_when_they_are_asked_for(visit: Visit) -> None:
    run = analysed_run()
    page = visit("explore", run=run)
    assert page.link_button == []
    page.session_state[f"{widget_key(run)}:take"] = True
    page.run()
    assert not page.exception
    offered = [button.value for button in page.get("link_button")]
    assert offered[0] == "Everything as one ZIP"
    assert any(one.startswith("Excel workbook · workbook.xlsx · ") for one in offered)
    assert len(offered) == 1 + sum(DOWNLOAD in export.offered_to for export in EXPORTS) - len(NOT_ALWAYS)
    assert "No video has been made" in captions(page)


def test_names_are_shown_letter_by_letter(visit: Visit) -> None:
    odd = "1. **A** <script>alert(1)</script> ![x](http://x.example/y.png)"
    scene = Scene(zones=(replace(DOOR, name="*Door* [a](b)"),), lines=(replace(GATE, name="<b>Gate</b> $x$ $y$"),))
    page = visit("explore", run=analysed_run(name=odd, project=replace(ASKS, scene=scene)))
    assert [head.value for head in page.title] == [literal(odd)]
    assert list(cards(page)) == ["<b>Gate</b> $x$ $y$", "*Door* [a](b)", "Whole picture"], "the card shows plain text"
    titles = [text.value for text in open_tab(page, "When").markdown]
    assert any(title.endswith(r"\<b\>Gate\</b\> \$x\$ \$y\$**") for title in titles)


def test_a_run_may_bear_any_id(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heatdash.store.run_register.secrets.token_urlsafe", lambda length: "a__b")
    page = visit("explore", run=analysed_run())
    labelled(page.toggle, "Edit places").set_value(True).run()
    assert not page.exception
    assert not page.switch_page("set_up.py").run().exception
