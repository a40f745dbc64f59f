import pytest

from heatdash.errors import BadSettingError
from heatdash.settings import WORKERS_VARIABLE, worker_count


@pytest.mark.parametrize(("set_to", "count"), [("", 1), ("1", 1), (" 4 ", 4), ("16", 16)])
def test_as_many_workers_as_are_set(monkeypatch: pytest.MonkeyPatch, set_to: str, count: int) -> None:
    monkeypatch.setenv(WORKERS_VARIABLE, set_to)
    assert worker_count() == count


def test_one_worker_where_nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(WORKERS_VARIABLE, raising=False)
    assert worker_count() == 1


@pytest.mark.parametrize("set_to", ["0", "17", "-1", "two", "1.5", "²"])
def test_a_number_of_workers_that_makes_no_sense_is_refused(monkeypatch: pytest.MonkeyPatch, set_to: str) -> None:
    monkeypatch.setenv(WORKERS_VARIABLE, set_to)
    with pytest.raises(BadSettingError, match=f"HEATDASH_WORKERS is '{set_to}'; give a whole number from 1 to 16"):
        worker_count()
