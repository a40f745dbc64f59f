"""A workbook tells what the page tells, and holds what the CSV files hold, ready to be sorted and added up."""

from dataclasses import replace
from datetime import datetime, time

import pandas as pd
import pytest
from openpyxl import load_workbook

from heatdash.exports import workbook as module
from heatdash.exports.files import Delivery
from heatdash.exports.tables import answer_tables, write_csv
from heatdash.exports.workbook import write_workbook
from heatdash.messages import verbatim
from heatdash.values.scene import Line, Scene
from heatdash.values.sureness import SceneCheck
from tests.builders.answers import answer
from tests.builders.tracks import walk

TABLES = ("Counts", "Zones", "Flows", "From start to end", "Movements", "Events", "Tracks", "Heat")

CSV_NAMES = {"From start to end": "journeys"}


def book_of(path, **changes):
    return written(answer(**changes), path)


def written(given, path, language="en"):
    delivery = Delivery(answer=given, title="Entrance Mon", language=language, source="")
    file = path / "workbook.xlsx"
    write_workbook(answer=given, report=delivery.report, steps=delivery.steps, tables=delivery.tables, path=file)
    return load_workbook(file)


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return book_of(tmp_path_factory.mktemp("book"))


def rows_of(sheet) -> pd.DataFrame:
    header, *rows = sheet.iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=list(header))


def places_of(book) -> dict[str, dict[str, object]]:
    """The summary's rows by place."""
    _, _, _, header, *rows = book.worksheets[0].iter_rows(values_only=True)
    end = next(number for number, row in enumerate(rows) if row[0] is None)
    return {row[0]: dict(zip(header, row, strict=True)) for row in rows[:end]}


def notes_of(book) -> list[str]:
    return [row[1] for row in book.worksheets[0].iter_rows(values_only=True) if row[0] == "Note"]


def technical(sheet) -> dict[str, str]:
    """The columns' names in the CSV file, by heading."""
    return {cell.value: cell.comment.text.rpartition(" ")[2] for cell in sheet[1] if cell.comment}


def test_it_begins_with_the_answers_then_charts_then_each_table(book):
    assert book.sheetnames == ["Summary", "Charts", "Over time", *TABLES]
    assert book["Summary"]["A1"].value == book.properties.title == "Entrance Mon"


@pytest.mark.parametrize("title", TABLES[:-1])
def test_a_sheet_holds_the_numbers_of_its_csv_file_under_headings_in_words(book, title, tmp_path):
    write_csv(table=answer_tables(answer())[CSV_NAMES.get(title, title.lower())], path=tmp_path / "table.csv")
    expected = pd.read_csv(tmp_path / "table.csv").dropna(axis="columns", how="all")
    found = rows_of(book[title]).rename(columns=technical(book[title]))[list(expected.columns)]
    numbers = expected.select_dtypes("number")
    pd.testing.assert_frame_equal(found[numbers.columns].astype(numbers.dtypes.to_dict()), numbers, check_exact=True)


def test_the_heat_has_the_cells_of_its_csv_file(book, tmp_path):
    write_csv(table=answer_tables(answer())["heat"], path=tmp_path / "table.csv")
    assert rows_of(book["Heat"]).to_numpy().tolist() == pd.read_csv(tmp_path / "table.csv").to_numpy().tolist()


@pytest.mark.parametrize("title", ["Over time", *TABLES])
def test_the_header_is_bold_stays_in_sight_filters_and_names_no_two_columns_alike(book, title):
    sheet = book[title]
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert len({cell.value for cell in sheet[1]}) == sheet.max_column


def test_seconds_stand_beside_hours_minutes_and_seconds(book):
    _, row, *_ = book["Counts"].iter_rows()
    headings = [cell.value for cell in book["Counts"][1]]
    end, clock = row[headings.index("To (s)")], row[headings.index("To (h:mm:ss)")]
    assert end.value == 10
    assert clock.number_format == "[h]:mm:ss"
    assert clock.value.total_seconds() == 10


@pytest.mark.parametrize(
    ("start", "begin", "end"),
    [
        ("12:03:20", time(12, 3, 20), time(12, 3, 30)),
        ("2026-11-21 12:03:20", datetime(2026, 11, 21, 12, 3, 20), datetime(2026, 11, 21, 12, 3, 30)),
        ("2026-10-25 02:30:00+01:00 Europe/Berlin", datetime(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 2, 30, 10)),
    ],
)
def test_clock_times_are_times_for_excel(start, begin, end, tmp_path):
    counts = book_of(tmp_path, start=start)["Counts"]
    headings, row, *_ = counts.iter_rows()
    shown = {heading.value: cell for heading, cell in zip(headings, row, strict=True)}
    clocks = [cell.value for name, cell in shown.items() if name.endswith("(time of day)")]
    assert clocks == [begin, end]


def test_what_is_unknown_is_an_empty_cell(book):
    counts = rows_of(book["Counts"])
    assert counts[counts["Place"] == "Gate"]["Most at once"].isna().all()


def test_the_summary_has_a_row_for_each_card(book):
    places = places_of(book)
    assert list(places) == ["Gate", "Door", "Whole picture"]
    assert (places["Gate"]["Came in"], places["Gate"]["Went out"], places["Gate"]["Objects"]) == (1, 1, None)
    assert (places["Door"]["Objects"], places["Door"]["Visits"]) == (2, 2)
    assert 1 < places["Door"]["Typical stay (s)"] < places["Door"]["Longest stay (s)"] < 3.2
    assert (places["Whole picture"]["Objects"], places["Whole picture"]["Most at once"]) == (3, 3)


def test_every_figure_takes_its_grade_and_its_warnings_along(tmp_path):
    near = SceneCheck("line_near_edge", place="Gate", values=(("room_px", 31.0),))
    again = SceneCheck("line_along_the_way", place="Gate", values=(("crossings", 2.0), ("along_pct", 90.0)))
    book = written(replace(answer(), checks=(near, again)), tmp_path)
    gate = places_of(book)["Gate"]
    assert gate["How sure"] == "uncertain, better checked by eye"
    assert [line[:17] for line in gate["Why not surer, and warnings"].split("\n")] == [
        "The line “Gate” l",
        "90 % of the 2 cro",
        "Tracks were left ",
    ]
    counts = rows_of(book["Counts"])
    assert counts.groupby("Place")["How sure"].first()["Gate"] == "uncertain, better checked by eye"
    assert rows_of(book["Zones"])["How sure"].tolist() == ["roughly right"] * 2


def test_the_charts_draw_what_the_sheets_hold(book):
    found = {
        chart.title.tx.rich.p[0].r[0].t: [series.val.numRef.f for series in chart.series]
        for chart in book["Charts"]._charts
    }
    assert found == {
        "When it was busy": ["'Over time'!$C$2:$C$11"],
        "Gate: in and out": ["'Over time'!$D$2:$D$11", "'Over time'!$E$2:$E$11"],
        "Most visited zones": ["Summary!$E$6"],
        "Longest stays (typical)": ["Summary!$G$6"],
        "Objects over time, by zone": ["'Over time'!$F$2:$F$11"],
    }
    headings = [cell.value for cell in book["Over time"][1]]
    assert headings[2:6] == [
        "Whole picture: At once, on average",
        "Gate: Came in",
        "Gate: Went out",
        "Door: Objects",
    ]
    assert book["Summary"]["E6"].value == 2


def test_it_speaks_the_readers_language(tmp_path):
    book = written(answer(start="12:03:20"), tmp_path, language="zh")
    assert book.sheetnames[:4] == ["摘要", "图表", "分时段", "计数"]
    assert places_of(book)["Gate"]["进入"] == 1
    kinds = rows_of(book["事件"])
    assert set(kinds["类别"]) == {"人", "汽车"}
    assert set(kinds["事件"]) == {"越过计数线", "进入区域", "离开区域"}
    assert set(kinds["方向"]) == {"进", "出"}


def test_the_summary_tells_clock_times_and_notices(tmp_path):
    book = book_of(tmp_path, start="12:03:20", notices=(verbatim("Something was found."),))
    assert book["Summary"]["A2"].value.startswith("recorded 12:03:20 – 12:03:30")
    assert notes_of(book)[0] == "Something was found."
    assert rows_of(book["Events"])["Time (time of day)"].between(time(12, 3, 20), time(12, 3, 30)).all()


def test_a_still_picture_has_no_charts_over_time(tmp_path):
    given = answer()
    still = replace(given.analysis, clip=replace(given.analysis.clip, container="image"))
    assert written(replace(given, analysis=still), tmp_path).sheetnames == ["Summary", *TABLES]


def test_more_rows_than_a_sheet_may_have_stay_in_their_csv_file(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_TRACK_ROWS", 50)
    book = book_of(tmp_path)
    assert "Tracks" not in book.sheetnames
    assert notes_of(book)[0] == "“Tracks” has 133 rows, which are too many for this workbook; they are in tracks.csv."


@pytest.mark.parametrize("name", ["=1+1", "+1", "@A1", "https://example.com", "12", '<b>"&"</b>', "入口"])
def test_a_name_stays_the_text_it_is(name, tmp_path):
    scene = Scene(lines=(Line(name=name, start=(0.5, 1.0), end=(0.5, 0.0)),))
    sheet = book_of(tmp_path, scene=scene)["Events"]
    cell = sheet["D2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)


def test_an_answer_without_anybody_is_a_workbook_too(tmp_path):
    book = written(answer([]), tmp_path)
    assert places_of(book)["Whole picture"]["Objects"] == 0
    assert rows_of(book["Tracks"]).empty


def test_a_name_that_fills_the_limit_does_not_fill_the_screen(tmp_path):
    scene = Scene(lines=(Line(name="x" * 80, start=(0.5, 1.0), end=(0.5, 0.0)),))
    book = written(answer(walk(track=1, start=(20, 50), end=(140, 50), seconds=6), scene=scene), tmp_path)
    assert book["Events"].column_dimensions["D"].width <= 61
