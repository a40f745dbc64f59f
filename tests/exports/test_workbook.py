"""A workbook holds what the CSV files hold, ready to be sorted and added up."""

import pandas as pd
import pytest
from openpyxl import load_workbook

from heatdash.exports import workbook as module
from heatdash.exports.tables import answer_tables, write_csv
from heatdash.exports.workbook import write_workbook
from heatdash.messages import verbatim
from heatdash.values.scene import Line, Scene
from tests.builders.answers import answer
from tests.builders.tracks import walk

SHEETS = ("Counts", "Zones", "Flows", "Events", "Tracks", "Heat")


def book_of(path, **changes):
    return written(answer(**changes), path)


def written(given, path):
    write_workbook(answer=given, tables=answer_tables(given), path=path / "workbook.xlsx")
    return load_workbook(path / "workbook.xlsx")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return book_of(tmp_path_factory.mktemp("book"))


def rows_of(sheet) -> pd.DataFrame:
    header, *rows = sheet.iter_rows(values_only=True)
    return pd.DataFrame(rows, columns=list(header))


def figures_of(book) -> dict[str, object]:
    return {row[0]: row[1] for row in book["Summary"].iter_rows(min_row=2, values_only=True)}


def notes_of(book) -> list[str]:
    return [row[3] for row in book["Summary"].iter_rows(min_row=2, values_only=True) if row[0] == "Note"]


def test_it_has_a_sheet_for_each_table_behind_the_summary(book):
    assert book.sheetnames == ["Summary", *SHEETS]


@pytest.mark.parametrize("title", SHEETS)
def test_a_sheet_holds_the_numbers_of_its_csv_file(book, title, tmp_path):
    write_csv(table=answer_tables(answer())[title.lower()], path=tmp_path / "table.csv")
    expected = pd.read_csv(tmp_path / "table.csv")
    found = rows_of(book[title])[list(expected.columns)].astype(expected.dtypes.to_dict())
    pd.testing.assert_frame_equal(found, expected, check_exact=True)


@pytest.mark.parametrize("title", ["Summary", *SHEETS])
def test_the_header_is_bold_stays_in_sight_and_filters(book, title):
    sheet = book[title]
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions


def test_seconds_stand_beside_hours_minutes_and_seconds(book):
    _, row, *_ = book["Counts"].iter_rows()
    columns = [cell.value for cell in book["Counts"][1]]
    end, clock = row[columns.index("bin_end_s")], row[columns.index("bin_end_hms")]
    assert end.value == 10
    assert clock.number_format == "[h]:mm:ss"
    assert clock.value.total_seconds() == 10


def test_what_is_unknown_is_an_empty_cell(book):
    counts = rows_of(book["Counts"])
    assert counts[counts["place"] == "Gate"]["occupancy_max"].isna().all()


def test_the_summary_tells_the_key_figures_with_unit_and_meaning(book):
    rows = {row[0]: row[1:] for row in book["Summary"].iter_rows(min_row=2, values_only=True)}
    assert rows["Followed"][:2] == (3, "objects")
    assert (rows["Gate: in"][0], rows["Gate: out"][0]) == (1, 1)
    value, unit, meaning = rows["Door: median stay"]
    assert 1 < value < 3.2
    assert unit == "s"
    assert meaning == "Half of the visits lasted longer, half shorter."


def test_the_summary_tells_clock_times_and_notices(tmp_path):
    book = book_of(tmp_path, start="12:03:20", notices=(verbatim("Something was found."),))
    assert figures_of(book)["Recording began"] == "12:03:20"
    assert notes_of(book) == ["Something was found."]
    meanings = [str(row[3]) for row in rows_of(book["Summary"]).itertuples(index=False) if row[0] == "Looked at to"]
    assert meanings == ["The end itself is not in it. By the clock: 12:03:30."]
    assert rows_of(book["Events"])["clock"].str.startswith("12:03:2").all()


def test_more_rows_than_a_sheet_may_have_stay_in_their_csv_file(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_TRACK_ROWS", 50)
    book = book_of(tmp_path)
    assert "Tracks" not in book.sheetnames
    (note,) = notes_of(book)
    assert note == "Tracks has 133 rows, which are too many for this workbook; they are in tracks.csv."


@pytest.mark.parametrize("name", ["=1+1", "+1", "@A1", "https://example.com", "12", '<b>"&"</b>', "入口"])
def test_a_name_stays_the_text_it_is(name, tmp_path):
    scene = Scene(lines=(Line(name=name, start=(0.5, 1.0), end=(0.5, 0.0)),))
    sheet = book_of(tmp_path, scene=scene)["Events"]
    cell = sheet["D2"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (name, "s", None)


def test_an_answer_without_anybody_is_a_workbook_too(tmp_path):
    book = written(answer([]), tmp_path)
    assert figures_of(book)["Followed"] == 0
    assert rows_of(book["Tracks"]).empty


def test_a_name_that_fills_the_limit_does_not_fill_the_screen(tmp_path):
    scene = Scene(lines=(Line(name="x" * 80, start=(0.5, 1.0), end=(0.5, 0.0)),))
    book = written(answer(walk(track=1, start=(20, 50), end=(140, 50), seconds=6), scene=scene), tmp_path)
    assert book["Events"].column_dimensions["D"].width <= 61
