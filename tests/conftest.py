"""What every test may rely on: no network, a data folder of its own, and real models and clips where there are any."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from heatdash.detect.find_model import online
from heatdash.settings import DATA_VARIABLE, MODELS_VARIABLE, OFFLINE_VARIABLE

REAL_MODEL = "yolo26n_int8_openvino_model"
BROWSER, LIVE = "tests/browser", "tests/live"
UNIT, WHOLE = "not browser and not model", "browser or model"
"""The two parts in which `make test` runs the tests."""
_GIVES_WAY = 5
RARELY = 20_000
"""Objects to be made before garbage is looked for: tests leave little, and it is gone with them."""

# How long an example takes depends on what else the machine does.
settings.register_profile("heatdash", deadline=None)
settings.load_profile("heatdash")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """As many as there are cores (None) for unit tests; for the others four, two of which begin with models."""
    return {UNIT: None, WHOLE: 4}.get(config.option.markexpr, 0)


class FolderByFolder(LoadScopeScheduling):
    """Gives a folder's tests to one process, as most load and make the same.

    Tests of models go to two, which hold a model each; those in the browser go file by file to whoever has nothing to
    do, in the end to these two as well.
    """

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        folder = file.rpartition("/")[0]
        if self.config.option.markexpr != WHOLE:
            return folder
        return file if folder == BROWSER else f"models, {'live' if folder == LIVE else 'others'}"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FolderByFolder:
    """Who shares out the tests among processes."""
    return FolderByFolder(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    """What the tests may be told beside pytest's own options."""
    parser.addoption(
        "--record-artefacts", action="store_true", help="write down what artefacts hold now, in tests/golden"
    )


@pytest.fixture(scope="session")
def record_artefacts(pytestconfig: pytest.Config) -> bool:
    """True where what artefacts hold is to be written down, and not compared."""
    return bool(pytestconfig.getoption("--record-artefacts"))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What is loaded for the tests stays, so that nobody need look for garbage among it, then or later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(RARELY)
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser's tests come last: its event loop stays in the main thread, where others want one of their own."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Models give way to the browsers beside them, whose pages somebody waits for."""
    if not (os.environ.get("PYTEST_XDIST_WORKER") and item.config.option.markexpr == WHOLE and hasattr(os, "nice")):
        return
    wanted = 0 if item.nodeid.startswith(BROWSER) else _GIVES_WAY
    # Whoever is not root may give way and not come back.
    with suppress(PermissionError):
        os.nice(wanted - os.nice(0))


@pytest.fixture(autouse=True)
def _without_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(OFFLINE_VARIABLE, "1")
    online.cache_clear()
    yield
    online.cache_clear()


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of this test alone."""
    folder = tmp_path / "data"
    monkeypatch.setenv(DATA_VARIABLE, str(folder))
    return folder


@pytest.fixture(scope="session")
def named_folders() -> tuple[Path, ...]:
    """The folders that HEATDASH_MODELS named when the tests began."""
    return tuple(Path(folder).absolute() for folder in os.environ.get(MODELS_VARIABLE, "").split(os.pathsep) if folder)


@pytest.fixture
def real_model(named_folders: tuple[Path, ...]) -> Path:
    """The folder of the real YOLO26n."""
    return _first([folder / REAL_MODEL for folder in named_folders], what=f"the model {REAL_MODEL}")


@pytest.fixture
def real_clip(named_folders: tuple[Path, ...]) -> Callable[[str], Path]:
    """Where the real clip of that name lies: in `clips`, beside a folder of models."""
    return lambda name: _first([folder.parent / "clips" / name for folder in named_folders], what=f"the clip {name}")


def _first(places: list[Path], *, what: str) -> Path:
    found = next((place for place in places if place.exists()), None)
    if found is None:
        pytest.skip(f"{what} is in no folder of {MODELS_VARIABLE}")
    return found
