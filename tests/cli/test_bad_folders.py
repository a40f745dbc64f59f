"""A place that cannot be written to: one sentence, exit code 2, nothing left."""

from pathlib import Path

import pytest

from tests.builders.commands import Said, run_python
from tests.builders.scenes import make_picture
from tests.cli.conftest import Command, refused


@pytest.mark.parametrize("where", ["file/below", "file", "/proc/heatdash/out", "x" * 300])
def test_a_folder_that_cannot_be_written_is_refused_before_the_work(
    heatdash: Command, data_folder: Path, clip: Path, tmp_path: Path, where: str
) -> None:
    (tmp_path / "file").write_text("here first", encoding="utf-8")
    refused(heatdash("analyze", clip, "--out", tmp_path / where, "--model", "motion"), "--out", at=tmp_path)
    assert not data_folder.exists()
    assert (tmp_path / "file").read_text(encoding="utf-8") == "here first"


@pytest.mark.parametrize("size", ["lots", "0", "-3", "nan", "inf"])
def test_a_nonsense_store_size_is_refused(
    heatdash: Command, data_folder: Path, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: str
) -> None:
    monkeypatch.setenv("HEATDASH_STORE_GB", size)
    for command in (("analyze", clip, "--out", tmp_path / "out", "--model", "motion"), ("settings",)):
        refused(heatdash(*command), "HEATDASH_STORE_GB", at=tmp_path)


@pytest.mark.parametrize("where", ["file", "file/below", "/proc/heatdash", "x" * 300])
def test_a_data_folder_that_cannot_be_made_is_refused(
    heatdash: Command, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    (tmp_path / "file").write_text("here first", encoding="utf-8")
    monkeypatch.setenv("HEATDASH_DATA", str(tmp_path / where))
    said = heatdash("analyze", clip, "--out", tmp_path / "out", "--model", "motion")
    refused(said, "HEATDASH_DATA", at=tmp_path)


FULL_DISK = """
import resource, sys
from heatdash.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize(("filled_store", "words"), [(False, "HEATDASH_DATA"), (True, "--out")])
def test_a_disk_that_fills_up_is_told_and_leaves_nothing(
    heatdash: Command, data_folder: Path, tmp_path: Path, filled_store: bool, words: str
) -> None:
    picture = make_picture(tmp_path / "squares.png")
    arguments = ("analyze", str(picture), "--model", "motion", "--quiet", "--out")
    if filled_store:
        assert heatdash(*arguments, tmp_path / "before").code == 0
    done = run_python("500", *arguments, str(tmp_path / "out"), data=data_folder, code=FULL_DISK)
    refused(Said(done.returncode, done.stdout, done.stderr), words, at=tmp_path)
