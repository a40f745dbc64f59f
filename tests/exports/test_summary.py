"""What other programs read takes its sureness along, also in words; so does what the command line prints."""

from dataclasses import replace

from heatdash.exports.cards import card_lines
from heatdash.exports.summary import summary_of
from heatdash.values.sureness import SceneCheck
from tests.builders.answers import answer

DARK = SceneCheck("dark", values=(("of_clip_pct", 40.0), ("brightness_pct", 12.0)))
NEAR = SceneCheck("line_near_edge", place="Gate", values=(("room_px", 31.0),))
EMPTY = SceneCheck("zone_empty", place="Door", values=(("objects", 3.0),))
NOT_REFINED = "Tracks were left as the tracker made them, so that one object may have several."


def test_each_place_has_its_grade_reasons_and_warnings_in_words():
    sureness = summary_of(replace(answer(), checks=(DARK, NEAR, EMPTY)))["sureness"]
    gate = sureness["lines"]["Gate"]
    assert (gate["grade"], gate["because"]) == ("unsure", {"not_refined": 0.0, "warned": 2.0})
    assert gate["in_words"]["grade"] == "uncertain, better checked by eye"
    assert gate["in_words"]["because"] == [NOT_REFINED]
    assert [text[:16] for text in gate["in_words"]["warnings"]] == ["The picture is v", "The line “Gate” "]
    assert gate["in_words"]["notes"] == []


def test_a_place_does_not_answer_for_another():
    sureness = summary_of(replace(answer(), checks=(NEAR, EMPTY)))["sureness"]
    door = sureness["zones"]["Door"]["in_words"]
    assert (door["grade"], door["warnings"]) == ("roughly right", [])
    assert [text[:16] for text in door["notes"]] == ["None of the 3 ob"]
    assert sureness["map"]["in_words"]["warnings"] == sureness["different"]["in_words"]["warnings"] == []


def test_the_command_line_prints_each_answer_with_its_sureness_and_each_hint_once():
    lines = list(card_lines(answer=replace(answer(), checks=(NEAR,))))
    assert lines[0] == "Gate: 1 came in, 1 went out (roughly right)"
    assert lines[1] == f"  {NOT_REFINED}"
    assert lines[2].startswith("  The line “Gate” leaves only 31 pixels to the edge of the picture")
    assert [line.partition(":")[0] for line in lines[3:]] == ["Door", "Whole picture"]
