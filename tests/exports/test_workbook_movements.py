"""The sheet of turning movements has the shape in which traffic counts are handed over."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from heatdash.exports.files import Delivery
from heatdash.exports.workbook import write_workbook
from heatdash.exports.workbook_movements import told_peak_hour
from heatdash.stages.answer import Answer
from heatdash.values.scene import Scene
from heatdash.values.wording import Wording
from tests.builders.answers import answer
from tests.builders.junctions import CROSSING, drive

QUARTER_S = 900
WAYS = (
    ("South West", 5, "car"),
    ("South North", 10, "car"),
    ("South East", QUARTER_S + 5, "truck"),
    ("South South", 2 * QUARTER_S + 5, "car"),
    ("West East", QUARTER_S + 10, "car"),
    ("East", 20, "car"),
    ("North South", 4 * QUARTER_S + 5, "car"),
)
"""Who drives where, when, and in what."""


def junction(*, seconds: float = 5 * QUARTER_S, **more: Any) -> Answer:
    seen = ((number, *one) for number, one in enumerate(WAYS, start=1) if one[1] < seconds)
    walks = [drive(track=number, way=way, begin_s=at, class_name=name) for number, way, at, name in seen]
    return answer(*walks, scene=CROSSING, seconds=seconds, **more)


def sheet_of(given: Answer, folder: Path, language: str = "en") -> Any:
    delivery = Delivery(answer=given, title="Crossing", language=language, source="")
    write_workbook(
        answer=given, report=delivery.report, steps=delivery.steps, tables=delivery.tables, path=folder / "book.xlsx"
    )
    return load_workbook(folder / "book.xlsx")[{"en": "Turning movements", "zh": "转向流量"}[language]]


def blocks(sheet: Any) -> dict[str, list[dict[tuple[str, str], Any]]]:
    """The rows of each block, by class; each cell by the heads above it."""
    found: dict[str, list[dict[tuple[str, str], Any]]] = {}
    rows = list(sheet.iter_rows(min_row=5, values_only=True))
    begins = [number for number, row in enumerate(rows) if "From North" in row]
    for begin in begins:
        groups, group = [], ""
        for cell in rows[begin][1:]:
            group = cell or group
            groups.append(group)
        end = next((n for n, row in enumerate(rows[begin + 2 :], begin + 2) if row[2] is None), len(rows))
        heads = [("", "row"), *zip(groups, rows[begin + 1][1:], strict=True)]
        found[rows[begin][0]] = [dict(zip(heads, row, strict=True)) for row in rows[begin + 2 : end]]
    return found


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return sheet_of(junction(start="08:00:00"), tmp_path_factory.mktemp("book"))


def test_rows_are_quarters_and_columns_the_turns_of_each_arm(sheet: Any) -> None:
    rows = blocks(sheet)["All classes"]
    assert [row["", "From"] for row in rows[:5]] == ["08:00:00", "08:15:00", "08:30:00", "08:45:00", "09:00:00"]
    south = [[row["From South", turn] for turn in ("Left", "Through", "Right", "U-turn", "Total")] for row in rows[:3]]
    assert south == [[1, 1, 0, 0, 2], [0, 0, 1, 0, 1], [0, 0, 0, 1, 1]]
    assert [row["From West", "Through"] for row in rows[:3]] == [0, 1, 0]
    assert [row["All arms", "Total"] for row in rows[:5]] == [2, 2, 1, 0, 1]
    assert [row["All arms", "PCU"] for row in rows[:3]] == [2, 3, 1]
    assert [row["Seen at one arm only", "East"] for row in rows[:2]] == [1, 0]


def test_the_peak_hour_is_marked_and_told_with_its_factor(sheet: Any) -> None:
    rows = blocks(sheet)["All classes"]
    assert [row["", "row"] for row in rows] == [*["Peak hour"] * 4, "", "Whole time", "Peak hour", "Peak-hour factor"]
    assert [row["All arms", "Total"] for row in rows[5:]] == [6, 5, 0.62]
    assert (rows[7]["From South", "Right"], rows[7]["From North", "Left"]) == (0.25, None)
    first, fifth = sheet.cell(7, 1), sheet.cell(11, 1)
    assert (first.fill.fgColor.rgb, fifth.fill.fgColor.rgb) == ("FFFBE3CF", "00000000")
    assert sheet["A2"].value == "Peak hour 08:00:00 – 09:00:00: 5 went from arm to arm; peak-hour factor 0.62."


def test_each_class_has_its_own_block(sheet: Any) -> None:
    found = blocks(sheet)
    assert list(found) == ["All classes", "car", "truck"]
    assert [row["From South", "Right"] for row in found["truck"][:3]] == [0, 1, 0]
    assert [row["All arms", "PCU"] for row in found["truck"][:3]] == [0, 2, 0]


def test_a_short_clip_says_so_and_tells_a_rate_that_is_marked_as_extrapolated(tmp_path: Path) -> None:
    sheet = sheet_of(junction(seconds=1800), tmp_path)
    rows = blocks(sheet)["All classes"]
    assert [row["", "row"] for row in rows[2:]] == ["Whole time", "Per hour, extrapolated"]
    assert (rows[2]["All arms", "Total"], rows[3]["All arms", "Total"]) == (4, 8)
    assert sheet["A2"].value.startswith("There is no peak hour, as the time looked at holds no four full quarters")
    assert sheet["A2"].value.endswith("4 went from arm to arm; extrapolated, that is 8 an hour.")


def test_it_speaks_the_readers_language(tmp_path: Path) -> None:
    sheet = sheet_of(junction(), tmp_path, language="zh")
    assert [cell.value for cell in sheet[6]][3:8] == ["左转", "直行", "右转", "掉头", "合计"]


def test_a_single_arm_has_a_sheet_of_who_came_back(tmp_path: Path) -> None:
    back = drive(track=1, way="South South", begin_s=1)
    sheet = sheet_of(answer(back, scene=Scene(lines=CROSSING.lines[2:3])), tmp_path)
    assert [cell.value for cell in sheet[7]][3:11] == [0, 0, 0, 1, 1, 1, 1, 0]


def test_where_nobody_went_from_arm_to_arm_there_is_no_such_sheet(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="Turning movements"):
        sheet_of(answer(scene=Scene(lines=CROSSING.lines[:1])), tmp_path)


def test_the_peak_hour_is_told_in_every_language() -> None:
    told = told_peak_hour(junction().measured.counts.movements, wording=Wording("zh"))
    assert told == "高峰小时 0:00 – 1:00:00：共 5 个对象通过路口；高峰小时系数 0.62。"
