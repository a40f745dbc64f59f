"""The controls beside the answers, run without a browser: what is asked is answered, and kept for its owner alone."""

from dataclasses import replace
from datetime import date, time

import pytest

from heatdash.values.class_map import TRAFFIC
from heatdash.values.classes import ClassChoice
from heatdash.values.scene import Scene
from tests.builders.analysed_runs import ASKS, again, analysed_run
from tests.builders.tracks import walk
from tests.pages.conftest import Visit
from tests.pages.seen import cards, labelled, open_tab, told


def test_what_the_owner_asks_is_kept(visit: Visit) -> None:
    run = analysed_run()
    page = visit("explore", run=run)
    labelled(page.selectbox, "What").set_value("unique_visits")
    labelled(page.slider, "Strength").set_value(80)
    labelled(page.pills, "Look").set_value("viridis")
    labelled(page.selectbox, "Point that counts").set_value("centroid")
    labelled(page.slider, "Smoothing").set_value(10)
    labelled(page.slider, "Cells across the picture").set_value(40)
    labelled(page.selectbox, "Lines count").set_value("net")
    labelled(page.number_input, "Shortest visit (s)").set_value(2.0)
    labelled(page.number_input, "Shortest appearance (s)").set_value(0.5)
    labelled(page.slider, "Hide below").set_value(20)
    labelled(page.checkbox, "Zones and lines").set_value(False)
    page.run()
    assert told(page) == []
    project = again(run).project
    measure, style = project.measure, project.style
    assert (measure.metric, measure.anchor, measure.smoothing, measure.grid) == ("unique_visits", "centroid", 10, 40)
    assert (measure.line_rule, measure.min_visit_s, measure.min_track_s) == ("net", 2.0, 0.5)
    assert (style.opacity, style.colormap, style.threshold) == (0.8, "viridis", 0.2)
    assert not style.places
    assert cards(page)["Door"].startswith("1 vehicle · stayed 3.1 s"), "the person's visit of a second is too short"
    assert visit("explore", run=run).session_state["owner"] == "anna"
    assert again(run).project == project, "the next visit finds the controls as they were left"


def test_another_visitor_may_try_and_nothing_of_it_is_kept(visit: Visit) -> None:
    run = analysed_run(owner="anna")
    page = visit("explore", run=run, owner="ben")
    labelled(page.selectbox, "What").set_value("unique_visits")
    page.run()
    assert not page.exception
    page.run()
    assert labelled(page.selectbox, "What").value == "unique_visits"
    assert again(run).project == run.project
    assert labelled(visit("explore", run=run, owner="carl").selectbox, "What").value == "dwell_time"


def test_a_part_of_the_time_is_looked_at(visit: Visit) -> None:
    run = analysed_run()
    page = visit("explore", run=run)
    slider = labelled(page.select_slider, "When")
    assert (slider.options[0], slider.options[-1]) == ("0:00", "0:10")
    slider.set_range(7.0, 10.0).run()
    assert (again(run).project.measure.from_s, again(run).project.measure.to_s) == (7.0, None)
    assert cards(page) == {
        "Gate": "0 came in · 0 went out", "Door": "0 objects", "Whole picture": "0 objects",
    }  # fmt: skip
    for name, sentence in (
        ("When", "Nothing was counted at “Gate”"),
        ("Places", "Nobody came to a zone"),
        ("Ways", "Nobody went from one place to another"),
        ("Objects", "Nothing was followed"),
    ):
        assert any(sentence in one for one in told(open_tab(page, name))), name
    labelled(page.select_slider, "When").set_range(0.0, 10.0).run()
    assert (again(run).project.measure.from_s, again(run).project.measure.to_s) == (None, None)
    assert cards(page)["Whole picture"].startswith("3 objects")


def test_where_the_start_is_known_times_are_clock_times(visit: Visit) -> None:
    run = analysed_run()
    page = visit("explore", run=run)
    labelled(page.checkbox, "I know when the recording began").set_value(True).run()
    labelled(page.date_input, "Day").set_value(date(2026, 3, 1))
    labelled(page.time_input, "First picture at").set_value(time(12, 3, 7)).run()
    assert not page.exception
    assert str(again(run).project.start) == "2026-03-01 12:03:07"
    slider = labelled(page.select_slider, "When")
    assert (slider.options[0], slider.options[-1]) == ("12:03:07", "12:03:17")
    assert cards(page)["Whole picture"].endswith("most at once 3, at 12:03:09")


def test_only_people_or_vehicles_are_asked_for(visit: Visit) -> None:
    run = analysed_run()
    page = visit("explore", run=run)
    who = labelled(page.pills, "Who")
    assert who.options == ["People", "Vehicles", "Everything", "Choose …"]
    assert who.value == "everything"
    who.set_value("people").run()
    assert again(run).project.classes == (ClassChoice("person"),)
    assert cards(page)["Whole picture"].startswith("2 people")
    labelled(page.pills, "Who").set_value("vehicles").run()
    assert again(run).project.classes == (ClassChoice("car"),)
    assert cards(page)["Whole picture"] == "1 vehicle"
    labelled(page.pills, "Who").set_value("everything").run()
    assert again(run).project.classes == ()


def test_classes_and_colours_are_chosen_one_by_one(visit: Visit) -> None:
    run = analysed_run(
        walk(track=1, start=(20, 50), end=(140, 50), seconds=3, colour="blue"),
        walk(track=2, start=(20, 60), end=(140, 60), seconds=3, colour="red"),
        walk(track=3, start=(20, 60), end=(140, 60), seconds=3, colour="red", class_name="car"),
        walk(track=4, start=(20, 40), end=(140, 40), seconds=3, colour="unsure"),
    )
    page = visit("explore", run=run)
    labelled(page.pills, "Who").set_value("choose").run()
    kinds = labelled(page.multiselect, "Kinds and colours")
    assert set(kinds.options) == {
        *("person (3)", "person · blue (1)", "person · red (1)"),
        *("car (1)", "car · red (1)"),
    }
    kinds.set_value(["person.blue", "car"]).run()
    assert again(run).project.classes == (ClassChoice("person", "blue"), ClassChoice("car"))
    assert cards(page)["Whole picture"].startswith("2 objects · car 1 · person 1")
    page = visit("explore", run=run)
    assert labelled(page.pills, "Who").value == "choose"
    assert labelled(page.multiselect, "Kinds and colours").value == ["person.blue", "car"]


@pytest.mark.parametrize("choice", [ClassChoice("bicycle"), ClassChoice("person", "pink")])
def test_where_nothing_was_found_of_what_was_asked_all_is_shown_and_that_is_told(
    visit: Visit, choice: ClassChoice
) -> None:
    run = analysed_run(project=replace(ASKS, classes=(choice,)))
    page = visit("explore", run=run)
    assert ["None of what you asked for was found" in one for one in told(page)] == [True]
    assert cards(page)["Whole picture"].startswith("3 objects")


def test_a_scale_can_be_fixed_in_the_unit_of_what_is_shown(visit: Visit) -> None:
    run = analysed_run()
    page = visit("explore", run=run)
    labelled(page.selectbox, "Scale").set_value("absolute").run()
    labelled(page.number_input, "Top of the scale (s)").set_value(45.0).run()
    style = again(run).project.style
    assert (style.normalization, style.max_value) == ("absolute", 45.0)
    labelled(page.selectbox, "What").set_value("occupancy_pct").run()
    assert not page.exception
    assert labelled(page.number_input, "Top of the scale (%)")


def test_only_what_acts_on_the_open_tab_is_offered(visit: Visit) -> None:
    page = visit("explore", run=analysed_run())

    def offered(tab: str) -> set[str]:
        open_tab(page, tab)
        kinds = (page.selectbox, page.slider, page.select_slider, page.pills, page.number_input, page.checkbox)
        return {widget.label for kind in kinds for widget in kind}

    heat = {"What", "Look", "Strength", "Memory", "Smoothing", "Scale", "All colours"}
    for tab in ("Map", "Video"):
        assert offered(tab) >= heat | {"Who", "Point that counts", "Lines count", "Shortest visit (s)"}
    for tab in ("When", "Places", "Ways", "Objects", "Check"):
        assert offered(tab) & heat == set()
        assert offered(tab) >= {"Who", "When", "Point that counts"}
        assert ("Counts per" in offered(tab)) == (tab == "When")


def test_rules_for_places_are_offered_where_there_are_such_places(visit: Visit) -> None:
    page = visit("explore", run=analysed_run(project=replace(ASKS, scene=Scene())))
    assert {"Lines count", "Shortest visit (s)"} & {one.label for one in (*page.selectbox, *page.number_input)} == set()


def test_colours_that_are_not_among_the_eight_are_chosen_under_expert(visit: Visit) -> None:
    run = analysed_run()
    page = visit("explore", run=run)
    labelled(page.selectbox, "All colours").set_value("deepgreen").run()
    assert again(run).project.style.colormap == "deepgreen"
    page.run()
    assert labelled(page.pills, "Look").value is None
    labelled(page.pills, "Look").set_value("magma").run()
    page.run()
    assert again(run).project.style.colormap == labelled(page.selectbox, "All colours").value == "magma"


def test_counts_are_per_minute_hour_or_whole_time(visit: Visit) -> None:
    run = analysed_run()
    page = open_tab(visit("explore", run=run), "When")
    labelled(page.selectbox, "Counts per").set_value("all").run()
    assert again(run).project.measure.bin_min is None


def test_the_map_can_fade(visit: Visit) -> None:
    run = analysed_run()
    page = visit("explore", run=run)
    assert "Fades to half after (s)" not in [number.label for number in page.number_input]
    labelled(page.selectbox, "Memory").set_value("decaying").run()
    labelled(page.number_input, "Fades to half after (s)").set_value(30.0).run()
    measure = again(run).project.measure
    assert (measure.mode, measure.half_life_s) == ("decaying", 30.0)


def test_each_choice_of_colours_counts_wherever_it_is_made(visit: Visit) -> None:
    run = analysed_run()
    page = visit("explore", run=run)
    for name in ("jet", "magma", "viridis"):
        labelled(page.pills, "Look").set_value(name).run()
        assert again(run).project.style.colormap == labelled(page.selectbox, "All colours").value == name
    for name in ("deepgreen", "hsv", "plasma"):
        labelled(page.selectbox, "All colours").set_value(name).run()
        assert again(run).project.style.colormap == name
    assert labelled(page.pills, "Look").value == "plasma"


def test_every_control_begins_in_the_browser_with_what_it_shows(visit: Visit) -> None:
    # A page that is asked again before it has sent a control sends it without its value: the browser then goes by this.
    asked = replace(ASKS, style=replace(ASKS.style, colormap="magma"), class_map=TRAFFIC)
    page = visit("explore", run=analysed_run(project=asked))
    for control in (*page.selectbox, *page.radio):
        assert control.options[control.proto.default] == control.format_func(control.value), control.label
    colours = labelled(page.pills, "Look")
    assert [colours.options[number] for number in colours.proto.default] == [
        option for option in colours.options if option.startswith("![magma]")
    ]
