"""Whether what moved at a place was asked for."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from heatdash.measure.places.find_places import FoundPlaces
from heatdash.values.arrays import Ints
from heatdash.values.classes import most_frequent_first
from heatdash.values.sureness import SceneCheck


def check_classes(others: FoundPlaces, /) -> list[SceneCheck]:
    """The lines that other objects crossed, and the zones that they came into or left; they are in no count."""
    return list(_told(others))


def _told(others: FoundPlaces) -> Iterator[SceneCheck]:
    for line in others.lines:
        yield from _about("line_other_classes", line.line.name, line.crossings.track, others)
    for zone in others.zones:
        tracks = np.append(zone.entries.track, zone.exits.track)
        yield from _about("zone_other_classes", zone.zone.name, tracks, others)


def _about(kind: str, place: str, tracks: Ints, others: FoundPlaces) -> Iterator[SceneCheck]:
    """The finding about a place; none where nothing happened there. The class of most objects comes first."""
    classes = Counter(others.class_names[number] for number in others.class_of_track[np.unique(tracks)].tolist())
    if classes:
        ranked = tuple(name for name, _ in most_frequent_first(classes))
        yield SceneCheck(kind, place, (("objects", classes.total()),), ranked)
