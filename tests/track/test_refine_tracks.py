"""People here are 20 pixels tall and walk 16 pixels a second; ten frames come a second."""

import numpy as np
import pandas as pd
import pytest

from heatdash.tables.columns import BOX, CLASS_NAME, COLOUR, CONF, FILLED, FRAME, REFINED, T_S, TRACK_ID, TRACKS
from heatdash.track.track_pieces import LOOK
from heatdash.values.refine_settings import RefineSettings
from tests.builders.refined import refine_table, refined
from tests.builders.tracks import Row, along, stand, tracks, walk

NO_SMOOTHING = RefineSettings(smooth_s=0.0)


def feet_x(rows: pd.DataFrame) -> list[float]:
    return ((rows["x1"] + rows["x2"]) / 2).round(3).tolist()


def of(table: pd.DataFrame, track: int) -> pd.DataFrame:
    return table[table[TRACK_ID] == track]


def test_who_is_lost_for_a_moment_is_one_object_and_the_gap_is_filled() -> None:
    result = refined(
        walk(track=1, start=(20, 50), end=(52, 50), seconds=2),
        walk(track=7, start=(68, 50), end=(100, 50), seconds=2, begin_s=3),
        seconds=6,
        settings=NO_SMOOTHING,
    )
    table = result.tracks
    assert list(table.columns) == list(REFINED)
    assert table[TRACK_ID].unique().tolist() == [1]
    assert table[FRAME].tolist() == list(range(51))
    assert table.loc[table[FILLED], FRAME].tolist() == list(range(21, 30))
    assert feet_x(table) == pytest.approx(np.linspace(20, 100, 51).tolist(), abs=0.01)
    assert table[T_S].tolist() == pytest.approx((table[FRAME] / 10).tolist())
    report = result.report
    assert (report.raw_tracks, report.tracks, report.joins, report.splits, report.ghosts) == (2, 1, 1, 0, 0)
    assert report.filled_share == pytest.approx(9 / 51)
    assert report.mean_conf == pytest.approx(0.9)


def test_two_who_were_lost_while_they_met_go_on_in_their_own_directions() -> None:
    table = refined(
        walk(track=1, start=(20, 50), end=(68, 50), seconds=3),
        walk(track=2, start=(140, 50), end=(92, 50), seconds=3),
        walk(track=3, start=(92, 50), end=(140, 50), seconds=3, begin_s=4.5),
        walk(track=4, start=(68, 50), end=(20, 50), seconds=3, begin_s=4.5),
        seconds=8,
    ).tracks
    assert table[TRACK_ID].nunique() == 2
    assert feet_x(of(table, 1))[-1] == pytest.approx(140)
    assert feet_x(of(table, 2))[-1] == pytest.approx(20)


def test_all_ends_are_matched_at_once_and_not_the_nearest_first() -> None:
    # The first end is nearest to the second start, but the second end has no other start to go on with.
    table = refined(
        stand(track=1, at=(40, 50), seconds=2),
        stand(track=2, at=(46, 50), seconds=2),
        stand(track=3, at=(37, 50), seconds=2, begin_s=2.5),
        stand(track=4, at=(42, 50), seconds=2, begin_s=2.5),
        seconds=5,
    ).tracks
    assert table[TRACK_ID].nunique() == 2
    assert [feet_x(of(table, 1))[-1], feet_x(of(table, 2))[-1]] == pytest.approx([37, 42])


def test_the_surest_are_joined_first_even_if_they_were_lost_for_longer() -> None:
    # Somebody comes into sight where the first one vanished, and stands; the first one walks on out of his shadow.
    table = refined(
        walk(track=1, start=(20, 50), end=(68, 50), seconds=3),
        stand(track=2, at=(76, 50), seconds=3, begin_s=3.2),
        walk(track=3, start=(76, 50), end=(124, 50), seconds=3, begin_s=3.5),
        seconds=7,
    ).tracks
    assert [feet_x(of(table, track))[-1] for track in (1, 2)] == pytest.approx([124, 76])


def test_two_short_leaps_are_better_than_one_over_what_lies_between() -> None:
    table = refined(
        walk(track=1, start=(20, 50), end=(68, 50), seconds=3),
        walk(track=2, start=(73, 51.5), end=(77.8, 51.5), seconds=0.3, begin_s=3.2),
        walk(track=3, start=(79.2, 50), end=(127.2, 50), seconds=3, begin_s=3.7),
        seconds=8,
    ).tracks
    assert table[TRACK_ID].nunique() == 1
    assert (~table[FILLED]).sum() == 31 + 4 + 31


def test_the_trackers_own_word_counts_where_two_ways_are_about_as_likely() -> None:
    table = refined(
        stand(track=1, at=(40, 50), seconds=2),
        stand(track=1, at=(47, 50), seconds=2, begin_s=2.5),
        stand(track=2, at=(34, 50), seconds=2, begin_s=2.5),
        seconds=5,
    ).tracks
    assert feet_x(of(table, 1))[-1] == pytest.approx(47)


def test_a_piece_of_two_frames_is_first_joined_to_what_tells_where_it_was_going() -> None:
    # Both come into sight at the very place where they meet, where a box's tremble is more than what parts them.
    table = refined(
        walk(track=1, start=(20, 50), end=(68, 50), seconds=3),
        walk(track=2, start=(140, 50), end=(92, 50), seconds=3),
        stand(track=3, at=(82, 50), seconds=0.1, begin_s=3.7),
        stand(track=4, at=(78, 50), seconds=0.1, begin_s=3.7),
        walk(track=5, start=(82.4, 50), end=(130.4, 50), seconds=3, begin_s=3.9),
        walk(track=6, start=(77.6, 50), end=(29.6, 50), seconds=3, begin_s=3.9),
        seconds=8,
    ).tracks
    assert table[TRACK_ID].nunique() == 2
    assert [feet_x(of(table, track))[-1] for track in (1, 2)] == pytest.approx([130.4, 29.6])


def test_a_single_box_goes_on_at_the_speed_of_what_follows() -> None:
    table = refined(
        walk(track=1, start=(20, 50), end=(20, 50), seconds=0),
        walk(track=2, start=(56, 50), end=(116, 50), seconds=2, begin_s=1.2),
        seconds=5,
    ).tracks
    assert (table[FRAME].min(), table[TRACK_ID].nunique()) == (0, 1)


def test_two_who_are_seen_at_the_same_time_are_two() -> None:
    table = refined(
        stand(track=1, at=(40, 50), seconds=2), stand(track=2, at=(46, 50), seconds=2, begin_s=1.9), seconds=5
    ).tracks
    assert table[TRACK_ID].nunique() == 2


def test_who_looks_alike_goes_on_as_the_same_where_the_ways_do_not_tell() -> None:
    table = tracks(
        stand(track=1, at=(40, 50), seconds=2),
        stand(track=2, at=(48, 50), seconds=2),
        stand(track=3, at=(43, 50), seconds=2, begin_s=2.5),
        stand(track=4, at=(45, 50), seconds=2, begin_s=2.5),
    )
    dark, light = (int(np.full(8, level, np.uint8).view(np.uint64)[0]) for level in (90, 105))
    table[LOOK] = table[TRACK_ID].map({1: dark, 2: light, 3: light, 4: dark}).astype(np.uint64)
    ends = []
    for columns in ([*TRACKS, LOOK], [*TRACKS]):
        result = refine_table(table[columns], frames=np.arange(50), detections=table.drop(columns=TRACK_ID)).tracks
        assert list(result.columns) == list(REFINED)
        ends.append([feet_x(of(result, track))[-1] for track in (1, 2)])
    assert ends[0] == pytest.approx([45, 43])
    assert ends[1] == pytest.approx([43, 45])


@pytest.mark.parametrize(("gap_s", "people"), [(1.4, 1), (1.7, 2)])
def test_who_walks_and_is_lost_for_long_is_another(gap_s: float, people: int) -> None:
    came_to = 52 + 16 * gap_s
    table = refined(
        walk(track=1, start=(20, 50), end=(52, 50), seconds=2),
        walk(track=2, start=(came_to, 50), end=(came_to + 32, 50), seconds=2, begin_s=2 + gap_s),
        seconds=7,
    ).tracks
    assert table[TRACK_ID].nunique() == people


@pytest.mark.parametrize(("at", "begin_s", "people"), [((40, 50), 8.0, 1), ((40, 50), 14.0, 2), ((46, 50), 8.0, 2)])
def test_who_sits_still_may_be_lost_for_longer_but_not_elsewhere(
    at: tuple[float, float], begin_s: float, people: int
) -> None:
    table = refined(
        stand(track=1, at=(40, 50), seconds=3), stand(track=2, at=at, seconds=3, begin_s=begin_s), seconds=20
    ).tracks
    assert table[TRACK_ID].nunique() == people


def test_where_a_tracker_changed_the_two_over_they_are_changed_back() -> None:
    right = walk(track=1, start=(20, 50), end=(68, 50), seconds=3)
    left = walk(track=2, start=(140, 50), end=(92, 50), seconds=3)
    changed = (
        walk(track=1, start=(68, 50), end=(20, 50), seconds=3, begin_s=4.5),
        walk(track=2, start=(92, 50), end=(140, 50), seconds=3, begin_s=4.5),
    )
    result = refined(right, left, *changed, seconds=8)
    assert [feet_x(of(result.tracks, track))[-1] for track in (1, 2)] == pytest.approx([140, 20])
    assert (result.report.joins, result.report.splits) == (2, 2)


def test_an_id_that_leaps_to_something_else_is_split() -> None:
    result = refined(
        stand(track=1, at=(30, 50), seconds=2), stand(track=1, at=(110, 70), seconds=2, begin_s=2.1), seconds=5
    )
    assert result.tracks[TRACK_ID].nunique() == 2
    assert result.report.splits == 1


def test_someone_who_turns_round_is_not_split() -> None:
    there, back = np.linspace(20, 60, 26), np.linspace(58.4, 20, 25)
    result = refined(along(track=1, points=[(x, 50) for x in (*there, *back)]), seconds=6)
    assert result.tracks[TRACK_ID].nunique() == 1


def test_a_fast_car_that_is_seen_twice_a_second_is_one() -> None:
    car = walk(track=1, start=(10, 60), end=(150, 60), seconds=4, class_name="car", size=(30, 14))
    frames = np.arange(0, 41, 5)
    table = tracks([row for row in car if row[FRAME] in frames])
    assert refine_table(table, frames=frames).tracks[TRACK_ID].nunique() == 1


def test_a_person_never_goes_on_as_a_car_but_a_car_may_as_a_truck() -> None:
    parts = {"begin_s": 2.5, "start": (60.0, 50.0), "end": (92.0, 50.0), "seconds": 2.0}
    first = {"start": (20.0, 50.0), "end": (52.0, 50.0), "seconds": 2.0}
    apart = refined(walk(track=1, **first), walk(track=2, class_name="car", **parts), seconds=5)  # type: ignore[arg-type]
    assert apart.tracks[TRACK_ID].nunique() == 2
    one = refined(
        walk(track=1, class_name="car", conf=0.9, colour="blue", **first),  # type: ignore[arg-type]
        walk(track=2, class_name="truck", conf=0.6, colour="red", **parts),  # type: ignore[arg-type]
        seconds=5,
    ).tracks
    assert one[TRACK_ID].nunique() == 1
    assert (one[CLASS_NAME].unique().tolist(), one[COLOUR].unique().tolist()) == (["car"], ["blue"])


@pytest.mark.parametrize(
    ("thing", "begins_at", "objects"),
    [
        ("chair", 72, ["car"]),
        ("dog", 72, ["car"]),
        # It strays by more than a third of what would be allowed to a car that goes on as a truck.
        ("chair", 80, ["chair", "car"]),
    ],
)
def test_a_thing_that_goes_on_as_a_car_where_it_was_going_is_that_car(
    thing: str, begins_at: float, objects: list[str]
) -> None:
    table = refined(
        walk(track=1, start=(20, 50), end=(68, 50), seconds=3, class_name=thing, conf=0.8),
        walk(track=2, start=(begins_at, 50), end=(begins_at + 16, 50), seconds=1, begin_s=3.3, class_name="car"),
        seconds=6,
    ).tracks
    assert table.groupby(TRACK_ID)[CLASS_NAME].first().tolist() == objects
    assert len(table) == table[FRAME].nunique()


def test_a_thing_never_goes_on_as_a_person() -> None:
    table = refined(
        walk(track=1, start=(20, 50), end=(68, 50), seconds=3, class_name="chair"),
        walk(track=2, start=(72, 50), end=(88, 50), seconds=1, begin_s=3.3),
        seconds=6,
    ).tracks
    assert table.groupby(TRACK_ID)[CLASS_NAME].first().tolist() == ["chair", "person"]


def test_what_is_left_without_a_box_of_its_kind_is_what_its_boxes_say() -> None:
    # A thing and a car are followed on one body; then only the thing is, and it turns back at full speed.
    there = walk(track=1, start=(20, 50), end=(100, 50), seconds=4, class_name="chair", size=(20, 20))
    back = walk(track=1, start=(98, 50), end=(20, 50), seconds=4, begin_s=4.1, class_name="chair", size=(20, 20))
    car = walk(track=2, start=(20, 50), end=(40, 50), seconds=1, class_name="car", size=(20, 20))
    table = refined(there, back, car, seconds=9).tracks
    assert table.groupby(TRACK_ID)[CLASS_NAME].first().tolist() == ["car", "chair"]
    assert not (table.groupby(TRACK_ID)[CONF].max() == 0).any()


def test_a_track_is_lengthened_by_the_boxes_that_the_tracker_left() -> None:
    whole = walk(track=1, start=(20, 50), end=(68, 50), seconds=3)
    far = walk(track=9, start=(140, 80), end=(141, 80), seconds=0.4)
    table = refined(whole[2:], loose=[*whole[:2], *far], seconds=5).tracks
    assert (table[TRACK_ID].nunique(), table[FRAME].min(), len(table)) == (1, 0, 31)
    assert not table[FILLED].any()


def test_ends_at_the_edge_and_at_the_clips_own_ends_are_not_lost() -> None:
    through = refined(walk(track=1, start=(5, 50), end=(155, 50), seconds=9, begin_s=1), seconds=12)
    assert through.report.lost_share == 0
    whole = refined(stand(track=1, at=(80, 50), seconds=9.9), seconds=10)
    assert whole.report.lost_share == 0
    leaving = refined(walk(track=1, start=(80, 50), end=(155, 50), seconds=5), seconds=12)
    assert leaving.report.lost_share == 0
    half = refined(walk(track=1, start=(5, 50), end=(80, 50), seconds=5, begin_s=1), seconds=12)
    assert half.report.lost_share == 0.5


def test_in_one_frame_every_track_is_an_object() -> None:
    table = refined(stand(track=1, at=(20, 50), seconds=0), stand(track=2, at=(90, 50), seconds=0), seconds=0.1).tracks
    assert table[TRACK_ID].tolist() == [1, 2]


def test_of_nothing_nothing_comes() -> None:
    result = refined(seconds=5)
    assert list(result.tracks.columns) == list(REFINED)
    assert (len(result.tracks), result.report.tracks, result.report.lost_share, result.report.filled_share) == (
        0,
        0,
        0,
        0,
    )


def crowd(seed: int, *, lanes: bool = False) -> list[list[Row]]:
    """Six who walk and stop as they like, or three in lanes, cut into pieces, some of them lost or changed over."""
    random = np.random.default_rng(seed)
    walks = []
    for person in range(3 if lanes else 6):
        speed = np.repeat(random.normal(0, 1.2, (8, 2)) * (1, 0 if lanes else 1), 10, axis=0)
        begin = (80, 30 + 28 * person) if lanes else random.uniform((30, 30), (130, 80))
        way = begin + np.cumsum(speed, axis=0) + random.normal(0, 0.3, (80, 2))
        rows = along(track=1, points=[(float(x), float(y)) for x, y in way])
        cuts = np.sort(random.integers(5, 75, 3))
        for number, part in enumerate(np.split(np.arange(80), cuts)):
            lost = int(random.integers(0, 8))
            ids = 1 + person * 4 + (number if random.random() < 0.7 else 0)
            walks.append([{**rows[i], TRACK_ID: ids} for i in part[lost:]])
    return walks


@pytest.mark.parametrize("seed", range(12))
def test_no_object_is_twice_in_a_frame_and_none_has_a_gap(seed: int) -> None:
    table = refined(*crowd(seed), seconds=8).tracks
    assert not table.duplicated([FRAME, TRACK_ID]).any()
    frames = table.groupby(TRACK_ID)[FRAME]
    assert (frames.max() - frames.min() + 1 == frames.size()).all()
    assert sorted(table[TRACK_ID].unique()) == list(range(1, table[TRACK_ID].nunique() + 1))
    assert frames.min().is_monotonic_increasing
    assert table.equals(table.sort_values([FRAME, TRACK_ID], kind="stable", ignore_index=True))


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_the_rows_does_not_matter(seed: int) -> None:
    def shuffled(table: pd.DataFrame) -> pd.DataFrame:
        return table.sample(frac=1, random_state=seed).sort_values(FRAME, kind="stable", ignore_index=True)

    pd.testing.assert_frame_equal(
        refined(*crowd(seed), seconds=8).tracks, refined(*crowd(seed), seconds=8, order=shuffled).tracks
    )


@pytest.mark.parametrize("seed", range(6))
def test_refining_what_is_refined_changes_no_identity_where_nobody_hides_another(seed: int) -> None:
    once = refined(*crowd(seed, lanes=True), seconds=8).tracks
    assert once[FILLED].any()
    twice = refine_table(once[list(TRACKS)], frames=np.arange(80)).tracks
    assert twice[[FRAME, TRACK_ID]].equals(once[[FRAME, TRACK_ID]])
    assert not twice[FILLED].any()


@pytest.mark.parametrize("seed", range(4))
def test_a_sure_track_without_gaps_stays_as_it_is_but_for_its_tremble(seed: int) -> None:
    way = np.linspace((30, 40), (90, 60), 60) + np.random.default_rng(seed).normal(0, 0.4, (60, 2))
    table = tracks(along(track=5, points=[(float(x), float(y)) for x, y in way]))
    result = refine_table(table, frames=np.arange(60)).tracks
    for name in (FRAME, T_S, CONF, CLASS_NAME, COLOUR):
        assert result[name].tolist() == table[name].tolist()
    shift = (result[list(BOX)] - table[list(BOX)]).abs().to_numpy()
    assert 0 < shift.max() <= 0.05 * 20 + 1e-5
