"""The command that opens the app."""

from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest

from heatdash import open_app as module
from heatdash.cli import main


class Serving:
    """A server that ends at once, in place of the real one, which tests in a browser start."""

    started: ClassVar[list[list[str]]] = []

    def __init__(self, command: list[str]):
        self.started.append(command)

    def wait(self) -> int:
        """Its exit code."""
        return 7

    def poll(self) -> int:
        """Its exit code."""
        return 7


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    monkeypatch.setattr(Serving, "started", [])
    monkeypatch.setattr(module, "subprocess", SimpleNamespace(Popen=Serving))
    monkeypatch.setattr(module, "signal", SimpleNamespace(SIGTERM=15, signal=lambda number, handler: None))
    return Serving.started


def test_the_app_is_served_as_asked(started: list[list[str]]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["app", "--port", "8600", "--address", "localhost", "--base-path", "heat"])
    assert left.value.code == 7
    (command,) = started
    assert command[command.index("run") + 1 :] == [
        *(str(module.app_script()), "--server.port", "8600", "--server.address", "localhost"),
        *("--server.baseUrlPath", "heat"),
    ]


def test_what_is_not_asked_for_is_left_to_the_settings(started: list[list[str]]) -> None:
    with pytest.raises(SystemExit):
        main(["app"])
    (command,) = started
    assert command[command.index("run") + 2 :] == ["--server.port", "8501"]


def test_the_app_is_found_in_a_checkout_and_in_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert module.app_script().is_file()
    monkeypatch.setattr(module, "__file__", str(tmp_path / "heatdash" / "open_app.py"))
    assert module.app_script() == tmp_path / "app.py"
    (tmp_path / "heatdash" / "_app").mkdir(parents=True)
    (tmp_path / "heatdash" / "_app" / "app.py").touch()
    assert module.app_script() == tmp_path / "heatdash" / "_app" / "app.py"


@pytest.mark.parametrize("screen", [True, False])
def test_a_browser_is_opened_where_there_is_a_screen(
    screen: bool, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(module, "_has_screen", lambda: screen)
    monkeypatch.setattr(module, "_open_when_up", lambda url, serving: opened.append(url))
    module.open_app(port=8600, address=None, base_path="heat")
    assert opened == (["http://localhost:8600/heat"] if screen else [])


def test_a_port_that_is_no_number_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["app", "--port", "door"]) == 2
    assert "door" in capsys.readouterr().err
