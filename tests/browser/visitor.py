"""What a visitor does in the app, step by step, and what the app keeps of it."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from heatdash.store.run_register import RunRegister
from heatdash.values.project import Project
from heatdash.values.run import ANALYSIS, Run, Task
from heatdash.web.owner_cookie import OWNER_COOKIE, named_owner
from tests.browser.serve_app import ServedApp

# A first visit imports much, on machines that have other work as well.
expect.set_options(timeout=40_000)
ANALYSED_WITHIN_MS = 180_000
KEPT_WITHIN_S = 20
_STILL = """() => new Promise(still => {
  const moves = one => one.playState === "running" && Number.isFinite(one.effect.getComputedTiming().endTime);
  const look = () => document.getAnimations().some(moves) ? requestAnimationFrame(look) : still();
  requestAnimationFrame(() => requestAnimationFrame(look));
})"""
_DRAWN_FOR_ITS_ROOM = """() => {
  const map = document.querySelector("[data-testid=stImage] img");
  return map !== null && map.complete && map.naturalWidth + 10 >= map.clientWidth;
}"""


@dataclass(frozen=True)
class Visitor:
    """A person at a page of the app."""

    page: Page
    app: ServedApp

    @property
    def register(self) -> RunRegister:
        """What the app keeps, read beside it."""
        return RunRegister(self.app.data / "runs.sqlite")

    @property
    def run(self) -> Run:
        """The run that is open, as it is kept now."""
        found = re.search(r"[?&]run=([\w-]+)", self.page.url)
        assert found, f"no run is open at {self.page.url}"
        run = self.register.run(found[1])
        assert run is not None
        return run

    @property
    def tasks(self) -> list[Task]:
        """Everything that was ever done for the open run."""
        return self.register.tasks_of(self.run.run_id)

    @property
    def analyses(self) -> list[Task]:
        """How often the clip of the open run was watched."""
        return [task for task in self.tasks if task.kind == ANALYSIS]

    @property
    def bar(self) -> Locator:
        """The bar of work."""
        return self.page.locator(".st-key-work-bar")

    @property
    def alerts(self) -> Locator:
        """What the page tells in a box."""
        return self.page.get_by_test_id("stAlert")

    @property
    def map(self) -> Locator:
        """The map on Explore."""
        return self.page.get_by_test_id("stImage").locator("img")

    def opens(self, path: str = "") -> None:
        """A page of the app is shown to its end."""
        self.page.goto(f"{self.app.url}{path}")
        expect(self.page.get_by_role("radiogroup", name=re.compile("Language|语言"))).to_be_visible()
        self.waits()

    def waits(self) -> None:
        """The page is not being made any more."""
        shown = self.page.get_by_test_id("stApp")
        expect(shown).to_have_attribute("data-test-script-state", "notRunning")
        expect(self.page.locator("[data-stale=true]")).to_have_count(0)

    def rests(self) -> None:
        """Nothing on the page is being made, and nothing moves."""
        self.waits()
        self.page.evaluate(_STILL)

    def finds(self, fact: Callable[[], bool]) -> None:
        """The app comes to keep what the visitor has just done."""
        until = time.monotonic() + KEPT_WITHIN_S
        while not fact() and time.monotonic() < until:
            self.page.wait_for_timeout(20)
        assert fact()

    def uploads(self, clip: Path) -> None:
        """The clip is chosen on the first page; what comes of it is shown next."""
        self.opens()
        self.page.get_by_label("Choose a file").set_input_files(clip)

    def sets_up(self, clip: Path) -> None:
        """The clip is uploaded, and can be sketched on."""
        self.uploads(clip)
        expect(self.page.get_by_role("button", name="Analyse")).to_be_visible()
        expect(self.page.locator("canvas.upper-canvas")).to_be_visible()
        self.waits()

    def has_analysed(self, clip: Path, *, project: Project) -> None:
        """The clip was analysed for this visitor, by the app's own worker; Explore shows the result."""
        self.opens()
        (owner,) = [
            named_owner(cookie["value"]) for cookie in self.page.context.cookies() if cookie["name"] == OWNER_COOKIE
        ]
        run = self.register.new_run(owner=owner, name=clip.stem, source=clip, project=project)
        self.register.ask(run_id=run.run_id, kind=ANALYSIS, project=project)
        self.opens(f"set-up?run={run.run_id}")
        expect(self.page.get_by_text("See the result")).to_be_visible(timeout=ANALYSED_WITHIN_MS)
        self.opens(f"explore?run={run.run_id}")
        self.sees_the_result()

    def chooses_motion(self) -> None:
        """The clip will be watched without a model, at every frame, whatever moves."""
        self.unfolds("More: model, tracker, confidence")
        self.picks("Model", "Motion (no model)")
        self.page.get_by_text("Every frame", exact=True).click()
        self.waits()

    def unfolds(self, title: str) -> None:
        """What lies folded below the title is shown, and nothing moves any more."""
        folded = self.page.get_by_test_id("stExpander").filter(has_text=title)
        folded.locator("summary").click()
        expect(folded.locator("details")).to_have_attribute("open", "")
        self.page.evaluate(_STILL)

    def picks(self, label: str, option: str) -> None:
        """Another entry of a list is chosen. A list that is open closes where the page still moves."""
        box = self.page.get_by_role("combobox", name=label, exact=True)
        self.waits()
        box.scroll_into_view_if_needed()
        self.page.evaluate(_STILL)
        box.click()
        self.page.get_by_role("option", name=option, exact=True).click()
        self.waits()

    def begins(self) -> None:
        """The analysis is asked for."""
        self.page.get_by_role("button", name="Analyse").click()
        expect(self.page.get_by_role("button", name="Cancel")).to_be_visible()

    def begins_watching(self, clip: Path) -> None:
        """The clip is uploaded, and watched at every frame for whatever moves."""
        self.sets_up(clip)
        self.chooses_motion()
        self.begins()

    def stops_everything(self) -> None:
        """Every task of the app, whoever asked for it, is asked to stop."""
        for run in self.register.everyones_runs():
            for task in self.register.tasks_of(run.run_id):
                self.register.ask_to_stop(task.task_id)

    def shares(self, name: str = "Area manager") -> str:
        """A new link to the open result is made; its address."""
        self.page.get_by_role("button", name="Share", exact=True).click()
        self.page.get_by_role("textbox", name="Whom the link is for").fill(name)
        self.page.get_by_role("button", name="Make a link").click()
        address = self.page.get_by_role("textbox", name="Address of the new link")
        expect(address).to_have_value(re.compile("shared="))
        return address.input_value()

    def link(self, page: str = "explore") -> str:
        """The address of that page with a new link to the open result, as others get it."""
        _, token = self.register.new_link(run_id=self.run.run_id, name="Link")
        return f"{page}?shared={token}"

    def sees_the_result(self) -> None:
        """The analysis comes to its end, and Explore opens by itself."""
        expect(self.page).to_have_url(re.compile("/explore"), timeout=ANALYSED_WITHIN_MS)
        expect(self.page.get_by_role("tab", name="Map")).to_be_visible()
        expect(self.map).to_be_visible()
        self.page.wait_for_function(_DRAWN_FOR_ITS_ROOM)
        self.waits()

    def goes_to(self, tab: str) -> None:
        """Another tab of Explore is shown."""
        self.page.get_by_role("tab", name=tab).click()
        expect(self.page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
        self.waits()

    def card(self, place: str) -> Locator:
        """The card of that place."""
        return self.page.locator("li.card").filter(has=self.page.get_by_role("heading", name=place, exact=True))
