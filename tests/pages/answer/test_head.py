"""What is amiss is told in words, the gravest in sight and the rest folded away."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.messages import say as spoken
from heatdash.values.recording_start import RecordingStart
from heatdash.values.sureness import KINDS, SceneCheck
from pages.parts.text.words import LANGUAGE

MOVED = SceneCheck("camera_moved", values=(("shift_px", 38), ("at_s", 75)))
DARK = SceneCheck("dark", values=(("of_clip_pct", 40), ("brightness_pct", 7)))
FROZEN = SceneCheck("frozen", values=(("at_s", 10), ("lasted_s", 72)))
EMPTY = SceneCheck("zone_empty", place="Door *1*", values=(("objects", 31),))


def page(*checks: SceneCheck, language: str = "en", start: RecordingStart | None = None) -> AppTest:
    def show(checks, start):
        from pages.parts.answer.head import show_checks

        show_checks(checks=checks, start=start)

    app = AppTest.from_function(show, kwargs={"checks": checks, "start": start}, default_timeout=60)
    app.session_state[LANGUAGE] = language
    app.run()
    assert not app.exception
    return app


def told(text: str) -> str:
    """The text as it is read, without the signs that keep Markdown from changing it."""
    return text.replace("\\", "")


def test_where_nothing_is_amiss_nothing_is_told() -> None:
    app = page()
    assert [*app.warning, *app.markdown, *app.expander] == []


def test_what_was_seen_and_what_to_do_is_told() -> None:
    (warning,) = page(MOVED).warning
    assert "moved by 38 pixels at about 1:15" in told(warning.value)
    assert "cut the clip there" in told(warning.value)


def test_moments_are_told_by_the_clock_where_that_is_known() -> None:
    (warning,) = page(MOVED, start=RecordingStart.read("12:00:00")).warning
    assert "at about 12:01:15" in told(warning.value)


def test_a_length_of_time_is_no_moment() -> None:
    (warning,) = page(FROZEN).warning
    assert "stands still for 1 min 12 s, from 0:10 on" in told(warning.value)


def test_only_the_gravest_is_in_sight() -> None:
    app = page(MOVED, DARK, EMPTY)
    assert [warning.value[:10] for warning in app.warning] == ["The camera"]
    (more,) = app.expander
    assert more.label == "2 hints on this clip and its places"
    assert "very dark in 40 %" in more.markdown[0].value
    assert "None of the 31 objects" in more.markdown[0].value


def test_a_note_alone_is_folded_away_and_names_have_no_meaning_for_markdown() -> None:
    app = page(EMPTY)
    assert not app.warning
    (more,) = app.expander
    assert more.label == "A hint on this clip and its places"
    assert r"“Door \*1\*”" in more.markdown[0].value


def test_a_visitor_reads_it_in_her_own_language() -> None:
    (warning,) = page(MOVED, language="zh").warning
    assert "摄像头约在 1:15 被移动了 38 像素" in told(warning.value)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_told_with_all_its_figures(kind: str, language: str) -> None:
    blanks: dict[str, Any] = {"place": "<place>"} if kind.startswith(("line_", "zone_")) else {}
    blanks |= (
        {"classes": "<classes>"}
        if kind.endswith(("_other_classes", "_misnamed")) or kind.startswith("lengths_")
        else {}
    )
    blanks |= {name: f"<{name}>" for name in KINDS[kind].figures}
    text = spoken(f"checks.{kind}", language=language, **blanks)
    assert all(value in text for value in blanks.values())
