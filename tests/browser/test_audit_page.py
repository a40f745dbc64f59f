"""The page on which a count is checked, opened from the disk as a person opens it."""

import itertools
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from heatdash.audit.folder import score_audit
from heatdash.audit.page import audit_result
from heatdash.audit.score import AuditScore
from heatdash.stages.progress import Quiet
from heatdash.values.checked import CLASS, FLOW, LINE, ZONE, CheckedCount, Sample, Subject
from tests.builders.run_folders import run_folder

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
HEADER = "t_s,direction,track_id,verdict,check,place,to_place,true_class,by,at,sample_seed"


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A result with one crossing in at 3 s, one out at 4 s, and 5 s at the end in which nothing was counted."""
    return run_folder(tmp_path_factory.mktemp("result"))


@pytest.fixture(scope="module")
def check(result: Path) -> Path:
    return audit_result(result=result, subject=Subject(LINE, "Gate"), out=result / "check", progress=Quiet())


@pytest.fixture
def opened(check: Path, page: Page) -> Page:
    """The page, with its first snippet playing."""
    page.goto(check.as_uri())
    is_playing(page)
    return page


def is_playing(page: Page) -> None:
    video = page.locator("#video")
    expect(video).to_have_js_property("readyState", 4)
    expect(video).to_have_js_property("paused", False)


def press(page: Page, keys: str) -> None:
    for key in keys.split():
        page.keyboard.press(key)


def saved(page: Page, to: Path) -> list[str]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the sheet").click()
    assert download.value.suggested_filename == "audit.csv"
    download.value.save_as(to)
    return to.read_text(encoding="utf-8").splitlines()


def test_keys_judge_each_part_and_the_sheet_comes_home(opened: Page, result: Path, tmp_path: Path) -> None:
    asked = opened.locator("#asked")
    expect(asked).to_have_text("Crossing 1 of 2 · at 0:03 · counted as in")
    press(opened, "r")
    expect(asked).to_have_text("Crossing 2 of 2 · at 0:04 · counted as out")
    is_playing(opened)
    press(opened, "w")
    expect(asked).to_have_text("Stretch 1 of 2 · 0:00 to 0:02")
    expect(opened.locator("#precision")).to_have_text("50 % (9 to 91 %)")
    expect(opened.locator("#recall")).to_have_text("–")
    press(opened, "n")
    is_playing(opened)
    press(opened, "m n")
    expect(opened.locator("#progress")).to_have_text("All looked at")
    expect(opened.locator("#true_count")).to_have_text("2, counted 2")

    rows = saved(opened, tmp_path / "audit.csv")
    assert rows[0] == HEADER
    missed = next(row for row in rows if ",missed," in row)
    assert 5.0 <= float(missed.split(",")[0]) <= 10.0, "the moment in the clip, not in the snippet"
    assert ",in,,missed,line,Gate,,person,," in missed
    assert [row[: row.index(",line,Gate,,,,2")] for row in rows[1:] if row != missed] == [
        *("0.000,,,watched", "3.000,in,1,right", "4.000,out,2,wrong", "5.000,,,watched"),
    ]
    told = score_audit(result=result, subject=Subject(LINE, "Gate"), sheet=tmp_path / "audit.csv")
    assert told.score == AuditScore(right=1, wrong=1, missed=1, seconds=10.0)


def test_buttons_do_what_the_keys_do(opened: Page, tmp_path: Path) -> None:
    for name in ("Missed one in M", "Right R", "Back ←", "Next →", "Right R", "All seen N", "Undo U"):
        opened.get_by_role("button", name=name, exact=True).click()
    expect(opened.locator("#asked")).to_have_text("Stretch 1 of 2 · 0:00 to 0:02")
    rows = saved(opened, tmp_path / "audit.csv")
    assert [row.split(",")[3] for row in rows[1:] if row.split(",")[2]] == ["right", "right"]
    assert sum(",missed," in row for row in rows) == 1


def test_a_page_opened_again_goes_on_where_it_was(opened: Page) -> None:
    press(opened, "r m")
    opened.reload()
    is_playing(opened)
    expect(opened.locator("#asked")).to_have_text("Crossing 2 of 2 · at 0:04 · counted as out")
    expect(opened.locator("#progress")).to_have_text("1 of 4 parts looked at, 1 missed so far")
    press(opened, "u u")
    expect(opened.locator("#progress")).to_have_text("0 of 4 parts looked at, 0 missed so far")
    expect(opened.locator("#undo")).to_be_disabled()


def test_arrows_move_and_keys_that_mean_nothing_here_do_nothing(opened: Page) -> None:
    press(opened, "ArrowRight ArrowRight ArrowRight ArrowRight r w ArrowLeft")
    expect(opened.locator("#asked")).to_have_text("Stretch 1 of 2 · 0:00 to 0:02")
    press(opened, "ArrowLeft n")
    expect(opened.locator("#asked")).to_have_text("Crossing 2 of 2 · at 0:04 · counted as out")
    expect(opened.locator("#progress")).to_have_text("0 of 4 parts looked at, 0 missed so far")


@pytest.mark.parametrize("width_px", [390, 1280, 1920])
def test_everything_fits(opened: Page, width_px: int) -> None:
    opened.set_viewport_size({"width": width_px, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= width_px


def test_the_page_and_python_tell_the_same_score(page: Page) -> None:
    page.add_script_tag(path=ROOT / "heatdash" / "audit" / "templates" / "audit_score.js")
    counts = (0, 1, 2, 7, 100, 2345)
    cases = [
        {"right": right, "wrong": wrong, "missed": missed, "seconds": seconds}
        for right, wrong, missed, seconds in itertools.product(counts, counts, (*counts, None), (None, 24.0, 3600.0))
    ]
    told = page.evaluate("(cases) => cases.map(auditScore)", cases)
    for case, figures in zip(cases, told, strict=True):
        expected = AuditScore(**case).to_json()
        assert list(figures) == list(expected)
        for name, value in expected.items():
            value = list(value) if isinstance(value, tuple) else value
            assert figures[name] == (None if value is None else pytest.approx(value, rel=1e-12, abs=1e-12)), (
                case,
                name,
            )


def test_a_sample_of_visits_is_looked_at_under_ones_name(result: Path, page: Page, tmp_path: Path) -> None:
    door, out = Subject(ZONE, "Door"), tmp_path / "door"
    made = audit_result(result=result, subject=door, out=out, progress=Quiet(), sample=Sample(size=1, seed=1))
    page.goto(made.as_uri())
    is_playing(page)
    expect(page.locator("#asked")).to_contain_text("Visit 1 of 1 · ")
    page.get_by_label("Your name").fill("Anna, =1")
    page.get_by_label("Another kind:").select_option("car")
    page.get_by_label("Another kind:").select_option("–")
    expect(page.locator("#sample")).to_have_text(
        "1 of 1 looked at were right: between 50 % and 100 % of all 2; so 1 to 2."
    )
    saved(page, tmp_path / "audit.csv")
    told = score_audit(result=result, subject=door, sheet=tmp_path / "audit.csv")
    (verdict,) = told.audit.verdicts
    assert (verdict.word, verdict.class_name, verdict.by) == ("class", "car", "Anna, =1")
    assert told.audit.sample == Sample(size=1, seed=1)


def test_ways_and_kinds_have_no_search(result: Path, page: Page, tmp_path: Path) -> None:
    for subject, asked in ((Subject(FLOW, "Door", "Gate"), "Way 1 of 1"), (Subject(CLASS), "Object 1 of 3")):
        page.goto(audit_result(result=result, subject=subject, out=tmp_path / asked, progress=Quiet()).as_uri())
        is_playing(page)
        expect(page.locator("#asked")).to_contain_text(asked)
        press(page, "m r")
        expect(page.locator("#precision")).to_contain_text("100 %")
        expect(page.locator("#missed")).to_have_count(0)


def test_the_page_and_python_tell_the_same_of_a_sample(page: Page) -> None:
    page.add_script_tag(path=ROOT / "heatdash" / "audit" / "templates" / "audit_score.js")
    cases = [(900, 30, 28), (30, 30, 28), (31, 30, 0), (5, 1, 1), (2000, 3, 3)]
    for counted, checked, right in cases:
        case = {"counted": counted, "checked": checked, "right": right}
        told = page.evaluate("(told) => rightInterval(told)", case)
        whole = CheckedCount(Subject(LINE, "Gate"), missed=0, is_done=True, sample=Sample(size=checked, seed=1), **case)
        assert told == pytest.approx(whole.right_95, rel=1e-12)
