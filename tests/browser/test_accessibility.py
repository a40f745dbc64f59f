"""Every page, every tab, and what opens on them, looked through by axe-core: light and dark, in both languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import axe_script, violations
from tests.browser.serve_app import ServedApp
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Look:
    """How someone sees the app."""

    scheme: Literal["light", "dark"]
    language: str


@dataclass(frozen=True)
class Inspector:
    """A visitor who looks at whatever can be seen."""

    visitor: Visitor
    language: str
    script: str
    opened: set[str] = field(default_factory=set)

    def opens(self, path: str) -> None:
        """The page is shown in the inspector's language."""
        self.visitor.opens(path)
        self.visitor.page.get_by_text(self.language, exact=True).click()
        self.visitor.waits()

    def looks_at_all(self) -> None:
        """The page as it is, all that can be unfolded, and what opens at a button, have nothing amiss."""
        self.looks("")
        page = self.visitor.page
        for summary in page.locator("details > summary:visible").all():
            if summary.locator("..").get_attribute("open") is None:
                summary.click()
        self.looks("unfolded")
        for button in page.get_by_test_id("stPopoverButton").filter(visible=True).all():
            name = button.inner_text()
            if name not in self.opened:
                self.opened.add(name)
                button.click()
                expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
                self.looks(f"below {name!r}")
                button.click()
                expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)

    def looks(self, at: str) -> None:
        """Nothing is amiss, now that nothing moves any more."""
        self.visitor.rests()
        found = violations(self.visitor.page, self.script)
        assert found == [], "\n\n".join([f"{self.visitor.page.url} {at}", *found])


@pytest.fixture(scope="module")
def script(pytestconfig: pytest.Config) -> str:
    """axe-core, kept in pytest's own cache."""
    assert pytestconfig.cache is not None
    return axe_script(pytestconfig.cache.mkdir("axe"))


@pytest.fixture(scope="module")
def owner(script: str, browser: Browser, app: ServedApp) -> Iterator[Visitor]:
    """Who has the sample's result, with lines, zones, warnings and snippets."""
    context = browser.new_context()
    visitor = Visitor(context.new_page(), app)
    visitor.opens()
    visitor.page.get_by_role("button", name="Try the sample").click()
    visitor.sees_the_result()
    yield visitor
    context.close()


@pytest.fixture(scope="module", params=[Look("light", "EN"), Look("dark", "中文")], ids=["light", "dark"])
def look(request: pytest.FixtureRequest) -> Look:
    """Once each way: light in English, dark in Chinese."""
    seen: Look = request.param
    return seen


@pytest.fixture(scope="module")
def inspector(look: Look, browser: Browser, owner: Visitor, script: str) -> Iterator[Inspector]:
    """The owner, who sees it that way."""
    known = owner.page.context.storage_state()
    context = browser.new_context(color_scheme=look.scheme, storage_state=known)
    yield Inspector(Visitor(context.new_page(), owner.app), look.language, script)
    context.close()


@pytest.fixture
def stranger(look: Look, browser: Browser, app: ServedApp, script: str) -> Iterator[Inspector]:
    """Someone new, who sees it that way."""
    context = browser.new_context(color_scheme=look.scheme)
    yield Inspector(Visitor(context.new_page(), app), look.language, script)
    context.close()


@pytest.mark.parametrize("page", ["", "set-up", "library", "guide"])
def test_a_page_can_be_used_by_everyone(inspector: Inspector, owner: Visitor, page: str) -> None:
    inspector.opens(f"{page}?run={owner.run.run_id}")
    inspector.looks_at_all()


def test_every_tab_of_explore_can_be_used_by_everyone(inspector: Inspector, owner: Visitor) -> None:
    inspector.opens(f"explore?run={owner.run.run_id}")
    tabs = inspector.visitor.page.get_by_role("tab").all_inner_texts()
    assert len(tabs) >= 7
    for tab in tabs:
        inspector.visitor.goes_to(tab)
        inspector.looks_at_all()


def test_a_result_can_be_shared_by_everyone(inspector: Inspector, owner: Visitor) -> None:
    inspector.opens(f"explore?run={owner.run.run_id}")
    page = inspector.visitor.page
    page.get_by_role("button", name=re.compile("^(Share|分享)$")).click()
    page.get_by_role("button", name=re.compile("Make a link|生成链接")).click()
    expect(page.get_by_role("textbox", name=re.compile("Address of the new link|新链接的网址"))).to_be_visible()
    inspector.looks("where links are made")


def test_places_can_be_edited_by_everyone(inspector: Inspector, owner: Visitor) -> None:
    inspector.opens(f"explore?run={owner.run.run_id}")
    inspector.visitor.page.get_by_text(re.compile("Edit places|编辑位置")).click()
    expect(inspector.visitor.page.get_by_role("textbox", name="Crossing")).to_be_visible()
    inspector.looks("where places are edited")


@pytest.mark.parametrize("page", ["set-up", "explore", "library", "explore?run=gone"])
def test_a_page_with_nothing_to_show_can_be_used_by_everyone(stranger: Inspector, page: str) -> None:
    stranger.opens(page)
    stranger.looks("with nothing to show")


def test_work_that_runs_can_be_watched_by_everyone(stranger: Inspector, endless: Path) -> None:
    visitor = stranger.visitor
    visitor.begins_watching(endless)
    expect(visitor.page.get_by_text("What is being seen right now.")).to_be_visible()
    stranger.looks("while the clip is watched")
    visitor.page.get_by_role("button", name="Cancel").click()
    expect(visitor.page.get_by_role("button", name="Analyse")).to_be_visible()
    stranger.looks("when it was cancelled")
