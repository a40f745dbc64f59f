import math

import numpy as np
import pytest

from heatdash.draw.overlay_frames import overlay_frames
from heatdash.draw.palette import track_colour
from heatdash.draw.planes import yuv_space
from heatdash.errors import BadSettingError
from heatdash.values.clip import Frame
from heatdash.values.heat import Heat
from heatdash.values.scene import Line, Scene, Zone
from heatdash.values.style import Style
from tests.draw.pictures import (
    NO_EVENTS,
    NO_OBJECTS,
    NO_VISITS,
    NOTHING_HIDDEN,
    crossing,
    events,
    frames_of,
    grey,
    half_hot,
    no_heat,
    noise,
    planar,
    seen,
    standing,
    visits,
)

WIDTH, HEIGHT = 320, 240
BARE = {"legend": False, "places": False, "class_counts": False}
GATE = Scene(lines=(Line("Gate", (0.2, 0.4), (0.8, 0.4)),))


def painted(picture: np.ndarray | None = None, *, count: int = 10, heat_at=None, **more) -> list[Frame]:
    """The frames of a still scene, painted."""
    picture = noise(width=WIDTH, height=HEIGHT) if picture is None else picture
    height, width = picture.shape[:2]
    asked = {
        "frames": frames_of(picture, count=count),
        "heat_at": heat_at or (lambda t_s: half_hot()),
        "peak": half_hot(),
        "scene": Scene(),
        "style": Style(),
        "objects": NO_OBJECTS,
        "blurred": NOTHING_HIDDEN,
        "events": NO_EVENTS,
        "visits": NO_VISITS,
    }
    return list(overlay_frames(width_px=width, height_px=height, **(asked | more)))


@pytest.mark.parametrize("style", [Style(), Style(**BARE), Style(boxes=True, labels=True, trails=True, blur=True)])
def test_every_frame_comes_back_once_with_its_index_and_time(style: Style) -> None:
    objects = standing(frames=(2, 3), box=(50, 50, 90, 200))
    done = painted(style=style, objects=objects, blurred=objects)
    assert [(frame.index, frame.t_s) for frame in done] == [(index, index / 25) for index in range(10)]
    source = planar(noise(width=WIDTH, height=HEIGHT))
    assert all((frame.pixels != source).mean() > 0.3 for frame in done)


def test_frames_that_come_are_not_changed_and_those_that_go_share_no_memory() -> None:
    source = [Frame(index=n, t_s=n / 25, pixels=planar(grey(width=WIDTH, height=HEIGHT))) for n in range(3)]
    before = [frame.pixels.copy() for frame in source]
    everything = Style(boxes=True, labels=True, blur=True)
    objects = standing(frames=range(3), box=(50, 50, 90, 200))
    for style in (everything, Style(**BARE)):
        done = painted(frames=source, style=style, objects=objects, blurred=objects, heat_at=lambda t_s: no_heat())
        assert all((frame.pixels == old).all() for frame, old in zip(source, before, strict=True))
        assert not any(np.shares_memory(a.pixels, b.pixels) for a in done for b in (*source, *done) if a is not b)


def test_below_the_threshold_the_decoders_values_stay() -> None:
    source = planar(noise(width=WIDTH, height=HEIGHT))
    space = yuv_space(width_px=WIDTH, height_px=HEIGHT)
    for frame in painted(style=Style(**BARE), count=3):
        for number, (old, new) in enumerate(zip(space.views(source), space.views(frame.pixels), strict=True)):
            assert (new[:, : 75 if number else 150] == old[:, : 75 if number else 150]).all()


def test_heat_is_asked_for_five_times_a_second_with_rising_time() -> None:
    asked = []

    def heat_at(t_s: float) -> Heat:
        asked.append(t_s)
        return half_hot()

    painted(count=51, heat_at=heat_at)
    assert asked == pytest.approx([0.2 * step for step in range(11)])


def test_the_final_heat_is_asked_for_once() -> None:
    asked = []
    painted(count=30, heat_at=lambda t_s: asked.append(t_s) or half_hot(), style=Style(final_heat=True))
    assert asked == [math.inf]


def test_heat_grows_in_the_picture() -> None:
    done = painted(
        grey(width=WIDTH, height=HEIGHT),
        count=26,
        heat_at=lambda t_s: half_hot(value=40.0 * min(1.0, t_s)),
        style=Style(**BARE),
    )
    first, last = seen(done[0].pixels), seen(done[25].pixels)
    assert np.abs(first.astype(int) - 120).max() <= 3
    assert np.abs(last[:, 200:].astype(int) - 120).mean() > 20


def test_a_clip_painted_in_parts_looks_as_if_painted_at_once() -> None:
    table = events(*(crossing(at=0.1 * n, place="Gate", direction="in") for n in range(8)))
    asked = {"scene": GATE, "events": table, "heat_at": lambda t_s: half_hot(value=40.0 * min(1.0, t_s))}
    picture = noise(width=WIDTH, height=HEIGHT)
    whole = painted(picture, count=20, **asked)
    rest = painted(frames=list(frames_of(picture, count=20))[7:], **asked)
    for one, other in zip(whole[7:], rest, strict=True):
        assert (one.pixels == other.pixels).all()


def test_the_count_changes_with_the_frame_of_its_event() -> None:
    table = events(crossing(at=0.2, place="Gate", direction="in"))
    done = painted(grey(width=WIDTH, height=HEIGHT), scene=GATE, events=table, heat_at=lambda t_s: no_heat())
    looks = [frame.pixels.tobytes() for frame in done]
    assert len(set(looks[:5])) == len(set(looks[5:])) == 1
    assert looks[4] != looks[5]


def test_a_visitor_shows_from_the_frame_of_the_first_visit() -> None:
    hall = Scene(zones=(Zone("Hall", ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8))),))
    table = visits((0.2, "Hall", 1, "person"), (0.3, "Hall", 1, "person"))
    done = painted(grey(width=WIDTH, height=HEIGHT), scene=hall, visits=table, heat_at=lambda t_s: no_heat())
    looks = [frame.pixels.tobytes() for frame in done]
    assert (len(set(looks[:5])), len(set(looks[5:])), looks[4] != looks[5]) == (1, 1, True)


@pytest.mark.parametrize("hot", [(slice(60, 90), slice(110, 160)), (slice(0, 30), slice(0, 50))])
def test_the_legend_stands_where_the_heat_will_never_be_from_the_first_frame_on(hot) -> None:
    values = np.zeros((90, 160))
    values[hot] = 40.0
    style = Style(places=False, class_counts=False)
    done = painted(
        grey(width=WIDTH, height=HEIGHT), style=style, peak=Heat(values, "dwell_time"), heat_at=lambda t_s: no_heat()
    )
    changed = [np.abs(seen(frame.pixels).astype(int) - 120).max(axis=2) > 20 for frame in (done[0], done[-1])]
    assert (changed[0] == changed[1]).all()
    assert changed[0].sum() > 1000
    rows, columns = (slice(part.start * 240 // 90, part.stop * 240 // 90) for part in hot)
    assert not changed[0][rows, slice(columns.start * 3 // 4, columns.stop * 3 // 4)].any()


def test_a_box_of_the_tracks_colour_stands_where_the_object_is() -> None:
    objects = standing(frames=(3,), box=(100, 60, 160, 200), track=5)
    done = painted(
        grey(width=WIDTH, height=HEIGHT),
        style=Style(**BARE, boxes=True),
        objects=objects,
        heat_at=lambda t_s: no_heat(),
    )
    is_coloured = (np.abs(seen(done[3].pixels).astype(int) - track_colour(5)) <= 6).all(axis=2)
    rows, columns = np.nonzero(is_coloured)
    assert (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1) == (100, 60, 160, 200)
    assert not is_coloured[70:190, 110:150].any()
    assert (done[2].pixels == done[4].pixels).all()


def test_labels_need_no_boxes_and_stay_in_the_picture() -> None:
    for box in ((100, 60, 160, 200), (-20, -5, 40, 60), (300, 2, 330, 100), (10, 230, 60, 260)):
        done = painted(
            grey(width=WIDTH, height=HEIGHT),
            count=1,
            style=Style(**BARE, labels=True, show_conf=True),
            objects=standing(frames=(0,), box=box),
            heat_at=lambda t_s: no_heat(),
        )
        assert (done[0].pixels != planar(grey(width=WIDTH, height=HEIGHT))).sum() > 300


def test_a_trail_follows_the_feet_and_fades_away() -> None:
    walk = standing(frames=range(30), box=(0, 0, 0, 0))
    for column, start in (("x1", 40), ("x2", 60)):
        walk[column] = start + walk["frame"] * 6.0
    walk["y1"], walk["y2"] = 50.0, 180.0
    done = painted(
        grey(width=WIDTH, height=HEIGHT, value=20),
        count=110,
        style=Style(**BARE, trails=True),
        objects=walk,
        heat_at=lambda t_s: no_heat(),
    )
    plain = planar(grey(width=WIDTH, height=HEIGHT, value=20))[:HEIGHT].astype(int)
    change = np.abs(done[29].pixels[:HEIGHT] - plain)
    rows, columns = np.nonzero(change)
    assert (rows.min() > 172, rows.max() < 188) == (True, True)
    assert (columns.min() < 60, columns.max() > 215) == (True, True)
    assert change[:, 195:215].max() > change[:, 60:80].max() + 10
    assert np.abs(done[60].pixels[:HEIGHT] - plain).max() > 0
    assert (done[109].pixels[:HEIGHT] == plain).all()


def test_people_are_hidden_in_both_halves() -> None:
    picture = noise(width=WIDTH, height=HEIGHT)
    person = standing(frames=range(5), box=(40, 60, 100, 200))
    done = painted(picture, count=5, style=Style(side_by_side=True, blur=True), blurred=person)
    sharp = np.diff(planar(picture)[70:190, 50:90].astype(int), axis=1).std()
    for frame in done:
        for left in (50, WIDTH + 50):
            part = frame.pixels[70:190, left : left + 40].astype(int)
            assert np.diff(part, axis=1).std() < 0.1 * sharp


def test_side_by_side_shows_the_bare_frame_and_then_the_painted_one() -> None:
    picture = noise(width=WIDTH, height=HEIGHT)
    both = seen(painted(picture, count=1, style=Style(side_by_side=True))[0].pixels)
    assert both.shape == (HEIGHT, 2 * WIDTH, 3)
    assert (both[:, :WIDTH] == seen(planar(picture))).all()
    assert (both[:, WIDTH:] == seen(painted(picture, count=1)[0].pixels)).all()


@pytest.mark.parametrize(("width", "height"), [(320, 240), (1920, 1080), (240, 854), (2, 2), (64, 66)])
@pytest.mark.parametrize("side_by_side", [False, True])
def test_frames_of_every_even_size_can_be_painted(width: int, height: int, side_by_side: bool) -> None:
    style = Style(side_by_side=side_by_side, boxes=True, labels=True, trails=True, blur=True)
    objects = standing(frames=(0, 1), box=(width * 0.2, height * 0.2, width * 0.6, height * 0.9))
    done = painted(grey(width=width, height=height), count=2, style=style, scene=GATE, objects=objects, blurred=objects)
    assert done[1].pixels.shape == (height * 3 // 2, width * (2 if side_by_side else 1))


def test_odd_sizes_and_wrong_frames_are_refused() -> None:
    with pytest.raises(BadSettingError, match="even sizes"):
        painted(frames=[], count=0, picture=np.zeros((241, 320, 3), np.uint8))
    with pytest.raises(BadSettingError, match="shape"):
        painted(frames=[Frame(index=0, t_s=0.0, pixels=np.zeros((10, 10), np.uint8))])
