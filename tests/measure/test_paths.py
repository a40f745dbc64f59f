import numpy as np
import pytest

from heatdash.measure.paths import Paths, paths_of
from tests.builders.tracks import along, paths, stand, tracks, walk

CLIP = (
    walk(track=7, start=(0, 50), end=(100, 50), seconds=2, conf=0.5),
    walk(track=3, start=(90, 50), end=(10, 50), seconds=1, begin_s=3, class_name="car", colour="blue", conf=0.9),
    stand(track=70_000, at=(20, 20), seconds=0, begin_s=4, class_name="car"),
)


def rows(clip: Paths):
    """All that is in paths, row by row."""
    columns = (np.repeat(clip.track_id, clip.lengths), clip.moment, clip.x1, clip.y1, clip.x2, clip.y2, clip.conf)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def test_tracks_stand_one_after_another_each_in_the_order_of_time():
    clip = paths(*CLIP)
    assert clip.track_id.tolist() == [3, 7, 70_000]
    assert clip.lengths.tolist() == [11, 21, 1]
    assert clip.first.tolist() == [0, 11, 32, 33]
    assert clip.moment.tolist() == [*range(30, 41), *range(21), 40]
    assert clip.t_s.tolist() == pytest.approx([moment / 10 for moment in clip.moment])
    assert [clip.class_names[code] for code in clip.class_code] == ["car", "person", "car"]
    assert [clip.colour_names[code] for code in clip.colour_code] == ["blue", "red", "red"]


def test_the_order_of_rows_within_a_frame_changes_nothing():
    shuffled = paths(*CLIP, order=lambda t: t.iloc[::-1].sort_values("frame", kind="stable", ignore_index=True))
    assert rows(shuffled) == rows(paths(*CLIP))


def test_a_table_out_of_order_is_a_bug_in_the_stage_before():
    with pytest.raises(ValueError, match="not ordered by frame"):
        paths_of(tracks=tracks(*CLIP)[::-1], watched=paths().watched, width_px=160, height_px=90)


def test_a_moment_is_a_place_among_the_watched_frames():
    every_fifth = type(paths().watched)(*(column[::5] for column in vars(paths().watched).values()))
    clip = paths_of(
        tracks=tracks(along(track=1, points=[(5, 5)], begin_s=1.5)), watched=every_fifth, width_px=160, height_px=90
    )
    assert (clip.moment.tolist(), clip.t_s.tolist()) == ([3], [1.5])


def test_a_time_range_keeps_its_rows_and_cuts_the_watched_time():
    part = paths(*CLIP).within(from_s=1.5, to_s=3.2)
    assert part.track_id.tolist() == [3, 7]
    assert part.lengths.tolist() == [2, 6]
    assert part.t_s.tolist() == pytest.approx([3.0, 3.1, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0])
    assert part.watched.observed_s == pytest.approx(1.7)
    assert rows(paths(*CLIP).within(from_s=20, to_s=30)) == []


def test_two_ranges_side_by_side_hold_all_rows_once():
    clip = paths(*CLIP)
    assert len(clip.within(from_s=None, to_s=1.35)) + len(clip.within(from_s=1.35, to_s=None)) == len(clip)


@pytest.mark.parametrize("parts", [1, 2, 3, 10, 100])
def test_parts_are_whole_tracks_and_together_all_of_them(parts):
    clip = paths(*CLIP)
    split = clip.split(parts)
    assert len(split) <= min(parts, 3)
    assert [row for part in split for row in rows(part)] == rows(clip)
    assert np.concatenate([part.class_code for part in split]).tolist() == clip.class_code.tolist()
    assert all(part.first[-1] == len(part) for part in split)


def test_chosen_rows_leave_out_tracks_that_have_none():
    clip = paths(*CLIP)
    part = clip.of_rows(clip.moment < 5)
    assert (part.track_id.tolist(), part.first.tolist()) == ([7], [0, 5])


def test_an_empty_table_has_no_paths():
    clip = paths()
    assert (len(clip), clip.track_count, clip.first.tolist()) == (0, 0, [0])
    assert rows(clip.within(from_s=1, to_s=2)) == []
    assert [len(part) for part in clip.split(4)] == [0]
