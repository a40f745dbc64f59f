"""The page for whoever answers for data protection says what is so, and only that."""

from pathlib import Path

import pytest

from heatdash.cli import main
from heatdash.data_protection import data_protection, in_markdown
from heatdash.messages import LANGUAGES
from heatdash.variables import SETTINGS
from heatdash.web import owner_cookie
from heatdash.work.confine import missing_confinement


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch, data_folder: Path) -> None:
    for variable in SETTINGS:
        if variable != "HEATDASH_DATA":
            monkeypatch.delenv(variable, raising=False)


def statements(language: str = "en") -> str:
    return "\n".join(one.told(language) for section in data_protection() for one in section.statements)


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("HEATDASH_MODE", "hosted", "people who do not know each other"),
        ("HEATDASH_KEEP_DAYS", "12", "deleted 12 days after"),
        ("HEATDASH_KEEP_CLIPS_DAYS", "0.5", "deleted after 0.5 days already"),
        ("HEATDASH_STORE_GB", "7", "Above 7 GB"),
        ("HEATDASH_SHARING", "no", "switched off"),
        ("HEATDASH_OFFLINE", "1", "Nothing is fetched"),
        ("HEATDASH_MAX_UPLOAD_GB", "3", "at most 3 GB"),
        ("HEATDASH_MAX_CLIP_HOURS", "4", "at most 4 hours long"),
        ("HEATDASH_MAX_MEGAPIXELS", "5", "at most 5 megapixels"),
        ("HEATDASH_MAX_FRAMES", "6000", "at most 6,000 frames"),
        ("HEATDASH_OWNER_GB", "8", "take at most 8 GB"),
        ("HEATDASH_CLIPS_GB", "9", "together take at most 9 GB"),
        ("HEATDASH_OWNER_TASKS", "11", "at most 11 analyses and videos in work"),
        ("HEATDASH_QUEUED_TASKS", "13", "At most 13 analyses"),
        ("HEATDASH_TASK_HOURS", "14", "takes at most 14 hours"),
        ("HEATDASH_TASK_MEMORY_GB", "15", "15 GB of memory"),
        ("HEATDASH_WORKERS", "3", "3 of them are worked on at once"),
        ("HEATDASH_SIGN_IN", "required", "Only who signs in"),
        ("HEATDASH_ADMINISTRATORS", "anna@shop.example", "Administrators see who uses how much"),
    ],
)
def test_what_is_set_is_what_is_said(variable: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert says not in statements()
    monkeypatch.setenv(variable, value)
    assert says in statements()


def test_where_strangers_are_let_in_models_are_fetched_only_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "fetched from GitHub" in statements()
    monkeypatch.setenv("HEATDASH_MODE", "hosted")
    assert "none is fetched" in statements()
    monkeypatch.setenv("HEATDASH_ALLOWED_MODELS", "yolo26n")
    assert "fetched from GitHub" in statements()


def test_it_tells_how_clips_are_worked_on_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heatdash.data_protection.missing_confinement", lambda: None)
    assert "rights of whoever runs" in statements()
    monkeypatch.setenv("HEATDASH_MODE", "hosted")
    assert "nothing else of the machine" in statements()
    monkeypatch.undo()
    monkeypatch.setattr("heatdash.work.confine.landlock_version", lambda: 0)
    assert missing_confinement() is not None
    assert "is not confined as it could be" in statements()


def test_the_cookie_is_the_one_that_is_set() -> None:
    (line,) = [line for line in statements().splitlines() if owner_cookie.ENCRYPTED_COOKIE in line]
    assert f"`{owner_cookie.OWNER_COOKIE}`" in line
    assert f"{owner_cookie._KEPT_S // (24 * 3600)} days" in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_prints_the_page_with_every_setting(
    language: str, data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["data-protection", "--language", language]) == 0
    page = capsys.readouterr().out
    assert page == in_markdown(language=language)
    assert statements(language).splitlines()[0] in page
    assert str(data_folder) in page
    assert [variable for variable in SETTINGS if f"`{variable}`" not in page] == []
    assert len([line for line in page.splitlines() if line.startswith("## ")]) == 10
