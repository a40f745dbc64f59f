"""When a recording began, by its name or its metadata."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from heatdash.media.probe_clip import probe_clip
from heatdash.media.recording_time import recording_start, start_in_name, start_in_tags
from tests.builders.clips import make_clip

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"
NOON = "2026-11-23 12:00:00 Europe/Berlin"


@pytest.mark.parametrize(
    "name",
    [
        "20261123_120000.mp4",
        "20261123_120000(0).mp4",
        "20261123120000.mp4",
        "2026-11-23 12-00-00.mkv",
        "2026-11-23T12.00.00.mp4",
        "2026-11-23T12_00_00.640.mp4",
        "2026-11-23_12-00-00-front.mp4",
        "VID_20261123_120000.mp4",
        "VID_20261123_120000_00_001.mp4",
        "VID20261123120000.mp4",
        "video_2026-11-23_12-00-00.mp4",
        "signal-2026-11-23-12-00-00-123.mp4",
        "WIN_20261123_12_00_00_Pro.mp4",
        "DJI_20261123120000_0001_D.MP4",
        "WhatsApp Video 2026-11-23 at 12.00.00.mp4",
        "WhatsApp Video 2026-11-23 at 12.00.00 PM.mp4",
        "Screen Recording 2026-11-23 at 12.00.00\u202fPM.mov",
        "屏幕录制 2026-11-23 下午12.00.00.mov",
        "ch01_20261123120000.mp4",
        "192.168.0.64_01_20261123120000939_MOTION_DETECTION.mp4",
        "Camera 01_20261123120000_20261123121000_7.mp4",
        "RecM01_20261123_120000_120030_0_A714C4.mp4",
        "RecM07_DST20261123_120000_120030.mp4",
        "20261123-120000-121000_192.168.1.11-CH2.avi",
        "H20261123-120000P1N2P0.avi",
        "2026_1123_120000_001F.MP4",
        "20261123_120000_NF.mp4",
        "20261123_120000_3B2A_ACCC8E012345.mkv",
        "Cam1.20261123_120000.mp4",
        "Door-20261123-120000-1795435200.mp4",
        "Front Door 11-23-2026, 12.00.00 GMT+1 - 11-23-2026, 12.05.00 GMT+1.mp4",
        "Entrance 23.11.2026 12.00.00.avi",
        "2026-11-23T11-00-00Z.mp4",
        "PXL_20261123_110000123.mp4",
        "PXL_20261123_110000123.TS.mp4",
        "driveway-1795431600.123456-abc.mp4",
        "driveway_1795431600000.mp4",
        # Hikvision, of a network recorder, a memory card and a browser.
        "NVR_ch1_main_20261123120000_20261123121000.mp4",
        "ch01_20261123120000_20261123121000.mp4",
        "XVR_ch2_main_20261123120000_20261123130000.mp4",
        # Dahua's, as its own programs export them.
        "2026-11-23 12.00.00-12.10.00[M][0@0][0].mp4",
        "IPC_ch1_main_20261123120000_20261123121000.mp4",
        # Reolink: by FTP, by its program, and by hubs, which write the time of Greenwich.
        "Front door_00_20261123120000.mp4",
        "Mp4Record_2026-11-23_RecM01_20261123_120000_120030_6D28808_2240A8.mp4",
        "Rec_20261123_110000_541_M.mp4",
        # UniFi Protect, and programs that fetch from it.
        "Front Door - 11-23-2026, 12.00.00pm.mp4",
        "Front Door 1a2b - 2026-11-23 - 12.00.00+0100.mp4",
        "Front Door 1a2b - 2026-11-23 - 06.00.00-0500.mp4",
        "Front Door 1a2b - 2026-11-23 - 16.30.00+0530.mp4",
        "Front Door 11-23-2026, 16.30.00 GMT+5.30 - 11-23-2026, 16.35.00 GMT+5.30.mp4",
        # Blink, by its programs and by its app.
        "2026-11-23T11_00_00+00_00.mp4",
        "Roof_Rear_Corner_2026-11-23T03_00_00-0800.mp4",
        # Ring, and programs that fetch from it.
        "RingVideo_20261123_120000.mp4",
        "2026_11_23_05.00.00_-0600_7168.mp4",
        # Blue Iris, Axis, Synology, Frigate, Milestone's programs, Tapo, Foscam, Xiaomi and Amcrest.
        "Cam1.20261123_120000.1.mp4",
        "Axis P3245 2026-11-23 12_00_00.mkv",
        "Entrance-20261123-120000.mp4",
        "driveway_20261123_120000-20261123_121000_k3s9x.mp4",
        "Camera 1 (192.168.1.10) - 2026-11-23 12-00-00.mkv",
        "Camera 1 23.11.2026 12.00.00.avi",
        "20261123_120000_tp00017.mp4",
        "MDalarm_20261123_120000.mkv",
        "00M00S_1795431600.mp4",
        "20261123T120000+0100.mp4",
    ],
)
def test_noon_in_berlin_is_read_from_the_names_that_cameras_give(name: str) -> None:
    start = start_in_name(name, zone=BERLIN, now=NOW, zone_is_sure=True)
    assert (str(start), start and start.source) == (NOON, "name")


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("WhatsApp Video 2026-11-23 at 2.38.55 AM.mp4", "2026-11-23 02:38:55 Europe/Berlin"),
        ("WhatsApp Video 2026-11-23 at 12.00.00 AM.mp4", "2026-11-23 00:00:00 Europe/Berlin"),
        ("12.00.00-12.10.00[M][0@0][0].mp4", "12:00:00"),
        # A copy's day before the recording's: the first moment that there can be.
        ("20269999_120000 20261123_120000.mp4", NOON),
        # The camera's own clock, where it is not the visitor's.
        ("Door 11-23-2026, 12.00.00 GMT-5.mp4", "2026-11-23 12:00:00"),
        ("Front Door 1a2b - 2026-11-23 - 06.00.00-0500.mp4", "2026-11-23 06:00:00"),
        ("Front Door 11-23-2026, 12.00.00 GMT+5.30.mp4", "2026-11-23 12:00:00"),
        # An end, or a number, and no offset.
        ("2026-11-23 12.00.00-12.10.00[M][0@0][0].mp4", NOON),
        ("2026-11-23 07.00.00-07.30.00[M][0@0][0].mp4", "2026-11-23 07:00:00 Europe/Berlin"),
        ("2026-11-23 07.00.00-0710.mp4", "2026-11-23 07:00:00 Europe/Berlin"),
        ("20261123_070000-0100.mp4", "2026-11-23 07:00:00 Europe/Berlin"),
        ("2026-11-23-07-00-00-0100.mp4", "2026-11-23 07:00:00 Europe/Berlin"),
        ("20260329_023000.mp4", "2026-03-29 03:30:00 Europe/Berlin"),
        # At 3:00 the clock is put back to 2:00: an offset, or what says that it is summer, tells the two hours apart.
        ("20261025_023000.mp4", "2026-10-25 02:30:00+02:00 Europe/Berlin"),
        ("2026-10-25 02.30.00+0100.mp4", "2026-10-25 02:30:00+01:00 Europe/Berlin"),
        ("2026-10-25T00_30_00+00_00.mp4", "2026-10-25 02:30:00+02:00 Europe/Berlin"),
        ("RecM01_DST20261025_023000_023030_0_A714C4.mp4", "2026-10-25 02:30:00+02:00 Europe/Berlin"),
        ("RecM01_20261025_023000_023030_0_A714C4.mp4", "2026-10-25 02:30:00+01:00 Europe/Berlin"),
        ("RecM01_20260329_023000_023030_0_A714C4.mp4", "2026-03-29 03:30:00 Europe/Berlin"),
        ("RecM01_20261123_120000_120030_0_A714C4.mp4", NOON),
        ("PXL_20261025_013000123.mp4", "2026-10-25 02:30:00+01:00 Europe/Berlin"),
    ],
)
def test_other_names(name: str, start: str) -> None:
    assert str(start_in_name(name, zone=BERLIN, now=NOW)) == start


@pytest.mark.parametrize(
    "name",
    [
        "IMG_1234.MOV",
        "GX010123.MP4",
        "2026-11-23.mp4",
        "VID-20261123-WA0001.mp4",
        "20261123_0001.mp4",
        "20261332_120000.mp4",
        "20261123_256000.mp4",
        "20271123_120000.mp4",
        "20261129_120000.mp4",
        "19890101_120000.mp4",
        "20000101_000012.mp4",
        "05-06-2026 12.00.00.mp4",
        "920261123120000.mp4",
        "202611231200001.mp4",
        "12-00-00.mp4",
        "25.00.00-25.10.00[M][0@0][0].mp4",
        "13800138000.mp4",
        # A day and two numbers; hours and minutes, and what follows.
        "20261123_0001_12.mp4",
        "driveway_2026_11_23_12_00-2026_11_23_13_00.mp4",
        "00000000012000000.mp4",
        "ch0001_00010000009000200.mp4",
        "hiv00012.mp4",
        "CAM120261123120000.mp4",
        "20261123T120000123456Z.mp4",
        "REC_261123-120000-120100F.TS",
        "Front Door - 2-9-2026, 11.21.12pm.mp4",
        "948987989.mp4",
        "E123M45S67.mp4",
        "22M37S23.mp4",
        "38.34.mp4",
        "1080p 60fps.mp4",
        "",
    ],
)
def test_what_is_no_start_is_not_taken_for_one(name: str) -> None:
    assert start_in_name(name, zone=BERLIN, now=NOW) is None


def test_where_it_is_sure_where_a_clip_was_recorded_its_offset_is_believed() -> None:
    # In summer, by a clock that is never put forward.
    name, told = "Door 2026-07-01 12.00.00+0100.mp4", []
    for is_sure in (False, True):
        told.append(str(start_in_name(name, zone=BERLIN, now=NOW, zone_is_sure=is_sure)))
    assert told == ["2026-07-01 12:00:00", "2026-07-01 13:00:00 Europe/Berlin"]
    apple = {"com.apple.quicktime.creationdate": "2026-11-23T06:00:00-0500"}
    start = start_in_tags(apple, duration_s=600, zone=BERLIN, now=NOW, zone_is_sure=True)
    assert str(start) == NOON


def test_a_name_of_where_it_is_already_tomorrow_is_believed() -> None:
    assert str(start_in_name("20261128_010000.mp4", zone="Asia/Tokyo", now=NOW)) == "2026-11-28 01:00:00 Asia/Tokyo"


def test_without_a_zone_a_start_is_what_the_name_says() -> None:
    assert str(start_in_name("20261123_120000.mp4", zone=None, now=NOW)) == "2026-11-23 12:00:00"


UTC_NOON = {"creation_time": "2026-11-23T11:00:00.000000Z"}


@pytest.mark.parametrize(
    ("tags", "start"),
    [
        (UTC_NOON, NOON),
        ({"com.apple.quicktime.creationdate": "2026-11-23T12:00:00+0100"}, NOON),
        ({"com.apple.quicktime.creationdate": "2026-11-23T12:00:00-0500"}, "2026-11-23 12:00:00"),
        ({**UTC_NOON, "com.apple.quicktime.creationdate": "2026-11-20T12:00:00+0100"}, "2026-11-20 12:00:00 " + BERLIN),
        ({**UTC_NOON, "com.apple.quicktime.creationdate": "2026"}, NOON),
        ({"creation_time": "2026-11-23T11:10:00.000000Z", "com.android.version": "14"}, NOON),
        ({"creation_time": "2026-11-23T12:00:00.000000Z", "handler_name": "\tGoPro AVC"}, NOON),
        ({"creation_time": "2026-11-23 12:00:00"}, NOON),
        ({**UTC_NOON, "encoder": "HandBrake 1.9.2 2025022300"}, None),
        ({**UTC_NOON, "encoder": "libebml v1.4.5 + libmatroska v1.7.1"}, None),
        ({**UTC_NOON, "handler_name": "\x1fMainconcept Video Media Handler"}, None),
        ({"creation_time": "1904-01-01T00:00:00.000000Z"}, None),
        ({"creation_time": "1970-01-01T00:00:00.000000Z"}, None),
        ({"creation_time": "2000-01-01T00:00:09.000000Z"}, None),
        ({"creation_time": "2036-02-06T06:28:15.000000Z"}, None),
        ({"creation_time": "2026-11-23"}, None),
        ({"creation_time": "yesterday"}, None),
        ({"date": "2026"}, None),
        ({}, None),
    ],
)
def test_metadata_is_read_as_its_camera_wrote_it(tags: dict[str, str], start: str | None) -> None:
    found = start_in_tags(tags, duration_s=600, zone=BERLIN, now=NOW)
    assert (found and str(found), found and found.source) == (start, start and "metadata")


def test_metadata_without_a_zone_is_told_by_this_machines_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    try:
        assert str(start_in_tags(UTC_NOON, duration_s=600, zone=None, now=NOW)) == "2026-11-23 16:30:00"
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv"])
def test_a_clip_tells_its_start_by_its_name_or_else_by_its_metadata(tmp_path: Path, ending: str) -> None:
    tags = {"creation_time": "2025-11-23T11:00:00.000000Z"}
    clip = probe_clip(make_clip(tmp_path / f"clip.{ending}", tags=tags))
    assert str(recording_start(clip=clip, name="IMG_1.MP4", zone=BERLIN)) == "2025-11-23 12:00:00 Europe/Berlin"
    named = recording_start(clip=clip, name="20250102_030405.mp4", zone=BERLIN)
    assert str(named) == "2025-01-02 03:04:05 Europe/Berlin"


def test_a_clip_that_tells_nothing_has_no_start(tmp_path: Path) -> None:
    assert recording_start(clip=probe_clip(make_clip(tmp_path / "clip.avi")), name="clip.avi", zone=BERLIN) is None
