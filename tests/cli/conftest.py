"""The command line in this process, and a clip that it has analysed before."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from heatdash.cli import main
from tests.builders.commands import NOTHING_MOVES, Said
from tests.builders.scenes import make_scene

DOWN_THE_MIDDLE = "[(80,0),(80,119)]"
FRAMES = 48

Command = Callable[..., Said]


@pytest.fixture
def heatdash(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs the command line in this process."""

    def run(*arguments: str | Path) -> Said:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_scene(tmp_path_factory.mktemp("scene") / "squares.mp4", frames=FRAMES)


@pytest.fixture(scope="session")
def first(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a first run; its store lies beside it, as `data`."""
    folder = tmp_path_factory.mktemp("first")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HEATDASH_DATA", str(folder / "data"))
        assert main(["analyze", str(clip), "--out", str(folder / "out"), "--model", "motion", "--quiet"]) == 0
    return folder / "out"


@pytest.fixture
def after_first(first: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a first run, whose store this test goes on with."""
    monkeypatch.setenv("HEATDASH_DATA", str(first.parent / "data"))
    return first


def refused(said: Said, words: str, *, at: Path) -> None:
    """One sentence with these words was said, and nothing is left below the folder `at`."""
    assert (said.code, said.out) == (2, "")
    said = replace(said, err=said.err.removeprefix(f"{NOTHING_MOVES}\n"))
    assert said.err.count("\n") == 1
    assert said.err.endswith("\n")
    assert words in said.err
    assert "Traceback" not in said.err
    assert "Errno" not in said.err
    assert not (at / "out").exists()
    assert [path for path in at.rglob("*") if path.suffix == ".part" or path.parent.name == "tmp"] == []
