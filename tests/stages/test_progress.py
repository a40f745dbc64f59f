"""The bar that shows how far a run is."""

import io

import pytest

from heatdash.messages import verbatim
from heatdash.stages.progress import ProgressBar


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_names_stage_speed_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("heatdash.stages.progress.time.monotonic", lambda: now[0])
    stream = _Terminal()
    bar = ProgressBar(stream)
    bar.begin(stage="watch", total=10_000, done=1000)
    now[0] += 10
    bar.advance(1500)
    assert stream.getvalue().startswith("\r\033[K")
    assert stream.getvalue().endswith("15%  1500/10000 frames, 50 frames a second, 2 min 50 s left")
    now[0] += 0.05
    bar.advance(1502)
    assert "1502" not in stream.getvalue()
    now[0] += 170
    bar.advance(10_000)
    bar.end()
    assert stream.getvalue().endswith("100%  10000/10000 frames, 50 frames a second\n")


def test_a_bar_in_a_file_draws_no_control_characters() -> None:
    stream = io.StringIO()
    bar = ProgressBar(stream)
    bar.begin(stage="link", total=3, done=0)
    bar.advance(3)
    bar.notice(verbatim("Something is worth knowing."))
    bar.end()
    assert not {"\r", "\033"} & set(stream.getvalue())
    assert len(stream.getvalue().splitlines()) == 2
