"""The commands backup and restore, beside a library as the app has it."""

import json
from pathlib import Path

import pytest

from heatdash.settings import DATA_VARIABLE
from heatdash.store.run_register import open_register
from tests.cli.conftest import Command
from tests.store.backed_up import everything_of


def test_a_backup_is_made_and_put_back(
    heatdash: Command, data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = everything_of(data_folder)
    made = heatdash("backup", tmp_path / "b.zip")
    assert made.code == 0
    assert made.out.startswith(f"Written to {tmp_path / 'b.zip'}: 1 result and 1 clip, ")
    assert "The file 'secret' is not in it" in made.out
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "there"))
    restored = heatdash("restore", tmp_path / "b.zip")
    assert restored.code == 0
    assert restored.out.startswith(f"Restored into {tmp_path / 'there'}: 1 result and 1 clip")
    assert "There is no file 'secret'" in restored.out
    assert "What was made from the clips is not in the backup" in restored.out
    (again,) = open_register().runs_of(run.owner)
    assert again.run_id == run.run_id


def test_other_programs_read_json_and_mistakes_are_one_sentence(
    heatdash: Command, data_folder: Path, tmp_path: Path
) -> None:
    run = everything_of(data_folder)
    run.source.unlink()
    told = json.loads(heatdash("backup", tmp_path / "b.zip", "--with-secret", "--with-store", "--json").out)
    assert (told["results"], told["without_clip"], told["store"]) == (1, 1, True)
    refused = heatdash("restore", tmp_path / "b.zip")
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert "add --replace to set that aside" in refused.err
    told = json.loads(heatdash("restore", tmp_path / "b.zip", "--replace", "--json").out)
    assert told["has_secret"] is True
    assert Path(told["set_aside"]).parent == data_folder
    assert "only --with-store keeps" in heatdash("backup", tmp_path / "c.zip").out
