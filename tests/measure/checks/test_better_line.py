"""A line that loses people is told where it would lose fewer. The picture has 160 x 90 pixels, bodies 10 x 20."""

import pytest

from heatdash.measure.checks.better_line import better_line
from heatdash.measure.checks.scene_checks import MOST_ROWS, check_places
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import Line, Scene
from heatdash.values.sureness import SceneCheck
from tests.builders.tracks import Row, paths, stand, walk

GATE = Line("Gate", (0.5, 0.1), (0.5, 0.9))
SHELF = Line("Shelf", (0.1, 0.5), (0.9, 0.5))
WHOLE = stand(track=9, at=(155, 88), seconds=9.8)


def told(*walks: list[Row], line: Line) -> list[tuple[str, dict[str, float]]]:
    found = check_places(paths=paths(WHOLE, *walks), scene=Scene(lines=(line,)), settings=MeasureSettings())
    return [(check.kind, dict(check.values)) for check in found if check.kind.startswith("line_better")]


def lost_at(*, x: float, back: bool = False) -> list[list[Row]]:
    """Three who walk in the open and are lost 16 pixels before `x`, and one who is seen all the way."""
    far, side = (155, 1) if back else (5, -1)
    ends = [
        walk(track=n, start=(far, 30 + 10 * n), end=(x + side * 16, 30 + 10 * n), seconds=3, begin_s=n)
        for n in range(3)
    ]
    return [*ends, walk(track=5, start=(far, 80), end=(160 - far, 80), seconds=6, begin_s=1)]


def test_a_line_behind_which_nobody_is_found_is_better_before_it() -> None:
    kind, values = told(*lost_at(x=80), line=GATE)[0]
    assert (kind, values["crossed"], values["ends"]) == ("line_better_left", 4, 0)
    assert values["by_pct"] == 15
    assert told(*lost_at(x=80, back=True), line=GATE)[0][0] == "line_better_right"


@pytest.mark.parametrize(("from_y", "to_y", "kind"), [(22, 38, "line_better_higher"), (88, 60, "line_better_lower")])
def test_a_level_line_moves_up_or_down(from_y: float, to_y: float, kind: str) -> None:
    ends = [walk(track=n, start=(30 + 30 * n, from_y), end=(30 + 30 * n, to_y), seconds=3, begin_s=n) for n in range(3)]
    assert told(*ends, line=SHELF)[0][0] == kind


def test_a_line_over_which_things_move_unseen_is_told_and_better_only_where_they_are_counted() -> None:
    through = [walk(track=n, start=(5, 20 + 10 * n), end=(155, 20 + 10 * n), seconds=6, begin_s=n) for n in range(3)]
    behind_a_tree = [walk(track=n, start=(50, 60 + 3 * n), end=(100, 60 + 3 * n), seconds=2, begin_s=n) for n in (1, 5)]
    scene, settings = Scene(lines=(GATE,)), MeasureSettings()
    found = check_places(paths=paths(WHOLE, *through), unseen=paths(*behind_a_tree), scene=scene, settings=settings)
    assert [(c.kind, dict(c.values)) for c in found] == [("line_moved_unseen", {"times": 2, "at_s": 2.2})]
    before_it = [walk(track=n, start=(5, 60 + 3 * n), end=(35, 60 + 3 * n), seconds=8, begin_s=0) for n in (1, 5)]
    seen = paths(WHOLE, *through, *[[{**row, "track_id": 20 + n} for row in one] for n, one in enumerate(before_it)])
    found = check_places(paths=seen, unseen=paths(*behind_a_tree), scene=scene, settings=settings)
    assert [(c.kind, dict(c.values)) for c in found if c.kind.startswith("line_better")] == [
        ("line_better_left", {"by_pct": 30, "crossed": 5, "ends": 0})
    ]


def test_a_line_that_loses_nobody_or_only_one_is_left_alone() -> None:
    through = [walk(track=n, start=(5, 30 + 10 * n), end=(155, 30 + 10 * n), seconds=6, begin_s=n) for n in range(3)]
    assert told(*through, line=GATE) == []
    assert told(*through, lost_at(x=80)[0], line=GATE) == []


def test_no_place_is_named_that_counts_fewer_or_lies_outside() -> None:
    asked: list[Line] = []

    def lost_at(line: Line) -> int:
        asked.append(line)
        return 0 if line.start[0] > 0.9 else 3

    edge = Line("Edge", (0.9, 0.1), (0.9, 0.9))
    crossed = {edge: 5}
    assert better_line(line=edge, lost=4, crossed_at=lambda line: crossed.get(line, 4), lost_at=lost_at) is None
    assert all(0 <= line.start[0] <= 1 for line in asked)
    assert max(line.start[0] for line in asked) == pytest.approx(1.0)


def test_of_places_that_lose_as_few_the_nearest_is_named() -> None:
    found = better_line(line=GATE, lost=4, crossed_at=lambda line: 5, lost_at=lambda line: 1)
    assert found == SceneCheck("line_better_left", "Gate", (("by_pct", 5), ("crossed", 5), ("ends", 1)))


def test_in_long_footage_no_better_place_is_sought(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("heatdash.measure.checks.scene_checks.MOST_ROWS", 10)
    assert MOST_ROWS > 10
    assert told(*lost_at(x=80), line=GATE) == []
