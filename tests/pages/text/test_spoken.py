"""What people have typed means nothing to Markdown."""

from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st

from heatdash.values.recording_start import RecordingStart
from pages.parts.text.spoken import (
    literal,
    spoken_bytes,
    spoken_class,
    spoken_clip,
    spoken_moment,
    spoken_range,
    spoken_seconds,
    spoken_step,
)
from pages.parts.text.words import LANGUAGE
from tests.builders.answers import clip


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Entrance", "Entrance"),
        ("入口 2", "入口 2"),
        ("**A** _b_", r"\*\*A\*\* \_b\_"),
        ("<script>", r"\<script\>"),
        ("![x](http://y.example)", r"\!\[x\]\(http\://y.example\)"),
        (":red[A] $x$ `c` ~~d~~ a|b", r"\:red\[A\] \$x\$ \`c\` \~\~d\~\~ a\|b"),
        (r"C:\clips", r"C\:\\clips"),
        ("# 1", r"\# 1"),
        ("1. Floor, 2.5 m", r"1\. Floor, 2.5 m"),
        ("Draw at least 3.", "Draw at least 3."),
    ],
)
def test_every_sign_is_shown_as_it_is(text: str, markdown: str) -> None:
    assert literal(text) == markdown


@pytest.fixture
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {LANGUAGE: "zh"})


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (None, "–"),
        (0, "0 s"),
        (0.04, "0 s"),
        (8.44, "8.4 s"),
        (9.0, "9 s"),
        (9.94, "9.9 s"),
        (9.95, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 min 0 s"),
        (72, "1 min 12 s"),
        (3599.6, "1 h 0 min"),
        (7500, "2 h 5 min"),
    ],
)
def test_a_length_of_time_is_told_to_what_is_known_of_it(seconds: float | None, told: str) -> None:
    assert spoken_seconds(seconds) == told


@pytest.mark.parametrize(
    ("seconds", "told"), [(0, "0 s"), (1, "1 s"), (30, "30 s"), (60.00001, "1 min"), (900, "15 min"), (7200, "2 h")]
)
def test_a_step_is_told_in_the_unit_it_was_chosen_in(seconds: float, told: str) -> None:
    assert spoken_step(seconds) == told


@pytest.mark.parametrize(("t_s", "told"), [(0, "0:00"), (65.4, "1:05"), (3599.5, "1:00:00"), (3723, "1:02:03")])
def test_a_moment_is_told_from_the_begin_of_the_clip(t_s: float, told: str) -> None:
    assert spoken_moment(t_s) == told


def test_a_moment_is_told_by_the_clock_where_that_is_known() -> None:
    assert spoken_moment(65.4, RecordingStart.read("12:03:00")) == "12:04:05"
    assert spoken_moment(65.4, RecordingStart.read("2026-03-01 23:59:00")) == "2 Mar 00:00:05"


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "1 kB"), (1499, "1 kB"), (999_499, "999 kB"), (1_000_000, "1.0 MB"), (2_340_000_000, "2.3 GB")],
)
def test_a_file_has_a_size_in_round_numbers(count: int, told: str) -> None:
    assert spoken_bytes(count) == told


def test_a_class_is_told_in_the_visitors_words_where_there_are_some() -> None:
    assert spoken_class("person") == "person"
    assert spoken_class("person", count=3) == "person (3)"
    assert spoken_class("forklift", count=1) == "forklift (1)"
    assert spoken_class("fork.lift") == "fork.lift"


@pytest.mark.usefixtures("_chinese")
def test_everything_can_be_told_in_chinese() -> None:
    assert spoken_seconds(72) == "1 分 12 秒"
    assert spoken_class("person", count=3) == "人 (3)"
    assert spoken_class("forklift") == "forklift"


def test_a_clip_is_told_by_its_length_size_rate_and_room(tmp_path: Path) -> None:
    file = tmp_path / "clip.mp4"
    file.write_bytes(bytes(1500))
    told = spoken_clip(replace(clip(seconds=72), path=file))
    assert told.startswith("1 min 12 s · ")
    assert told.endswith(" · 2 kB")
    assert "160" in told
    assert "10" in told


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.2, "1 至 5 秒"),
        (4.0, "1 至 5 秒"),
        (7.0, "5 至 10 秒"),
        (25.0, "20 至 30 秒"),
        (50.0, "30 至 60 秒"),
        (70.0, "60 至 90 秒"),
        (110.0, "90 秒 至 3 分钟"),
        (90.0, "1 至 2 分钟"),
        (300.0, "4 至 6 分钟"),
        (3000.0, "30 分钟 至 1 小时"),
        (5400.0, "1 至 2 小时"),
        (9e9, "48 至 96 小时"),
    ],
)
@pytest.mark.usefixtures("_chinese")
def test_a_guess_is_told_as_a_range_of_round_numbers(seconds: float, told: str) -> None:
    assert spoken_range(seconds) == told


@pytest.mark.parametrize("seconds", [3.0, 9.9, 33.0, 61.0, 100.0, 599.0, 4000.0, 20_000.0])
def test_the_range_holds_the_guess_and_is_no_wider_than_its_third_to_its_threefold(seconds: float) -> None:
    unit_s = {"s": 1, "min": 60, "h": 3600}
    low, _, high = spoken_range(seconds).partition(" to ")
    number, unit = high.split()
    highest_s = int(number) * unit_s[unit]
    lowest_s = int(low.split()[0]) * unit_s[low.split()[1] if " " in low else unit]
    assert seconds / 3 <= lowest_s < seconds < highest_s <= 3 * seconds
