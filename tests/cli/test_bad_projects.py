"""A project that cannot be read: one sentence, exit code 2, nothing left."""

from pathlib import Path

import pytest

from tests.cli.conftest import Command, refused

BAD_PROJECTS = {
    "not json": "{",
    "not text": "\udcff",
    "a list": "[]",
    "another version": '{"version": 99}',
    "no version": "{}",
    "an unknown entry": '{"version": 1, "watch": {"modell": "motion"}}',
    "a value of another kind": '{"version": 1, "link": {"conf": "high"}}',
    "a section that is none": '{"version": 1, "watch": 5}',
    "nested too deep": "[" * 100_000,
}


@pytest.mark.parametrize("case", BAD_PROJECTS)
def test_a_bad_project_is_refused(heatdash: Command, data_folder: Path, clip: Path, tmp_path: Path, case: str) -> None:
    project = tmp_path / "project.json"
    project.write_bytes(BAD_PROJECTS[case].encode(errors="surrogateescape"))
    refused(heatdash("analyze", clip, "--out", tmp_path / "out", "--project", project), "project", at=tmp_path)
