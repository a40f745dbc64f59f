"""A real server, a worker and a reader of clips are killed at random moments. `benchmarks.faults` does more of it."""

import sys
from pathlib import Path

import pytest

from benchmarks import faults
from heatdash.work.read_apart import READERS


@pytest.mark.model
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no process reads for the server")
def test_what_was_asked_for_is_whole_whatever_was_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "_FRAMES", 300)
    try:
        report = faults.disturb(folder=tmp_path, targets=[faults.SERVER, faults.WORKER, faults.READER], seed=14)
    finally:
        READERS.end()
    assert report.disturbed.total() == 3
    assert report.runs == report.whole > 1
    assert (report.wrong, report.lost) == ([], [])
    assert report.read_right > 0
    assert set(report.read_refused) <= {"work.reader_broke"}
