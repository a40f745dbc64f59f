"""The command that tells the settings."""

import json
from pathlib import Path

from tests.cli.conftest import Command


def test_settings_tells_every_variable(heatdash: Command, data_folder: Path) -> None:
    facts = json.loads(heatdash("settings", "--json").out)
    assert facts["HEATDASH_DATA"]["value"] == str(data_folder)
    assert facts["HEATDASH_OFFLINE"]["value"] == "yes"
    assert str(data_folder) in heatdash("settings").out
