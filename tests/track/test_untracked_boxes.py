import pytest

from heatdash.tables.columns import DETECTIONS, FRAME, TRACK_ID, TRACKS
from heatdash.track.untracked_boxes import untracked_boxes
from tests.builders.tracks import Row, stand, tracks, walk

TRACKED = stand(track=4, at=(50, 50), seconds=1)


def loose(*found: list[Row]) -> list[tuple[int, int]]:
    table = untracked_boxes(detections=tracks(*found)[list(DETECTIONS.names[:-1])], tracks=tracks(TRACKED))
    assert list(table.columns) == list(TRACKS)
    return list(zip(table[FRAME].tolist(), table[TRACK_ID].tolist(), strict=True))


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (TRACKED, []),
        (stand(track=1, at=(51, 52), seconds=0), []),
        (walk(track=1, start=(50, 48), end=(50, 48), seconds=0, size=(4, 5)), []),
        (stand(track=1, at=(57, 50), seconds=0), [(0, 5)]),
        (stand(track=1, at=(50, 50), seconds=0, class_name="car"), [(0, 5)]),
        (stand(track=1, at=(50, 50), seconds=0.1, begin_s=1.1), [(11, 5), (12, 6)]),
    ],
    ids=["its own", "moved a little", "a part", "beside", "of another kind", "in other frames"],
)
def test_a_box_is_loose_where_no_tracked_one_of_its_kind_holds_it(
    found: list[Row], expected: list[tuple[int, int]]
) -> None:
    assert loose(found) == expected


def test_without_boxes_none_is_loose() -> None:
    assert loose() == []
