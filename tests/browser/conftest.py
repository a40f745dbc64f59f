"""A real Chromium, and the real app on a port of its own."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.serve_app import ServedApp, prepare_sample, serve_app
from tests.browser.visitor import Visitor
from tests.builders.long_clips import make_long_clip

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """The machine's own Chromium; without its sandbox, which a container's root may not make."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("no Chromium is installed: apt-get install chromium")
    return {**browser_type_launch_args, "executable_path": found, "args": ["--no-sandbox"]}


@pytest.fixture(scope="session", autouse=True)
def _sample(browser_type_launch_args: dict[str, object], tmp_path_factory: pytest.TempPathFactory) -> None:
    """The sample is prepared once for the apps of all processes."""
    base = tmp_path_factory.getbasetemp()
    prepare_sample((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "prepared")


@pytest.fixture(scope="session")
def app(browser_type_launch_args: dict[str, object], tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedApp]:
    """The whole app, with its workers; one for all tests. What a test leaves there, the others find."""
    with serve_app(data=tmp_path_factory.mktemp("app")) as served:
        yield served


@pytest.fixture
def visitor(page: Page, app: ServedApp) -> Iterator[Visitor]:
    """A new visitor, whose work ends with the test."""
    visitor = Visitor(page, app)
    yield visitor
    visitor.stops_everything()


@pytest.fixture(scope="session")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clip that no machine watches within a test."""
    return make_long_clip(tmp_path_factory.mktemp("clip") / "Endless.mp4", seconds=1200)


@pytest.fixture(scope="session")
def upload_app(
    browser_type_launch_args: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServedApp]:
    """A page with nothing but the upload box, hosted under a path, where clips of up to 3 MB are taken."""
    with serve_app(
        data=tmp_path_factory.mktemp("upload"),
        script=Path(__file__).with_name("upload_app.py"),
        base_path="heat",
        settings={"HEATDASH_MAX_UPLOAD_GB": "0.003"},
    ) as served:
        yield served
