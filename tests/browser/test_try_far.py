"""Ten seconds of a clip, tried with Small and far by the app's own worker."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from heatdash.settings import MODELS_VARIABLE
from heatdash.values.run import DONE, STOPPED, TRIAL
from tests.browser.serve_app import ServedApp, serve_app
from tests.browser.visitor import ANALYSED_WITHIN_MS, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.model]
FOUND = re.compile(r"In 2\.8 s of this clip .+ at Balanced, .+ with Small and far\.")


@pytest.fixture
def with_model(browser_type_launch_args: dict, real_model: Path, tmp_path: Path) -> Iterator[ServedApp]:
    """The whole app, with a real model."""
    with serve_app(data=tmp_path, settings={MODELS_VARIABLE: str(real_model.parent)}) as app:
        yield app


def test_what_ten_seconds_show_is_told_and_is_still_there_later(
    page: Page, with_model: ServedApp, real_clip: Callable[[str], Path]
) -> None:
    visitor = Visitor(page, with_model)
    visitor.sets_up(real_clip("tud-campus.mp4"))
    page.get_by_role("button", name="Try 10 seconds").click()
    expect(page.get_by_test_id("stProgress")).to_be_visible()
    expect(page.get_by_text(FOUND)).to_be_visible(timeout=ANALYSED_WITHIN_MS)
    expect(page.get_by_role("button", name="Try 10 seconds")).to_have_count(0)
    page.get_by_text("Small and far", exact=True).click()
    expect(page.get_by_text("The model looks at a picture 960 pixels long.")).to_be_visible()
    visitor.finds(lambda: visitor.run.project.watch.input_px == 960)
    page.reload()
    expect(page.get_by_text(FOUND)).to_be_visible()
    expect(page.get_by_text("The model looks at a picture 960 pixels long.")).to_be_visible()
    visitor.opens("guide")
    page.go_back()
    expect(page.get_by_text(FOUND)).to_be_visible()
    assert [task.state for task in visitor.tasks if task.kind == TRIAL] == [DONE]


def test_a_trial_that_is_stopped_can_be_asked_for_again_and_one_that_cannot_work_says_why(
    visitor: Visitor, endless: Path
) -> None:
    visitor.begins_watching(endless)
    expect(visitor.page.get_by_test_id("stProgress").first).to_be_visible()
    other = Visitor(visitor.page.context.new_page(), visitor.app)
    other.sets_up(endless)
    other.unfolds("More: model, tracker, confidence")
    other.picks("Model", "Motion (no model)")
    other.page.get_by_role("button", name="Try 10 seconds").click()
    other.page.get_by_role("button", name="Cancel").click()
    expect(other.page.get_by_role("button", name="Try 10 seconds")).to_be_visible()
    other.finds(lambda: [task.state for task in other.tasks if task.kind == TRIAL] == [STOPPED])
    visitor.stops_everything()
    other.page.get_by_role("button", name="Try 10 seconds").click()
    expect(other.page.get_by_text("It did not work: What moves is found without a model here")).to_be_visible()
    expect(other.page.get_by_role("button", name="Try 10 seconds")).to_be_visible()
