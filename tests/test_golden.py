"""The test that holds artefacts to their versions sees what it should see."""

import json
from pathlib import Path

import pytest

from tests.builders.golden import check_artefact

KEPT = [b"a picture", b"a table"]


def check(folder: Path, *, content: list[bytes] = KEPT, number: int = 1, record: bool = False) -> None:
    check_artefact(kind="thing", constant="THING_VERSION", number=number, content=content, record=record, folder=folder)


def test_the_same_content_under_the_same_version_is_fine(tmp_path: Path) -> None:
    check(tmp_path, record=True)
    check(tmp_path)


def test_other_content_under_the_same_version_is_told_to_raise_it(tmp_path: Path) -> None:
    check(tmp_path, record=True)
    with pytest.raises(pytest.fail.Exception, match="raise THING_VERSION"):
        check(tmp_path, content=[b"another picture"])


def test_a_raised_version_is_told_to_be_recorded(tmp_path: Path) -> None:
    check(tmp_path, record=True)
    with pytest.raises(pytest.fail.Exception, match=r"THING_VERSION is 2, and thing\.json was recorded for 1"):
        check(tmp_path, content=[b"another picture"], number=2)


def test_what_other_packages_have_made_is_not_judged(tmp_path: Path) -> None:
    check(tmp_path, record=True)
    file = tmp_path / "thing.json"
    known = json.loads(file.read_text(encoding="utf-8"))
    known["made_with"]["numpy"] = "1.0"
    file.write_text(json.dumps(known), encoding="utf-8")
    check(tmp_path)
    with pytest.raises(pytest.skip.Exception, match=r"numpy 1\.0"):
        check(tmp_path, content=[b"another picture"])
