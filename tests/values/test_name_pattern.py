"""A camera's own names: read where they fit, refused where they might mean something else."""

import pickle
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatdash.errors import BadSettingError
from heatdash.values.name_pattern import LONGEST_PATTERN, NamePattern

COMPACT = "{year}{month}{day}{hour}{minute}{second}"
NOON = datetime(2026, 11, 21, 12, 0, 0)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("cam1_{year}{month}{day}T{hour}{minute}{second}", "cam1_20261121T120000.mp4"),
        ("cam1_{year}{month}{day}T{hour}{minute}{second}", "any/folder/CAM1_20261121t120000.MP4"),
        ("cam1_{year}{month}{day}T{hour}{minute}{second}.mp4", "cam1_20261121T120000.mp4"),
        # Day and month as no calendar of a program would guess them; what looks like an expression stands for itself.
        ("{day}.{month}.{year} {hour}h{minute}m{second}s (*)", "21.11.2026 12h00m00s (7).avi"),
        ("*_{second}-{minute}-{hour}_{month}-{day}-{year}", "a.b_c_00-00-12_11-21-2026.mkv"),
        (f"cam*-{COMPACT}*", "cam12-20261121120000.mp4"),
        (f"cam*-{COMPACT}*", "cam-20261121120000_x.7.mp4"),
        (f"*{COMPACT}", "120261121120000.ts"),
        (f"*{COMPACT}*", "20261121120000"),
        (f"{COMPACT}**", "20261121120000-end.mp4"),
        ("{year}-{month}-{day}/{hour}/*/{minute}.{second}.mp4", "media/2026-11-21/12/front/00.00.mp4"),
        ("{year}-{month}-{day}\\{hour}.{minute}.{second}-*", "2026-11-21/12.00.00-12.10.00[M][0@0][0].mp4"),
        ("{year}Y{month}M{day}D{hour}H/{minute}M{second}S*", "2026Y11M21D12H/00M00S60.mp4"),
        ("摄像头一 {year}年{month}月{day}日 {hour}时{minute}分{second}秒", "摄像头一 2026年11月21日 12时00分00秒.mp4"),
    ],
)
def test_noon_is_read_where_the_pattern_says(pattern: str, path: str) -> None:
    assert NamePattern(pattern).moment_in(path) == NOON


def test_milliseconds_are_kept() -> None:
    pattern = NamePattern("{year}-{month}-{day}_{hour}-{minute}-{second}.{ms}")
    assert pattern.moment_in("2026-11-21_12-00-00.040.mp4") == NOON.replace(microsecond=40_000)
    assert pattern.moment_in("2026-11-21_12-00-00.mp4") is None


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        (f"cam1_{COMPACT}", "cam2_20261121120000.mp4"),
        (f"cam1_{COMPACT}", "cam1_2026112112000.mp4"),
        (f"cam1_{COMPACT}", "cam1_202611211200001.mp4"),
        (f"cam1_{COMPACT}", "xcam1_20261121120000.mp4"),
        (f"cam.{COMPACT}", "camx20261121120000.mp4"),
        # What no clock and no calendar has.
        (COMPACT, "20261321120000.mp4"),
        (COMPACT, "20260231120000.mp4"),
        (COMPACT, "20261121240000.mp4"),
        (COMPACT, "20261121126000.mp4"),
        # Other digits than those of names.
        (COMPACT, "２０２６1121120000.mp4"),
        # Two places: the one in the middle is neither the first nor the last.
        (f"*{COMPACT}*", "NVR_20261121120000_20261121121000.mp4"),
        ("{year}{month}{day}*_{hour}{minute}{second}_*", "20261121_120000_130000_120000_.mp4"),
        # Too few folders.
        ("{year}-{month}-{day}/{hour}.{minute}.{second}", "12.00.00.mp4"),
        ("{year}-{month}-{day}/*/{hour}.{minute}.{second}", "2026-11-21/12.00.00.mp4"),
        # Nothing is left for what follows the star.
        (f"20*{COMPACT}", "20261121120000.mp4"),
        (f"{COMPACT}*00", "20261121120000.mp4"),
        (COMPACT, ""),
    ],
)
def test_what_does_not_fit_in_one_way_tells_nothing(pattern: str, path: str) -> None:
    assert NamePattern(pattern).moment_in(path) is None


def test_a_name_that_could_be_a_time_only_with_its_ending_is_read_with_it() -> None:
    # The ending .30 is the second: recorders have written stranger things.
    assert NamePattern("{year}{month}{day} {hour}.{minute}.{second}").moment_in("20261121 12.00.30") == NOON.replace(
        second=30
    )


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("", "The pattern of names '' cannot be used; write one line of 1 to 200 characters, such as cam1_{year}"),
        ("x" * (LONGEST_PATTERN + 1), "'x{60}' cannot be used; write one line of 1 to 200"),
        (f"cam\n{COMPACT}", "cannot be used; write one line"),
        (None, "The pattern of names 'None' cannot be used"),
        (f"{COMPACT}.{{fraction}}", r"stands '\{fraction\}', which means nothing; in braces there may be \{year\}, "),
        (f"{COMPACT}{{}}", r"stands '\{\}', which means nothing"),
        (f"{COMPACT}}}", r"stands '\}', which means nothing"),
        (f"{{{COMPACT}", r"stands '\{', which means nothing"),
        ("{Year}", r"stands '\{Year\}'"),
        (f"{COMPACT}_{COMPACT}", r"has \{year\} twice; keep one, and write \* for the other."),
        (
            "cam1",
            r"does not tell when a clip began; put in \{year\}, \{month\}, \{day\}, \{hour\}, \{minute\}, \{second\}\.",
        ),
        ("{year}-{month}-{day}T{hour}{minute}{ms}", r"does not tell when a clip began; put in \{second\}\."),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_in_one_sentence(pattern: str, said: str) -> None:
    with pytest.raises(BadSettingError, match=said) as refused:
        NamePattern(pattern)
    assert str(refused.value).endswith(".")


def test_no_name_keeps_a_pattern_busy() -> None:
    # A regular expression would try the stars at all places, and again, for years.
    pattern = NamePattern(f"{'*1' * 60}*{COMPACT}*x")
    assert pattern.moment_in("1" * 255) is None
    assert pattern.moment_in("1" * 200 + "20261121120000" + "1" * 40) is None


@given(
    moment=st.datetimes(datetime(1990, 1, 1), datetime(2089, 12, 31)),
    before=st.text("abcXYZ_-. ()[]+?^$|\\äß摄", max_size=8),
    between=st.text("abc_-T.", max_size=3),
    anything=st.text("xyz_-", max_size=6),
)
def test_what_a_pattern_would_write_it_reads(moment: datetime, before: str, between: str, anything: str) -> None:
    before = before.replace("\\", "")
    pattern = NamePattern(f"{before}{{year}}{{month}}{{day}}{between}{{hour}}{{minute}}{{second}}*{{ms}}")
    name = f"{before}{moment:%Y%m%d}{between}{moment:%H%M%S}{anything}{moment.microsecond // 1000:03}.mp4"
    assert pattern.moment_in(f"folder/{name}") == moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def test_it_travels_and_is_told_as_it_was_written() -> None:
    pattern = NamePattern(f"cam*_{COMPACT}")
    assert pattern.moment_in("cam1_20261121120000.mp4") == NOON
    assert pickle.loads(pickle.dumps(pattern)) == pattern
    assert str(pattern) == f"cam*_{COMPACT}"
    assert len({pattern, NamePattern(f"cam*_{COMPACT}")}) == 1
