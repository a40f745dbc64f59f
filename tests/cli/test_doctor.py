"""The command that tells what a bug report needs."""

import json
from pathlib import Path

import pytest

from heatdash import __version__
from tests.cli.conftest import Command


@pytest.mark.model
def test_doctor_tells_what_a_bug_report_needs(heatdash: Command, data_folder: Path) -> None:
    facts = json.loads(heatdash("doctor", "--json").out)
    assert facts["versions"]["heatdash"] == __version__
    assert facts["codecs"]["read h264"] is True
    assert facts["data_folder"]["path"] == str(data_folder)
    text = heatdash("doctor")
    assert (text.code, text.err) == (0, "")
    assert __version__ in text.out
