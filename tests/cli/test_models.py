"""The command that lists the models."""

import json
from pathlib import Path

from tests.cli.conftest import Command


def test_models_always_lists_motion(heatdash: Command, data_folder: Path) -> None:
    assert json.loads(heatdash("models", "--json").out)[-1]["name"] == "motion"
    assert "motion" in heatdash("models").out


def test_an_empty_model_among_the_models_does_not_hide_the_others(heatdash: Command, data_folder: Path) -> None:
    (data_folder / "models").mkdir(parents=True)
    (data_folder / "models" / "yolo26n.pt").touch()
    said = heatdash("models", "--json")
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out)[-1]["name"] == "motion"
