from dataclasses import replace

import pytest

from heatdash.measure.checks.sureness import grade_figures
from heatdash.values.sureness import ROUGH, SURE, UNSURE, RefineReport, SceneCheck

FINE = RefineReport(
    raw_tracks=12, tracks=10, ghosts=1, joins=1, splits=0, static_tracks=0, filled_share=0.02, lost_share=0.1,
    mean_conf=0.75,
)  # fmt: skip
EDGE = SceneCheck("line_near_edge", "Gate", (("room_px", 3.0),))
SHAKES = SceneCheck("camera_shakes", None, (("shift_px", 9.0),))
EMPTY = SceneCheck("zone_empty", "Shop", (("objects", 4.0),))


def graded(report=FINE, *checks, followed=10):
    summary = {"lines": {"Gate": {"in": 5, "out": 3}}, "zones": {"Shop": {}}, "picture": {"unique": followed}}
    known = grade_figures(summary=summary, refining=report, checks=checks)
    return {one.figure: one for one in known}


def test_a_clear_clip_is_sure_and_its_count_has_bounds() -> None:
    told = graded()
    assert {figure: one.grade for figure, one in told.items()} == dict.fromkeys(
        ("different", "passages", "stays", "map"), SURE
    )
    assert (told["different"].least, told["different"].most) == (9, 10), "one pair of ends may be one object"
    assert (told["passages"].least, told["passages"].most) == (8, 8)
    assert told["stays"].least is told["map"].least is None


def test_who_is_hidden_now_and_then_may_be_hidden_all_the_time() -> None:
    told = graded(replace(FINE, filled_share=0.2), SceneCheck("line_missed", "Gate", (("ends", 2.0),)))
    assert (told["different"].least, told["different"].most) == (9, 14)
    assert (told["passages"].least, told["passages"].most) == (8, 14)


@pytest.mark.parametrize(("ends", "grade"), [(0, SURE), (1, ROUGH), (3, ROUGH), (4, UNSURE)])
def test_who_was_lost_on_the_way_to_a_line_may_have_crossed_it(ends: int, grade: str) -> None:
    missed = SceneCheck("line_missed", "Gate", (("ends", float(ends)),))
    elsewhere = SceneCheck("line_missed", "Exit", (("ends", 9.0),))
    told = graded(FINE, missed, elsewhere)["passages"]
    assert (told.least, told.most, told.grade) == (8, 8 + ends, grade)
    assert told.reasons == ((("missed", float(ends)),) if ends else ())


def test_what_moved_unseen_adds_to_those_who_were_lost() -> None:
    moved = SceneCheck("line_moved_unseen", "Gate", (("times", 3.0), ("at_s", 4.5)))
    told = graded(FINE, moved)["passages"]
    assert (told.least, told.most, told.grade, told.reasons) == (8, 13, ROUGH, (("moved", 3.0),))
    told = graded(FINE, moved, SceneCheck("line_missed", "Gate", (("ends", 1.0),)))["passages"]
    assert (told.most, told.grade) == (14, UNSURE)
    assert dict(told.reasons) == {"moved": 3.0, "missed": 1.0}


def test_what_moved_unseen_over_some_line_is_one_of_the_different_objects() -> None:
    checks = [
        SceneCheck("line_moved_unseen", name, (("times", times), ("at_s", 4.5)))
        for name, times in (("Gate", 2.0), ("Exit", 4.0))
    ]
    told = graded(FINE, *checks)["different"]
    assert (told.least, told.most, told.grade, told.reasons) == (9, 16, ROUGH, (("moved_anywhere", 4.0),))
    told = graded(FINE, *checks, followed=0)["different"]
    assert (told.least, told.most, told.grade) == (0, 6, UNSURE), "nobody was seen, and four went by"


@pytest.mark.parametrize(
    ("change", "figure", "grade", "reason"),
    [
        ({"lost_share": 0.2}, "different", ROUGH, "lost"),
        ({"lost_share": 0.4}, "stays", UNSURE, "lost"),
        ({"lost_share": 0.4}, "map", SURE, None),
        ({"joins": 3}, "different", ROUGH, "joined"),
        ({"joins": 10}, "different", UNSURE, "joined"),
        ({"filled_share": 0.1}, "passages", ROUGH, "filled"),
        ({"filled_share": 0.35}, "map", UNSURE, "filled"),
        ({"mean_conf": 0.55}, "map", ROUGH, "weak"),
        ({"mean_conf": 0.3}, "different", UNSURE, "weak"),
    ],
)
def test_each_reason_tells_on_the_figures_that_it_spoils(change, figure, grade, reason) -> None:
    one = graded(replace(FINE, **change))[figure]
    assert one.grade == grade
    assert [name for name, _ in one.reasons] == ([reason] if reason else [])


def test_a_warning_about_a_place_tells_on_that_place_alone() -> None:
    summary = {
        "lines": {"Gate": {"in": 1, "out": 0}, "Exit": {"in": 0, "out": 0}},
        "zones": {},
        "picture": {"unique": 4},
    }
    known = grade_figures(summary=summary, refining=FINE, checks=(EDGE,))
    assert [(one.figure, one.place, one.grade) for one in known] == [
        ("different", None, SURE), ("passages", "Gate", ROUGH), ("passages", "Exit", SURE), ("map", None, SURE),
    ]  # fmt: skip


def test_warnings_tell_on_their_places_and_notes_do_not() -> None:
    told = graded(FINE, EDGE, EMPTY)
    assert told["passages"].grade == ROUGH
    assert told["passages"].reasons == (("warned", 1.0),)
    assert told["stays"].grade == told["map"].grade == SURE
    assert {one.grade for one in graded(FINE, SHAKES).values()} == {ROUGH}
    assert graded(FINE, SHAKES, EDGE)["passages"].grade == UNSURE


def test_without_refining_nothing_is_sure() -> None:
    assert {(one.grade, one.reasons[0][0], one.least) for one in graded(None).values()} == {
        (ROUGH, "not_refined", None)
    }


def test_figures_that_are_not_there_are_not_graded() -> None:
    summary = {"lines": {}, "zones": {}, "picture": {"unique": 0}}
    known = grade_figures(summary=summary, refining=replace(FINE, tracks=0), checks=())
    assert [one.figure for one in known] == ["different", "map"]
    assert (known[0].least, known[0].most) == (0, 0)
