"""What the command line tells of itself."""

import pytest

from heatdash import __version__
from tests.builders.commands import Said
from tests.cli.conftest import Command

COMMANDS = ("analyze", "demo", "probe", "models", "doctor", "settings")


def test_help_names_every_command(heatdash: Command) -> None:
    said = heatdash("--help")
    assert (said.code, said.err) == (0, "")
    assert all(command in said.out for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(heatdash: Command, command: str) -> None:
    said = heatdash(command, "--help")
    assert (said.code, said.err) == (0, "")
    assert f"heatdash {command}" in said.out


def test_version_is_told(heatdash: Command) -> None:
    assert heatdash("--version") == Said(0, f"HeatDash {__version__}\n", "")
