import math
from typing import Any

import pytest

from heatdash.errors import BadSettingError
from heatdash.values.link_settings import TRACKER_NAMES, LinkSettings, parse_tracker_option


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"tracker": "sort"}, "The tracker 'sort' is not known; choose one of botsort, bytetrack"),
        ({"tracker": ""}, "The tracker ''"),
        ({"conf": -0.01}, "--conf is -0.01"),
        ({"conf": 1.5}, "--conf is 1.5"),
        ({"conf": math.nan}, "--conf is nan"),
        ({"conf": math.inf}, "--conf is inf"),
        ({"options": (("match_thresh", math.nan),)}, "'match_thresh' is 'nan'"),
        ({"options": (("track_buffer", math.inf),)}, "'track_buffer' is 'inf'"),
    ],
)
def test_a_setting_without_sense_is_refused(values: dict[str, Any], said: str) -> None:
    with pytest.raises(BadSettingError, match=said):
        LinkSettings(**values)


@pytest.mark.parametrize("tracker", TRACKER_NAMES)
@pytest.mark.parametrize("conf", [0, 0.25, 1])
def test_every_tracker_and_confidence_is_taken(tracker: str, conf: float) -> None:
    assert LinkSettings(tracker=tracker, conf=conf).options == ()


def test_the_order_of_the_options_does_not_matter() -> None:
    one = LinkSettings(options=(("track_buffer", 60), ("match_thresh", 0.9)))
    other = LinkSettings(options=(("match_thresh", 0.9), ("track_buffer", 60)))
    assert one == other
    assert hash(one) == hash(other)


def test_the_last_value_of_an_option_counts() -> None:
    assert LinkSettings(options=(("track_buffer", 60), ("track_buffer", 90))).options == (("track_buffer", 90),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("track_buffer=60", ("track_buffer", 60)),
        (" track_buffer = 60 ", ("track_buffer", 60)),
        ("match_thresh=0.9", ("match_thresh", 0.9)),
        ("match_thresh=1e-1", ("match_thresh", 0.1)),
        ("fuse_score=true", ("fuse_score", True)),
        ("fuse_score=False", ("fuse_score", False)),
        ("gmc_method=none", ("gmc_method", "none")),
        ("a=b=c", ("a", "b=c")),
    ],
)
def test_a_tracker_option_is_read_by_its_kind(text: str, expected: tuple[str, object]) -> None:
    name, value = parse_tracker_option(text)
    assert (name, value) == expected
    assert type(value) is type(expected[1])


@pytest.mark.parametrize("text", ["", "=", "track_buffer", "track_buffer=", "=60", " = "])
def test_an_option_without_name_or_value_is_refused(text: str) -> None:
    with pytest.raises(BadSettingError, match="not of the form NAME=VALUE"):
        parse_tracker_option(text)
