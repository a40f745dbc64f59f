"""The built-in sample clip, with the exact truth about who is where and who crosses what."""

import csv
import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from pathlib import Path

from heatdash.media.write_video import write_video
from heatdash.sample.camera import HEIGHT_PX, WIDTH_PX
from heatdash.sample.stage import Shown, Stage
from heatdash.sample.walks import DURATION_S, FPS, sample_scene
from heatdash.values.clip import Frame

CLIP_FILE, SCENE_FILE = "sample.mp4", "sample.scene.json"
TRUTH_FILE, EVENTS_FILE = "sample.truth.csv", "sample.events.csv"

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class TruthRow:
    """One object in one frame: its whole upright box in pixels, cut off only by the picture's edge.

    `visible` is the share of the object that can be seen.
    """

    frame: int
    t_s: float
    track_id: int
    class_name: str
    x1: float
    y1: float
    x2: float
    y2: float
    visible: float

    @property
    def anchor_px(self) -> Point:
        """The middle of the box's lower edge."""
        return (self.x1 + self.x2) / 2, self.y2


@dataclass(frozen=True, slots=True)
class TruthEvent:
    """One object that passes a line (`cross`) or a zone's border (`enter`, `exit`), at the first frame after that."""

    t_s: float
    frame: int
    kind: str
    place: str
    direction: str
    track_id: int
    class_name: str


def make_sample(folder: Path) -> None:
    """Write the clip, its scene, its boxes and its events into `folder`, the same on every run.

    `sample.mp4`: 24 s, 25 frames a second, 1280 x 720. `sample.scene.json`: two zones and a line.
    `sample.truth.csv`: a row for each object and frame in which at least 1 % of it can be seen. Ids count from 1 in
    order of appearance. `sample.events.csv`: see `events_of`.
    """
    stage = Stage()
    rows: list[TruthRow] = []
    write_video(path=folder / CLIP_FILE, frames=play(stage, rows), width_px=WIDTH_PX, height_px=HEIGHT_PX)
    _write_table(folder / TRUTH_FILE, TruthRow, rows)
    _write_table(folder / EVENTS_FILE, TruthEvent, events_of(rows))
    (folder / SCENE_FILE).write_text(json.dumps(sample_scene(), indent=1) + "\n", encoding="utf-8")


def events_of(rows: Iterable[TruthRow]) -> list[TruthEvent]:
    """The events at the sample's line and zones, by time, from each box's bottom centre in consecutive frames.

    Line: with d = end - start and v = p - start, a point is on the right where d.x * v.y - d.y * v.x > 0 (y points
    down), and on the left otherwise, also on the line itself. Passing from left to right between the line's ends is
    `in`, the other direction `out`. Zone: `enter` (in) and `exit` (out) where the point gets inside or outside; an
    object that appears or vanishes inside causes no event. No event spans a gap in an object's frames.
    """
    scene = sample_scene()
    before: dict[int, TruthRow] = {}
    events: list[TruthEvent] = []
    for row in sorted(rows, key=lambda r: (r.frame, r.track_id)):
        last = before.get(row.track_id)
        before[row.track_id] = row
        if last is None or last.frame != row.frame - 1:
            continue
        happened: list[tuple[str, str, str]] = []
        for line in scene["lines"]:
            start, end = _pixels([line["start"], line["end"]])
            direction = _crossing(start, end, last.anchor_px, row.anchor_px)
            if direction:
                happened.append(("cross", line["name"], direction))
        for zone in scene["zones"]:
            corners = _pixels(zone["points"])
            was_inside, is_inside = _is_inside(corners, last.anchor_px), _is_inside(corners, row.anchor_px)
            if was_inside != is_inside:
                happened.append(("enter" if is_inside else "exit", zone["name"], "in" if is_inside else "out"))
        for kind, place, direction in happened:
            events.append(TruthEvent(row.t_s, row.frame, kind, place, direction, row.track_id, row.class_name))
    return events


def play(stage: Stage, rows: list[TruthRow], /) -> Iterator[Frame]:
    """The clip's frames; each adds its objects to `rows` as it is taken."""
    ids: dict[int, int] = {}
    frames = DURATION_S * FPS
    # The next picture is composed while this one is encoded.
    with ThreadPoolExecutor(max_workers=1) as pool:
        pending = pool.submit(stage.show, 0)
        for index in range(frames):
            picture, everyone = pending.result()
            if index + 1 < frames:
                pending = pool.submit(stage.show, index + 1)
            t_s = round(index / FPS, 3)
            for shown in sorted(everyone, key=lambda s: s.actor):
                track_id = ids.setdefault(shown.actor, len(ids) + 1)
                rows.append(_row_of(index, t_s, track_id, shown))
            yield Frame(index, t_s, picture)


def _row_of(frame: int, t_s: float, track_id: int, shown: Shown) -> TruthRow:
    x1, y1, x2, y2 = shown.box
    return TruthRow(frame, t_s, track_id, shown.class_name, x1, y1, x2, y2, round(shown.visible, 2))


def _write_table(path: Path, kind: type[TruthRow] | type[TruthEvent], rows: Iterable[object]) -> None:
    names = [field.name for field in fields(kind)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([getattr(row, name) for name in names] for row in rows)


def _pixels(points: list[list[float]]) -> list[Point]:
    return [(x * WIDTH_PX, y * HEIGHT_PX) for x, y in points]


def _is_right(start: Point, end: Point, p: Point) -> bool:
    return (end[0] - start[0]) * (p[1] - start[1]) - (end[1] - start[1]) * (p[0] - start[0]) > 0


def _crossing(start: Point, end: Point, a: Point, b: Point) -> str:
    """`in` or `out` for the step from a to b; empty where it does not cross the line."""
    was_right, is_right = _is_right(start, end, a), _is_right(start, end, b)
    if was_right == is_right or _is_right(a, b, start) == _is_right(a, b, end):
        return ""
    return "in" if is_right else "out"


def _is_inside(corners: list[Point], p: Point) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y1 > p[1]) != (y2 > p[1]) and p[0] < x1 + (p[1] - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside
