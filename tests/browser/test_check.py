"""A count is checked and corrected in a real browser, and what was corrected is taken home."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from heatdash.settings import DATA_VARIABLE
from heatdash.values.run import Run
from heatdash.web.owner_cookie import OWNER_COOKIE, named_owner
from tests.browser.visitor import Visitor
from tests.builders.analysed_runs import analysed_run

pytestmark = pytest.mark.browser


@pytest.fixture
def checker(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """The owner of a result, at its Check tab: one goes in at 3 s, one out at 4 s, and three are in the picture."""
    monkeypatch.setenv(DATA_VARIABLE, str(visitor.app.data))
    visitor.page.set_viewport_size({"width": 1280, "height": 1600})
    visitor.opens()
    (owner,) = [
        named_owner(cookie["value"]) for cookie in visitor.page.context.cookies() if cookie["name"] == OWNER_COOKIE
    ]
    run: Run = analysed_run(owner=owner, name="Check")
    visitor.opens(f"explore?run={run.run_id}&tab=check")
    expect(visitor.page.get_by_text("Crossing 1 of 2")).to_be_visible()
    return visitor


def press(visitor: Visitor, *names: str) -> None:
    for name in names:
        visitor.page.get_by_role("button", name=re.compile(f"^{name}")).click()
        visitor.waits()


def plays(page: Page) -> None:
    expect(page.locator("video").first).to_have_js_property("readyState", 4)


def taken_home(visitor: Visitor, to: Path) -> zipfile.ZipFile:
    visitor.page.get_by_role("button", name="Download", exact=True).click()
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Everything as one ZIP").click()
    download.value.save_as(to)
    return zipfile.ZipFile(to)


def test_verdicts_correct_the_count_and_the_files_hold_both(checker: Visitor, tmp_path: Path) -> None:
    page = checker.page
    name = page.get_by_role("textbox", name="Your name beside your verdicts")
    name.fill("Anna")
    name.press("Enter")
    name.blur()
    checker.waits()
    plays(page)
    page.keyboard.press("y")
    expect(page.get_by_text("Crossing 2 of 2")).to_be_visible()
    checker.waits()
    checker.picks("So, but another kind", "car")
    expect(page.get_by_text("Part 1 of 2 between them")).to_be_visible()
    press(checker, "All seen", "Missed one out", "All seen")
    expect(page.get_by_text("All 2 and all between them looked at: 2 right, 0 wrong, 1 missed.")).to_be_visible()
    expect(page.get_by_text("Looked at by Anna, last on")).to_be_visible()
    with taken_home(checker, tmp_path / "all.zip") as files:
        rows = list(csv.DictReader(io.StringIO(files.read("corrected.csv").decode())))
        assert [(row["figure"], row["class_name"], row["counted"], row["corrected"]) for row in rows] == [
            ("in", "person", "1", "1"),
            ("out", "car", "0", "1"),
            ("out", "person", "1", "1"),
        ]
        assert "Anna" in files.read("verdicts.csv").decode()
        assert "cross,Gate,out,2,person" in files.read("events.csv").decode(), "what was counted stays"


def test_a_sample_of_the_kinds_is_looked_at(checker: Visitor) -> None:
    page = checker.page
    checker.picks("What to check", "What each one is")
    expect(page.get_by_text("Object 1 of 3")).to_be_visible()
    plays(page)
    checker.unfolds("Look at some of them only")
    page.get_by_role("spinbutton", name="How many").fill("2")
    page.get_by_role("spinbutton", name="How many").press("Enter")
    checker.waits()
    press(checker, "Draw")
    expect(page.get_by_text("Object 1 of 2")).to_be_visible()
    expect(page.get_by_text("2 of 3 drawn, evenly over kinds and time (sample")).to_be_visible()
    press(checker, "Right", "Right")
    expect(page.get_by_text("2 of 2 looked at were right: between 67 % and 100 % of all 3; so 2 to 3.")).to_be_visible()


def test_a_visit_and_a_way_are_shown_at_both_ends(checker: Visitor) -> None:
    for subject, head in (("Door: who came and went", "Visit 1 of 2"), ("From Door straight to Gate", "Way 1 of 1")):
        checker.picks("What to check", subject)
        expect(checker.page.get_by_text(head)).to_be_visible()
        plays(checker.page)


@pytest.mark.parametrize("width_px", [390, 1280])
def test_everything_fits(checker: Visitor, width_px: int) -> None:
    press(checker, "Right")
    checker.page.set_viewport_size({"width": width_px, "height": 1600})
    checker.rests()
    assert checker.page.evaluate("document.documentElement.scrollWidth") <= width_px
