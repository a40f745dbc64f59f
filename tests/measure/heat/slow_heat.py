"""Heat by plain loops over rows and cells in exact fractions: slow, and as obvious as can be."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, log2

import pandas as pd

from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import EXCLUDE, ROI, Scene, Zone

Exact = tuple[Fraction, Fraction]
Moment = tuple[int, int]
"""A frame, and how many steps after it."""


class SlowHeat:
    """The heat of a table of tracks; `frames` holds the watched frames with the time and the seconds of each.

    Time is spent at fine moments: an odd number of steps from each frame to the next, of about 0.04 s. Who goes farther
    than a cell from one to the next spends each half of that time in pieces of at most half a cell.
    """

    def __init__(
        self,
        *,
        table: pd.DataFrame,
        frames: dict[int, tuple[float, float]],
        settings: MeasureSettings,
        scene: Scene,
        picture: tuple[int, int],
    ) -> None:
        from_s, to_s = settings.from_s or 0.0, settings.to_s if settings.to_s is not None else 1e9
        self.frames = {frame: time for frame, time in frames.items() if from_s <= time[0] < to_s}
        self.times = frames
        self.always = dict(self.fine_moments())
        self.order = list(self.always)
        self.place_in_order = {moment: place for place, moment in enumerate(self.order)}
        self.fine = {moment: time for moment, time in self.always.items() if from_s <= time[0] < to_s}
        self.settings, self.scene, (self.width, self.height) = settings, scene, picture
        self.columns = settings.grid
        self.rows = max(1, round(settings.grid * self.height / self.width))
        self.tracks: dict[int, list[tuple[int, Exact]]] = defaultdict(list)
        self.ways: dict[int, dict[Moment, Exact]] = defaultdict(dict)
        whole: dict[int, dict[int, Exact]] = defaultdict(dict)
        for row in table.to_dict("records"):
            whole[row["track_id"]][row["frame"]] = self.anchor(row)
            if row["frame"] in self.frames:
                self.tracks[row["track_id"]].append((row["frame"], self.held(self.anchor(row))))
        for track, points in whole.items():
            self.ways[track] = {moment: self.held(point) for moment, point in self.way(points)}

    def at(self, at_s: float) -> list[list[float]]:
        """The heat at a moment within the time range."""
        metric = self.settings.metric
        cells = {
            "dwell_time": self.object_seconds,
            "avg_occupancy": self.object_seconds,
            "occupancy_pct": self.occupied_seconds,
            "unique_visits": self.visits,
        }[metric](at_s)
        observed = sum(dt * self.left(at_s - t) for t, dt in self.fine.values() if t <= at_s)
        factor = {"avg_occupancy": 1, "occupancy_pct": 100}.get(metric)
        if factor is not None and observed > 0:
            cells = {cell: value * factor / observed for cell, value in cells.items()}
        return [[cells.get((row, column), 0.0) for column in range(self.columns)] for row in range(self.rows)]

    def steps(self, frame: int, after: int) -> int:
        gap_s = self.times[after][0] - self.times[frame][0]
        return 2 * floor(gap_s / 0.08 + 0.001) + 1

    def fine_moments(self) -> Iterator[tuple[Moment, tuple[float, float]]]:
        frames = sorted(self.times)
        for before, frame, after in zip([None, *frames[:-1]], frames, [*frames[1:], None], strict=True):
            t, dt = self.times[frame]
            halves = []
            for near in (before, after):
                gap_s = 0.0 if near is None else abs(self.times[near][0] - t)
                halves.append((gap_s / 2, gap_s / self.steps(*sorted((near, frame))) / 2 if near is not None else 0.0))
            # The first frame also stands for what came before it, and the last for what comes after it.
            yield (frame, 0), (t, dt - sum(half - own for half, own in halves))
            if after is not None:
                gap_s, count = self.times[after][0] - t, self.steps(frame, after)
                for step in range(1, count):
                    yield (frame, step), (t + gap_s * (step / count), gap_s / count)

    def way(self, points: dict[int, Exact]) -> Iterator[tuple[Moment, Exact]]:
        """Straight on to the next frame; half of the way there is stood where the track is not in it."""
        frames = sorted(self.times)
        for before, frame, after in zip([None, *frames[:-1]], frames, [*frames[1:], None], strict=True):
            if frame not in points:
                continue
            here = points[frame]
            if before is not None and before not in points:
                count = self.steps(before, frame)
                yield from (((before, step), here) for step in range(count // 2 + 1, count))
            yield (frame, 0), here
            if after is not None:
                count = self.steps(frame, after)
                end = points.get(after)
                for step in range(1, count if end is not None else count // 2 + 1):
                    share = Fraction(step, count)
                    there = end or here
                    yield (
                        (frame, step),
                        (here[0] + (there[0] - here[0]) * share, here[1] + (there[1] - here[1]) * share),
                    )

    def pieces(self, way: dict[Moment, Exact], moment: Moment) -> Iterator[tuple[range, Exact]]:
        """The ticks of the moment, 32 in each half, and where the track is during them."""
        near = [
            way.get(self.order[place]) if place in range(len(self.order)) else None for place in self.around(moment)
        ]
        counts = [self.pieces_to(way[moment], there) for there in near]
        if counts == [1, 1]:
            yield range(64), way[moment]
            return
        for half, (there, count) in enumerate(zip(near, counts, strict=True)):
            for number in range(count):
                share = Fraction(2 * (number if half else count - 1 - number) + 1, 4 * count) if count > 1 else 0
                (x, y), (to_x, to_y) = way[moment], there or way[moment]
                ticks = range(32 * half + 32 // count * number, 32 * half + 32 // count * (number + 1))
                yield ticks, (x + (to_x - x) * share, y + (to_y - y) * share)

    def around(self, moment: Moment) -> tuple[int, int]:
        place = self.place_in_order[moment]
        return place - 1, place + 1

    def pieces_to(self, here: Exact, there: Exact | None) -> int:
        if there is None:
            return 1
        columns = abs(there[0] - here[0]) * self.columns / self.width
        cells = max(columns, abs(there[1] - here[1]) * self.rows / self.height)
        return 1 if cells <= 1.000001 else min(32, 2 ** ceil(log2(cells) - 1e-6))

    def seconds(self, moment: Moment, ticks: Collection[int]) -> float:
        """How long the ticks of the moment last; its halves may differ."""
        (t, dt), (before, after) = self.always[moment], self.around(moment)
        if after < len(self.order):
            second = (self.always[self.order[after]][0] - t) / 2
        else:
            second = dt - (t - self.always[self.order[before]][0]) / 2 if before >= 0 else 0.0
        in_first = sum(tick < 32 for tick in ticks)
        return float(in_first * (dt - second) + (len(ticks) - in_first) * second) / 32

    def object_seconds(self, at_s: float) -> dict[tuple[int, int], float]:
        cells: dict[tuple[int, int], float] = defaultdict(float)
        for way in self.ways.values():
            for moment in way.keys() & self.fine.keys():
                t = self.fine[moment][0]
                for ticks, point in self.pieces(way, moment):
                    if t <= at_s and self.counts(point):
                        cells[self.cell(point)] += self.seconds(moment, ticks) * self.left(at_s - t)
        return cells

    def occupied_seconds(self, at_s: float) -> dict[tuple[int, int], float]:
        cells: dict[tuple[int, int], float] = defaultdict(float)
        for moment, (t, _) in self.fine.items():
            occupied: dict[tuple[int, int], set[int]] = defaultdict(set)
            for way in self.ways.values():
                for ticks, point in self.pieces(way, moment) if moment in way else ():
                    if self.counts(point):
                        occupied[self.cell(point)] |= set(ticks)
            for cell, ticks in occupied.items():
                if t <= at_s:
                    cells[cell] += self.seconds(moment, ticks) * self.left(at_s - t)
        return cells

    def visits(self, at_s: float) -> dict[tuple[int, int], float]:
        cells: dict[tuple[int, int], float] = defaultdict(float)
        for track in self.tracks.values():
            latest: dict[tuple[int, int], float] = {}
            for t, point, cell in self.touches(track):
                if t <= at_s and self.counts(point):
                    latest[cell] = max(t, latest.get(cell, t))
            for cell, t in latest.items():
                cells[cell] += self.left(at_s - t)
        return cells

    def touches(self, track: list[tuple[int, Exact]]) -> Iterator[tuple[float, Exact, tuple[int, int]]]:
        for i, (frame, point) in enumerate(track):
            t = self.frames[frame][0]
            yield t, point, self.cell(point)
            if i + 1 < len(track):
                after, end = track[i + 1]
                cuts = self.cuts(point, end)
                for a, b in pairwise(cuts):
                    share = (a + b) / 2
                    middle = (point[0] + (end[0] - point[0]) * share, point[1] + (end[1] - point[1]) * share)
                    if self.cell(middle) not in (self.cell(point), self.cell(end)):
                        yield t + (self.frames[after][0] - t) * float(share), middle, self.cell(middle)

    def cuts(self, a: Exact, b: Exact) -> list[Fraction]:
        cuts = {Fraction(0), Fraction(1)}
        for axis, count, length in ((0, self.columns, self.width), (1, self.rows, self.height)):
            for border in (Fraction(k * length, count) for k in range(1, count)):
                if a[axis] != b[axis] and 0 <= (border - a[axis]) / (b[axis] - a[axis]) <= 1:
                    cuts.add((border - a[axis]) / (b[axis] - a[axis]))
        return sorted(cuts)

    def anchor(self, row: dict[str, float]) -> Exact:
        x1, y1, x2, y2 = (Fraction(row[name]) for name in ("x1", "y1", "x2", "y2"))
        middle = (x1 + x2) / 2, (y1 + y2) / 2
        return {
            "bottom-center": (middle[0], y2),
            "centroid": middle,
            "top-center": (middle[0], y1),
            "left-center": (x1, middle[1]),
            "right-center": (x2, middle[1]),
        }[self.settings.anchor]

    def held(self, point: Exact) -> Exact:
        x, y = point
        return min(max(x, Fraction(0)), Fraction(self.width)), min(max(y, Fraction(0)), Fraction(self.height))

    def cell(self, point: Exact) -> tuple[int, int]:
        column, row = floor(point[0] * self.columns / self.width), floor(point[1] * self.rows / self.height)
        return min(row, self.rows - 1), min(column, self.columns - 1)

    def counts(self, point: Exact) -> bool:
        regions = self.scene.zones_of(ROI)
        wanted = not regions or any(self.inside(point, zone) for zone in regions)
        return wanted and not any(self.inside(point, zone) for zone in self.scene.zones_of(EXCLUDE))

    def inside(self, point: Exact, zone: Zone) -> bool:
        corners = [(Fraction(x) * self.width, Fraction(y) * self.height) for x, y in zone.points]
        odd = False
        for (ax, ay), (bx, by) in zip(corners, [*corners[1:], corners[0]], strict=True):
            if (point[1] < ay) != (point[1] < by):
                odd ^= point[0] < ax + (bx - ax) * (point[1] - ay) / (by - ay)
        return odd

    def left(self, age_s: float) -> float:
        return 0.5 ** (age_s / self.settings.half_life_s) if self.settings.mode == "decaying" else 1.0
