"""What the environment sets, and what holds where it sets nothing."""

import math

import pytest

from heatdash.errors import BadSettingError
from heatdash.limits import limits
from heatdash.settings import describe_settings, downloads_allowed, is_hosted, sharing_allowed, upload_limit_bytes
from heatdash.variables import MODE_VARIABLE, SETTINGS


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in SETTINGS:
        monkeypatch.delenv(variable, raising=False)


def test_on_ones_own_machine_nothing_is_limited_but_what_always_was() -> None:
    assert not is_hosted()
    assert set(vars(limits()).values()) == {math.inf}
    assert upload_limit_bytes() == 2_000_000_000


def test_a_server_for_strangers_has_a_limit_on_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MODE_VARIABLE, "hosted")
    assert is_hosted()
    assert all(0 < limit < math.inf for limit in vars(limits()).values())
    assert upload_limit_bytes() <= limits().owner_bytes <= limits().all_clips_bytes
    assert [one.variable for one in SETTINGS.values() if one.unit and one.hosted == "none"] == []


def test_a_limit_can_be_set_in_either_mode_and_lifted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_KEEP_DAYS", "2")
    assert limits().kept_s == 2 * 24 * 3600
    monkeypatch.setenv(MODE_VARIABLE, "hosted")
    assert limits().kept_s == 2 * 24 * 3600
    monkeypatch.setenv("HEATDASH_KEEP_DAYS", "None")
    assert limits().kept_s == math.inf


@pytest.mark.parametrize(
    ("variable", "found", "says"),
    [
        ("HEATDASH_KEEP_DAYS", "soon", "'soon'; give days from 0.001 to 1,000,000, or none for no limit."),
        ("HEATDASH_OWNER_TASKS", "1.5", "'1.5'; give a whole number from 1 to 1,000,000,000, or none for no limit."),
        ("HEATDASH_OWNER_TASKS", "0", "'0'; give a whole number"),
        ("HEATDASH_MAX_UPLOAD_GB", "none", "'none'; give gigabytes from 0.001 to 1,000,000."),
        ("HEATDASH_STORE_GB", "nan", "'nan'; give gigabytes"),
        (MODE_VARIABLE, "public", "'public'; give one of local, hosted."),
    ],
)
def test_what_makes_no_sense_is_refused(
    monkeypatch: pytest.MonkeyPatch, data_folder: object, variable: str, found: str, says: str
) -> None:
    monkeypatch.setenv(variable, found)
    with pytest.raises(BadSettingError, match=f"^{variable} is {says}"):
        describe_settings()


@pytest.mark.parametrize(
    ("found", "sharing", "downloads"),
    [("", True, True), ("1", True, False), ("yes", True, False), ("0", False, True), ("no", False, True)],
)
def test_a_switch_is_what_it_usually_is_unless_it_says_the_other(
    monkeypatch: pytest.MonkeyPatch, found: str, sharing: bool, downloads: bool
) -> None:
    for variable in ("HEATDASH_SHARING", "HEATDASH_OFFLINE"):
        monkeypatch.setenv(variable, found)
    assert (sharing_allowed(), downloads_allowed()) == (sharing, downloads)


def test_every_setting_tells_its_value_and_where_that_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEATDASH_WORKERS", "2")
    told = describe_settings()
    assert (told["HEATDASH_WORKERS"]["value"], told["HEATDASH_WORKERS"]["origin"]) == ("2", "environment")
    assert (told["HEATDASH_OWNER_GB"]["value"], told["HEATDASH_OWNER_GB"]["origin"]) == ("none", "default")
    monkeypatch.setenv(MODE_VARIABLE, "hosted")
    assert describe_settings()["HEATDASH_OWNER_GB"]["value"] == "2"
    assert all(one["does"] for one in told.values())
