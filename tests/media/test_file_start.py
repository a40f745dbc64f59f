"""When the clip in a file began: by its name, its folders, its metadata, or, as a guess, by its own time."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from heatdash.media.file_start import file_start, start_in_path
from heatdash.media.probe_clip import probe_clip
from heatdash.values.name_pattern import NamePattern
from heatdash.values.recording_start import RecordingStart
from tests.builders.clips import make_clip

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"
NOON = "2026-11-21 12:00:00 Europe/Berlin"


@pytest.mark.parametrize(
    "path",
    [
        # Dahua: the day is a folder's.
        "2026-11-21/12.00.00-12.10.00[M][0@0][0].mp4",
        "/mnt/cam 1/2026-11-21/001/dav/12/12.00.00-12.10.00[M][0@0][0].mp4",
        "20261121/12.00.00-12.10.00[R][0@0][0].avi",
        "2026_11_21/12.00.00-12.10.00[R][0@0][0].avi",
        "2026-11-28/2026-11-21/12.00.00-12.10.00[M][0@0][0].mp4",
        # A name that states the day needs no folder, and is believed more.
        "2026-11-28/NVR_ch1_main_20261121120000_20261121121000.mp4",
        "Mp4Record/2026-11-21/RecM01_20261121_120000_120030_6D28808_2240A8.mp4",
        # Frigate: by Greenwich's time.
        "/media/frigate/recordings/2026-11-21/11/front_door/00.00.mp4",
        "2026-11-21/11/摄像头/00.00.mp4",
    ],
)
def test_noon_in_berlin_is_read_from_names_and_folders(path: str) -> None:
    start = start_in_path(path=Path(path), zone=BERLIN, now=NOW)
    assert (str(start), start and start.source) == (NOON, "name")


@pytest.mark.parametrize(
    "path",
    [
        "12.00.00-12.10.00[M][0@0][0].mp4",
        "21-11-2026/12.00.00-12.10.00[M][0@0][0].mp4",
        "backup 2026-11-28/12.00.00-12.10.00[M][0@0][0].mp4",
        "2026-11.21/12.00.00-12.10.00[M][0@0][0].mp4",
        "2026-11-21/a/b/c/d/12.00.00-12.10.00[M][0@0][0].mp4",
    ],
)
def test_without_a_folder_of_that_day_there_is_a_time_and_no_day(path: str) -> None:
    start = start_in_path(path=Path(path), zone=BERLIN, now=NOW)
    assert start is not None
    assert (str(start), start.has_day) == ("12:00:00", False)


@pytest.mark.parametrize(
    "path",
    [
        "2026-13-21/12.00.00-12.10.00[M][0@0][0].mp4",
        "2026-11-31/12.00.00-12.10.00[M][0@0][0].mp4",
        "2027-11-21/12.00.00-12.10.00[M][0@0][0].mp4",
        "2026-11-21/25.00.00-25.10.00[M][0@0][0].mp4",
        "2026-11-21/12/00.00.mp4",
        "2026-11-21/24/front/00.00.mp4",
        "2026-11-21/12/front/60.00.mp4",
        "2026-11/21/12/front/00.00.mp4",
        "2026-11-21/12-00-00.mp4",
        "2026-11-21/IMG_1234.MP4",
        "2026Y11M21D12H/00M00S60.mp4",
    ],
)
def test_what_is_no_start_is_not_taken_for_one(path: str) -> None:
    assert start_in_path(path=Path(path), zone=BERLIN, now=NOW) is None


@pytest.mark.parametrize(
    ("path", "start"),
    [
        ("2026-10-25/00/front/30.00.mp4", "2026-10-25 02:30:00+02:00 Europe/Berlin"),
        ("2026-10-25/01/front/30.00.mp4", "2026-10-25 02:30:00+01:00 Europe/Berlin"),
        ("2026-03-29/02.30.00-02.40.00[M][0@0][0].mp4", "2026-03-29 03:30:00 Europe/Berlin"),
        ("Door 2026-07-01 12.00.00+0100.mp4", "2026-07-01 13:00:00 Europe/Berlin"),
    ],
)
def test_starts_are_told_by_the_clock_of_the_zone(path: str, start: str) -> None:
    assert str(start_in_path(path=Path(path), zone=BERLIN, now=NOW)) == start


def test_a_pattern_tells_what_it_says_and_the_name_nothing_else() -> None:
    pattern = NamePattern("{day}-{month}-{year} {hour}.{minute}.{second}.{ms}")
    path = Path("05-06-2026 12.00.00.040.mp4")
    assert start_in_path(path=path, zone=BERLIN, now=NOW) is None
    start = start_in_path(path=path, zone=BERLIN, now=NOW, pattern=pattern)
    assert (str(start), start and start.source) == ("2026-06-05 12:00:00.040 Europe/Berlin", "name")
    for other in ("20261121_120000.mp4", "05-06-2027 12.00.00.040.mp4"):
        assert start_in_path(path=Path(other), zone=BERLIN, now=NOW, pattern=pattern) is None
    yi = NamePattern("{year}Y{month}M{day}D{hour}H/{minute}M{second}S*")
    told = start_in_path(path=Path("/mnt/2026Y11M21D12H/00M00S60.mp4"), zone=BERLIN, now=NOW, pattern=yi)
    assert str(told) == NOON


TAGS = {"creation_time": "2025-11-21T11:00:00.000000Z"}
WRITTEN_S = datetime(2025, 11, 21, 11, 10, 0, 500_000, tzinfo=UTC).timestamp()


def test_the_name_goes_first_then_the_metadata_then_the_files_own_time(tmp_path: Path) -> None:
    tagged = probe_clip(make_clip(tmp_path / "tagged.mp4", tags=TAGS))
    plain = probe_clip(make_clip(tmp_path / "plain.avi", frames=250))
    named = Path("2025-01-02/12.00.00-12.10.00[M][0@0][0].mp4")

    def told(clip, path, **more):
        start = file_start(clip=clip, path=Path(path), zone=BERLIN, **more)
        return start and (str(start), start.source)

    assert told(tagged, named, file_time_s=WRITTEN_S) == ("2025-01-02 12:00:00 Europe/Berlin", "name")
    assert told(tagged, "IMG_1.mp4", file_time_s=WRITTEN_S) == ("2025-11-21 12:00:00 Europe/Berlin", "metadata")
    # Written at 12:10:00.5, and ten seconds long.
    assert told(plain, "IMG_1.avi", file_time_s=WRITTEN_S) == ("2025-11-21 12:09:50 Europe/Berlin", "file_time")
    assert told(plain, "IMG_1.avi") is None
    assert told(plain, "IMG_1.avi", file_time_s=0.0) is None
    assert told(plain, "IMG_1.avi", file_time_s=datetime(2100, 1, 1, tzinfo=UTC).timestamp()) is None
    # A name that does not fit the pattern is no start, whatever it looks like.
    pattern = NamePattern("cam1_{year}{month}{day}{hour}{minute}{second}")
    assert told(tagged, "20250102_120000.mp4", pattern=pattern) == ("2025-11-21 12:00:00 Europe/Berlin", "metadata")


def test_a_reader_of_its_own_reads_the_metadata(tmp_path: Path) -> None:
    clip = probe_clip(make_clip(tmp_path / "plain.avi"))
    asked = []

    class Reader:
        def start(self, **given):
            asked.append(given)
            return RecordingStart.read("2025-11-21 12:00", source="metadata")

    start = file_start(clip=clip, path=Path("IMG_1.avi"), zone=BERLIN, reader=Reader())  # type: ignore[arg-type]
    assert str(start) == "2025-11-21 12:00:00"
    assert asked == [{"clip": clip, "name": "", "zone": BERLIN, "zone_is_sure": True}]


def _table(title: str) -> list[list[str]]:
    """The rows of a table in the docs, by the first words of its head."""
    text = (Path(__file__).parents[2] / "docs" / "cameras.md").read_text(encoding="utf-8")
    _, *rows = text.split(f"| {title} |")[1].split("\n\n")[0].splitlines()[1:]
    assert len(rows) > 2
    return [[cell.strip(" `") for cell in row.strip("|").split(" | ")] for row in rows]


def _read_as(path: str) -> str:
    start = start_in_path(path=Path(path), zone=BERLIN, now=NOW)
    if start is None:
        return "not read"
    return start.clock(0.0) if start.has_day else f"{start.clock(0.0)}, without a day"


@pytest.mark.parametrize(("recorder", "path", "told"), _table("recorder or program"))
def test_the_docs_tell_what_names_are_read_as(recorder: str, path: str, told: str) -> None:
    assert _read_as(path) == told


@pytest.mark.parametrize(("path", "pattern"), _table("names"))
def test_the_patterns_that_the_docs_show_read_their_names(path: str, pattern: str) -> None:
    noon = datetime(2026, 6, 5, 12) if "05.06.2026" in path else datetime(2026, 11, 21, 12)
    assert NamePattern(pattern).moment_in(path) == noon
