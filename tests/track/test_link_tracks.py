"""The trackers are ultralytics', so every test here needs torch."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from heatdash.errors import BadSettingError
from heatdash.tables.columns import BOX, CLASS_NAME, COLOUR, CONF, FRAME, LINKED, T_S, TRACK_ID
from heatdash.track.link_tracks import link_tracks
from heatdash.track.open_tracker import default_options, open_tracker, pace_of
from heatdash.values.clip import Frame
from heatdash.values.link_settings import TRACKER_NAMES, LinkSettings
from tests.builders.detections import Row, box, detections, stand, walk

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("data_folder")]
SIZE_PX = (640, 480)


def no_pictures() -> Iterator[Frame]:
    raise AssertionError("pictures were asked for")


def linked(
    *walks: list[Row],
    frames: int = 30,
    pictures: Callable[[], Iterator[Frame]] = no_pictures,
    pace: float = 1.0,
    **settings: Any,
) -> pd.DataFrame:
    """The tracks of these walks, by bytetrack where nothing else is said."""
    return link_tracks(
        detections=detections(*walks),
        frames=np.arange(frames, dtype=np.int64),
        size_px=SIZE_PX,
        settings=LinkSettings(**{"tracker": "bytetrack", **settings}),
        pictures=pictures,
        on_frames=lambda done: None,
        pace=pace,
    )


APART = (walk(start=(200, 100), end=(20, 100), frames=30), walk(start=(300, 110), end=(500, 110), frames=30))


@pytest.mark.parametrize("tracker", TRACKER_NAMES)
def test_two_who_walk_apart_keep_their_ids(tracker: str) -> None:
    tracks = linked(*APART, tracker=tracker)
    assert sorted(tracks[TRACK_ID].unique()) == [1, 2]
    for _, track in tracks.groupby(TRACK_ID):
        assert len(track) >= 26
        steps = track["x1"].diff().dropna()
        assert (steps > 0).all() or (steps < 0).all()


@pytest.mark.parametrize("tracker", ["botsort", "bytetrack", "fasttrack"])
@pytest.mark.parametrize(("pace", "pass_each_other"), [(1.0, False), (5.0, True)])
def test_who_meet_at_five_frames_a_second_pass_each_other_where_the_tracker_knows_it(
    tracker: str, pace: float, pass_each_other: bool
) -> None:
    right = walk(start=(140, 100), end=(320, 100), frames=10, fps=5)
    left = walk(start=(192, 102), end=(12, 102), frames=10, fps=5)
    went_px = linked(right, left, frames=10, tracker=tracker, pace=pace).groupby(TRACK_ID)["x1"].agg(["first", "last"])
    on_px = (went_px["last"] - went_px["first"]).to_list()
    assert (on_px == pytest.approx([180, -180], abs=2)) == pass_each_other


@pytest.mark.parametrize("tracker", TRACKER_NAMES)
def test_every_tracker_follows_frames_that_are_far_apart(tracker: str) -> None:
    assert linked(stand(at=(100, 100), frames=30), tracker=tracker, pace=5.0)[TRACK_ID].nunique() == 1


def test_a_tracker_of_another_pace_leaves_the_next_one_as_it_was() -> None:
    alone = linked(*APART, tracker="botsort")
    linked(*APART, tracker="botsort", pace=5.0)
    pd.testing.assert_frame_equal(linked(*APART, tracker="botsort"), alone)


@pytest.mark.parametrize(("step_s", "pace"), [(0.033, 1.0), (0.04, 1.0), (0.1, 2.5), (0.2, 5.0)])
def test_the_pace_is_how_far_apart_frames_are(step_s: float, pace: float) -> None:
    assert pace_of(step_s) == pace


def test_rows_come_by_frame_then_track_in_the_tables_columns() -> None:
    tracks = linked(*APART)
    assert list(tracks.columns) == list(LINKED)
    pd.testing.assert_frame_equal(tracks, tracks.sort_values([FRAME, TRACK_ID], ignore_index=True))
    np.testing.assert_allclose(tracks[T_S], tracks[FRAME] / 10)


def test_ids_count_from_one_without_gaps_in_the_order_of_appearance() -> None:
    walks = [stand(at=(20 + 120 * n, 100), first=6 * n, frames=30) for n in range(5)]
    blink = stand(at=(20, 350), first=9, frames=1)
    tracks = linked(*walks[::-1], blink, frames=60)
    first_seen = tracks.groupby(TRACK_ID)["x1"].median()
    assert first_seen.index.tolist() == [1, 2, 3, 4, 5]
    assert first_seen.tolist() == pytest.approx([20, 140, 260, 380, 500], abs=1)


def test_a_tracker_forgets_by_the_frame_also_where_there_are_no_boxes() -> None:
    away_short = stand(at=(100, 100), frames=40, missing=range(10, 30))
    away_long = stand(at=(100, 100), frames=80, missing=range(10, 60))
    assert linked(away_short, frames=40)[TRACK_ID].nunique() == 1
    assert linked(away_long, frames=80)[TRACK_ID].nunique() == 2


def test_an_option_reaches_the_tracker() -> None:
    away = stand(at=(100, 100), frames=80, missing=range(10, 60))
    assert linked(away, frames=80, options=(("track_buffer", 90),))[TRACK_ID].nunique() == 1
    away = stand(at=(100, 100), frames=40, missing=range(10, 30))
    assert linked(away, frames=40, options=(("track_buffer", 5),))[TRACK_ID].nunique() == 2


def test_a_track_has_the_class_and_colour_that_its_surest_boxes_have() -> None:
    unsure = walk(start=(100, 100), end=(140, 100), frames=12, conf=0.3, class_name="truck", colour="blue")
    sure = walk(start=(144, 100), end=(164, 100), frames=6, first=12, conf=0.9, class_name="car", colour="red")
    tracks = linked(unsure, sure, frames=18)
    assert tracks[TRACK_ID].unique().tolist() == [1]
    assert len(tracks) == 18
    assert set(tracks[CLASS_NAME]) == {"car"}
    assert set(tracks[COLOUR]) == {"red"}


def test_a_track_of_many_colours_is_unsure() -> None:
    colours = ["red", "blue", "grey"] * 4
    shown = [box(frame=n, at=(100, 100), colour=colour) for n, colour in enumerate(colours)]
    assert set(linked(shown, frames=12)[COLOUR]) == {"unsure"}


def test_a_person_never_goes_on_as_a_vehicle() -> None:
    person = walk(start=(100, 100), end=(140, 100), frames=12, class_name="person")
    car = walk(start=(144, 100), end=(164, 100), frames=6, first=12, class_name="car")
    tracks = linked(person, car, frames=18)
    assert tracks[[TRACK_ID, CLASS_NAME]].drop_duplicates().to_numpy().tolist() == [[1, "person"], [2, "car"]]


def test_the_lower_class_number_wins_a_tie() -> None:
    halves = [box(frame=n, at=(100, 100), class_name="car" if n < 5 else "truck") for n in range(10)]
    assert set(linked(halves, frames=10)[CLASS_NAME]) == {"car"}


def test_in_a_clip_of_one_frame_each_box_is_a_track() -> None:
    tracks = linked([box(frame=0, at=(100, 100), conf=0.3), box(frame=0, at=(105, 100), class_name="car")], frames=1)
    assert tracks[TRACK_ID].tolist() == [1, 2]
    assert tracks[CLASS_NAME].tolist() == ["car", "person"]


@pytest.mark.parametrize("tracker", TRACKER_NAMES)
@pytest.mark.parametrize("frames", [1, 2, 40])
def test_without_detections_there_are_no_tracks(tracker: str, frames: int) -> None:
    tracks = linked(tracker=tracker, frames=frames)
    assert len(tracks) == 0
    assert list(tracks.columns) == list(LINKED)


def test_boxes_below_the_confidence_are_not_looked_at() -> None:
    faint = walk(start=(200, 100), end=(20, 100), frames=30, conf=0.45)
    assert linked(faint, conf=0.5).empty
    assert linked(faint, APART[1], conf=0.5)[CONF].min() == pytest.approx(0.9)
    assert linked(faint, conf=0.4)[TRACK_ID].nunique() == 1


def test_boxes_stay_within_the_picture() -> None:
    tracks = linked(walk(start=(560, 300), end=(625, 450), frames=30))
    assert (tracks[list(BOX)] >= 0).all(axis=None)
    assert (tracks["x2"] <= SIZE_PX[0]).all()
    assert (tracks["y2"] <= SIZE_PX[1]).all()


def test_progress_is_heard_of_once_a_frame() -> None:
    heard: list[int] = []
    link_tracks(
        detections=detections(*APART), frames=np.arange(30), size_px=SIZE_PX, settings=LinkSettings(),
        pictures=no_pictures, on_frames=heard.append,
    )  # fmt: skip
    assert heard == list(range(1, 31))


def test_only_watched_frames_count() -> None:
    every_third = [row for row in APART[0] if int(str(row[FRAME])) % 3 == 0]
    tracks = link_tracks(
        detections=detections(every_third), frames=np.arange(0, 30, 3), size_px=SIZE_PX,
        settings=LinkSettings(tracker="bytetrack"), pictures=no_pictures, on_frames=lambda done: None,
    )  # fmt: skip
    assert tracks[FRAME].tolist() == list(range(0, 30, 3))
    assert tracks[TRACK_ID].nunique() == 1


def test_a_table_of_other_columns_is_a_bug() -> None:
    with pytest.raises(ValueError, match="detections has the columns"):
        link_tracks(
            detections=pd.DataFrame({FRAME: [0]}), frames=np.arange(3), size_px=SIZE_PX, settings=LinkSettings(),
            pictures=no_pictures, on_frames=lambda done: None,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((("track_bufer", 60),), "'bytetrack' has no option 'track_bufer'; it has .*track_buffer"),
        ((("tracker_type", "x"),), "has no option 'tracker_type'"),
        ((("track_buffer", "long"),), "'track_buffer' is 'long'; give a whole number, such as 30"),
        ((("track_buffer", 1.5),), "'track_buffer' is '1.5'; give a whole number"),
        ((("track_buffer", True),), "'track_buffer' is 'true'; give a whole number"),
        ((("track_buffer", -1),), "'track_buffer' is -1; give a number from 0"),
        ((("gmc_method", "orb"),), "'bytetrack' has no option 'gmc_method'"),
        ((("with_reid", True),), "has no option 'with_reid'"),
        ((("fuse_score", 1),), "'fuse_score' is '1'; give true or false"),
    ],
)
def test_an_option_that_the_tracker_cannot_take_is_refused(options: Any, said: str) -> None:
    with pytest.raises(BadSettingError, match=f"(?i){said}"):
        linked(*APART, options=options)


def test_an_unknown_way_to_make_up_for_a_moving_camera_is_refused() -> None:
    with pytest.raises(BadSettingError, match="'gmc_method' is 'flow'; choose one of none, sparseOptFlow, orb"):
        linked(*APART, tracker="botsort", options=(("gmc_method", "flow"),))


def test_a_file_in_the_folder_changes_no_tracker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bytetrack.yaml").write_text("tracker_type: bytetrack\ntrack_buffer: 1")
    assert default_options("bytetrack")["track_buffer"] == 30
    away = stand(at=(100, 100), frames=40, missing=range(10, 30))
    assert linked(away, frames=40)[TRACK_ID].nunique() == 1


@pytest.mark.parametrize("tracker", ["bytetrack", "ocsort", "fasttrack"])
def test_a_tracker_that_cannot_follow_the_camera_says_so(tracker: str) -> None:
    with pytest.raises(BadSettingError, match=f"'{tracker}' cannot make up for a moving camera; choose botsort"):
        linked(*APART, tracker=tracker, moving_camera=True, pictures=lambda: iter(()))


@pytest.mark.parametrize("tracker", ["botsort", "deepocsort", "tracktrack"])
def test_a_jerk_of_the_camera_does_not_break_a_track(tracker: str) -> None:
    ground = np.random.default_rng(0).integers(0, 255, (60, 100, 3), np.uint8).repeat(12, 0).repeat(12, 1)
    jerks = [0 if n < 10 else 70 for n in range(20)]

    def pictures() -> Iterator[Frame]:
        for n, left in enumerate(jerks):
            yield Frame(index=n, t_s=n / 10, pixels=np.ascontiguousarray(ground[100:580, 100 + left : 740 + left]))

    standing = [box(frame=n, at=(300 - left, 150)) for n, left in enumerate(jerks)]
    assert linked(standing, frames=20, tracker=tracker, moving_camera=True, pictures=pictures)[TRACK_ID].nunique() == 1


@pytest.mark.parametrize(
    ("given", "moving", "method"),
    [
        ("orb", True, "orb"),
        ("none", True, "sparseOptFlow"),
        ("None", True, "sparseOptFlow"),
        (None, True, "sparseOptFlow"),
        ("orb", False, None),
        (None, False, None),
    ],
)
def test_how_to_make_up_for_a_moving_camera_counts_only_where_it_moves(
    given: str | None, moving: bool, method: str | None
) -> None:
    options = () if given is None else (("gmc_method", given),)
    tracker: Any = open_tracker(settings=LinkSettings(options=options, moving_camera=moving))
    assert tracker.gmc.method == method


def test_a_picture_that_the_file_lost_does_not_stop_a_moving_cameras_tracker() -> None:
    def pictures() -> Iterator[Frame]:
        for n in (0, 1, 2, 5, 6):
            yield Frame(index=n, t_s=n / 10, pixels=np.zeros((480, 640, 3), np.uint8))

    tracks = linked(*APART, tracker="botsort", moving_camera=True, pictures=pictures)
    assert tracks[TRACK_ID].nunique() == 2
