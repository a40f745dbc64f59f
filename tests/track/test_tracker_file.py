from pathlib import Path

import pytest

from heatdash.errors import BadSettingError
from heatdash.track.tracker_file import tracked_by, without_reid
from heatdash.values.link_settings import TRACKER_NAMES, LinkSettings

BEFORE = LinkSettings(tracker="ocsort", conf=0.4, options=(("delta_t", 2),))


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", TRACKER_NAMES)
@pytest.mark.parametrize("suffix", ["", ".yaml", ".yml"])
@pytest.mark.parametrize("kind", [str, Path])
def test_a_tracker_is_asked_for_by_its_name_or_that_of_its_file(name: str, suffix: str, kind: type) -> None:
    assert tracked_by(kind(f"{name}{suffix}"), link=LinkSettings()).tracker == name


def test_the_same_tracker_keeps_its_options_and_another_drops_them() -> None:
    assert tracked_by("ocsort.yaml", link=BEFORE) == BEFORE
    assert tracked_by("bytetrack", link=BEFORE) == LinkSettings(tracker="bytetrack", conf=0.4)


@pytest.mark.parametrize("name", ["mine.yaml", "mine.yml", "mine", "folder/mine.yaml", "ocsort.yaml"])
def test_a_file_says_the_tracker_and_all_its_options(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("tracker_type: ocsort\ninertia: 0.3  # mine\nfuse_score: False\n", encoding="utf-8")
    found = tracked_by(name, link=BEFORE)
    assert found == tracked_by(file, link=BEFORE)
    assert found == LinkSettings(tracker="ocsort", conf=0.4, options=(("fuse_score", False), ("inertia", 0.3)))


def test_a_name_without_a_suffix_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "ocsort").write_text("tracker_type: bytetrack")
    assert tracked_by("ocsort", link=LinkSettings()).tracker == "ocsort"


REFUSED: dict[str, tuple[bytes | None, str]] = {
    "gone": (None, r"'mine.yaml' cannot be read \(No such file or directory\); give a YAML file"),
    "empty": (b"", "'mine.yaml' has the tracker_type 'None'; give one of botsort, bytetrack"),
    "a list": (b"[1, 2]", "has the tracker_type 'None'"),
    "an unknown tracker": (b"tracker_type: sort", "has the tracker_type 'sort'; give one of botsort"),
    "many trackers": (b"tracker_type: [ocsort]", r"has the tracker_type '\['ocsort'\]'"),
    "no text": (b"\xff\xfe\x00\x80", "'mine.yaml' cannot be read"),
    "no YAML": (b"tracker_type: [", "'mine.yaml' cannot be read"),
    "code": (b"!!python/object/apply:os.system ['true']", "'mine.yaml' cannot be read"),
    "brackets without end": (b"[" * 100_000, "'mine.yaml' cannot be read"),
    "a list for an option": (b"tracker_type: ocsort\ndelta_t: [3]", r"option 'delta_t' is '\[3\]'; give one number"),
    "nothing for an option": (b"tracker_type: ocsort\ndelta_t:", "option 'delta_t' is 'None'"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_describes_no_tracker_is_refused(tmp_path: Path, case: str) -> None:
    content, says = REFUSED[case]
    if content is not None:
        (tmp_path / "mine.yaml").write_bytes(content)
    with pytest.raises(BadSettingError, match=says):
        tracked_by("mine.yaml", link=LinkSettings())


@pytest.mark.parametrize("name", ["", "sort", "folder/sort", "."])
def test_what_is_neither_a_name_nor_a_file_is_refused(name: str) -> None:
    with pytest.raises(BadSettingError, match=f"The tracker '{name}' is not known; choose one of botsort"):
        tracked_by(name, link=LinkSettings())


def test_a_file_that_wants_to_know_looks_is_refused_where_there_are_no_pictures(tmp_path: Path) -> None:
    link = LinkSettings(options=(("with_reid", False), ("model", "auto"), ("track_buffer", 9)))
    assert without_reid(link, asked="mine.yaml") == LinkSettings(options=(("track_buffer", 9),))
    wanted = LinkSettings(options=(("with_reid", True),))
    with pytest.raises(
        BadSettingError, match=r"'mine.yaml' tells objects apart by their looks .* set with_reid to False"
    ):
        without_reid(wanted, asked="mine.yaml")
