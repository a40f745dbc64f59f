"""What happened at each place within the time range: every table is made from it."""

import math
from collections.abc import Callable, Hashable, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from heatdash.measure.in_threads import thread_count
from heatdash.measure.paths import Paths
from heatdash.measure.places.line_crossings import Crossings, crossings_by_rule, crossings_of_line
from heatdash.measure.places.zone_visits import Visits, stays_in_picture, visits_of_zone
from heatdash.measure.points import anchor_points
from heatdash.measure.watched_time import WatchedTime
from heatdash.values.arrays import Floats, Ints, Marks
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.scene import COUNT, EXCLUDE, Line, Scene, Zone

Remembered = MutableMapping[Hashable, Any]
Search = Callable[..., Crossings | Visits]


@dataclass(frozen=True, eq=False)
class FoundZone:
    """A zone, its visits cut to the time range, and the entries and exits within it.

    `entries` and `exits` are whole visits, whose `enter_s` or `exit_s` lies in the time range and was seen;
    `always` are the visits of the whole clip.
    """

    zone: Zone
    always: Visits
    visits: Visits
    entries: Visits
    exits: Visits


@dataclass(frozen=True, eq=False)
class FoundLine:
    """A line and its crossings that count; `always` are those of the whole clip, whatever the line rule."""

    line: Line
    always: Crossings
    crossings: Crossings


@dataclass(frozen=True, eq=False)
class FoundPlaces:
    """What happened from `from_s` up to, but not including, `to_s`, at the counted zones and lines in the order drawn.

    Events count until `until_s`, which is later where no end was asked for. `class_of_track` is an index into
    `class_names`, which include the classes asked for even where none was seen. `watched_s` has a row for each stretch
    of that time that was watched, with its begin and its end; between them was a gap.
    """

    from_s: float
    to_s: float
    until_s: float
    watched_s: Floats
    class_names: tuple[str, ...]
    class_of_track: Ints
    track_id: Ints
    zones: tuple[FoundZone, ...]
    lines: tuple[FoundLine, ...]
    picture: Visits

    @property
    def seconds(self) -> float:
        """The watched seconds of the time range."""
        return float((self.watched_s[:, 1] - self.watched_s[:, 0]).sum())

    def watched_in(self, edges_s: Floats, /) -> Floats:
        """The watched seconds between each two edges."""
        lengths_s = np.diff(self.watched_s, axis=1)
        watched_s = np.append(0.0, np.cumsum(np.column_stack([lengths_s, np.zeros_like(lengths_s)]).ravel()))
        return np.diff(np.interp(edges_s, self.watched_s.ravel(), watched_s[:-1]))

    @property
    def place_names(self) -> tuple[str, ...]:
        """The names of the zones, then of the lines."""
        return (*(found.zone.name for found in self.zones), *(found.line.name for found in self.lines))


def find_places(
    *,
    paths: Paths,
    settings: MeasureSettings,
    scene: Scene,
    keep: Marks | None = None,
    class_names: Sequence[str] = (),
    remembered: Remembered | None = None,
) -> FoundPlaces:
    """What the tracks marked in `keep` (all, where it is None) did at the counted zones and the lines of `scene`.

    Crossings and visits are found in the whole of `paths` and then cut to the time range, so that the events of two
    adjacent ranges are those of both together. The line rule applies to the crossings in the range. Whether a visit is
    long enough is decided for the whole visit, before it is cut. `remembered` is filled with what was found for these
    very paths, before `keep` is applied, so that the next time only places that are new or moved are searched.
    """
    known: Remembered = {} if remembered is None else remembered
    _search_new_places(paths=paths, scene=scene, anchor=settings.anchor, known=known)
    from_s, to_s = _range_of(paths.watched, settings)
    # Without an end given, an event in the clip's last moment still counts.
    until_s = math.inf if settings.to_s is None else settings.to_s
    kept = np.ones(paths.track_count, dtype=bool) if keep is None else keep
    names, class_of_track = _classes(paths, kept, class_names)

    def found_at(place: Zone | Line | None) -> Any:
        found = known[_key(place, scene, settings.anchor)]
        return found.of(kept[found.track])

    def found_zone(zone: Zone) -> FoundZone:
        visits: Visits = found_at(zone).at_least(settings.min_visit_s)
        return FoundZone(
            zone=zone,
            always=visits,
            visits=visits.within(from_s=from_s, to_s=to_s),
            entries=visits.of(~visits.cut_begin & (visits.enter_s >= from_s) & (visits.enter_s < until_s)),
            exits=visits.of(~visits.cut_end & (visits.exit_s >= from_s) & (visits.exit_s < until_s)),
        )

    def found_line(line: Line) -> FoundLine:
        always: Crossings = found_at(line)
        crossings = always.within(from_s=from_s, to_s=until_s)
        return FoundLine(line, always, crossings_by_rule(crossings=crossings, rule=settings.line_rule))

    return FoundPlaces(
        from_s=from_s,
        to_s=to_s,
        until_s=until_s,
        watched_s=np.array([[from_s, to_s]]),
        class_names=names,
        class_of_track=class_of_track,
        track_id=paths.track_id,
        zones=tuple(map(found_zone, scene.zones_of(COUNT))),
        lines=tuple(map(found_line, scene.lines)),
        picture=found_at(None).within(from_s=from_s, to_s=to_s),
    )


def _key(place: Zone | Line | None, scene: Scene, anchor: str) -> Hashable:
    """What a search depends on besides the paths: all of the place but its name; None is the whole picture."""
    if place is None:
        return anchor, None
    looked_for = place.points if isinstance(place, Zone) else (place.start, place.end, place.way)
    return anchor, looked_for, tuple(zone.points for zone in scene.zones_of(EXCLUDE))


def _search_new_places(*, paths: Paths, scene: Scene, anchor: str, known: Remembered) -> None:
    """Add to `known` what happens at each place of the scene that it does not have yet."""
    excluded = scene.zones_of(EXCLUDE)
    searches: dict[Hashable, Search] = {_key(None, scene, anchor): partial(stays_in_picture, paths=paths)}
    for zone in scene.zones_of(COUNT):
        searches[_key(zone, scene, anchor)] = partial(visits_of_zone, paths=paths, zone=zone, excluded=excluded)
    for line in scene.lines:
        searches[_key(line, scene, anchor)] = partial(crossings_of_line, paths=paths, line=line, excluded=excluded)
    new = {key: search for key, search in searches.items() if key not in known}
    if not new:
        return
    points = anchor_points(paths=paths, anchor=anchor)
    with ThreadPoolExecutor(min(len(new), thread_count())) as pool:
        pending = {key: pool.submit(search, points=points) for key, search in new.items()}
        for key, work in pending.items():
            known[key] = work.result()


def _range_of(watched: WatchedTime, settings: MeasureSettings) -> tuple[float, float]:
    """The time range, limited to the clip; from the clip's end to its end where the range lies after it."""
    begin_s, end_s = float(watched.begins_s[0]), float(watched.ends_s[-1])
    from_s = min(max(begin_s, settings.from_s or 0.0), end_s)
    return from_s, end_s if settings.to_s is None else min(max(from_s, settings.to_s), end_s)


def _classes(paths: Paths, kept: Marks, asked_for: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
    """The classes kept or asked for, sorted by name, and each track's index into them; -1 for any other."""
    seen = [paths.class_names[code] for code in np.unique(paths.class_code[kept])]
    names = tuple(sorted({*seen, *asked_for}))
    place = [names.index(name) if name in names else -1 for name in paths.class_names]
    return names, np.array(place, dtype=np.int64)[paths.class_code]
