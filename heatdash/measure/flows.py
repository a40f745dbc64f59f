"""flows.csv: how many went straight from one place to another."""

import numpy as np
import pandas as pd

from heatdash.measure.find_places import FoundPlaces
from heatdash.tables.columns import CLASS_NAME, FLOWS, FROM_PLACE, TO_PLACE, TRACK_COUNT


def flows(*, found: FoundPlaces) -> pd.DataFrame:
    """One row a pair of places and a class: how many different tracks came to the second straight from the first.

    A track is at a line when it crosses it and in a zone when its visit begins, also where that was not seen. Coming
    back to the place where it was last is no way. Most tracks first, then by name; pairs nobody went are left out.
    """
    stops = [(zone.visits.track, zone.visits.enter_s) for zone in found.zones]
    stops += [(line.crossings.track, line.crossings.t_s) for line in found.lines]
    place = np.repeat(np.arange(len(stops)), np.array([len(track) for track, _ in stops], dtype=np.int64))
    track = np.concatenate([np.empty(0, np.int64), *(track for track, _ in stops)])
    t_s = np.concatenate([np.empty(0), *(t_s for _, t_s in stops)])
    order = np.lexsort((place, t_s, track))
    place, track = place[order], track[order]
    ways = (track[1:] == track[:-1]) & (place[1:] != place[:-1])
    # A way, with who went it, as one number: rows of numbers are slow to tell apart.
    places, classes = max(1, len(stops)), max(1, len(found.class_names))
    way = place[:-1][ways] * places + place[1:][ways]
    taken = np.unique(track[1:][ways] * places**2 + way)
    kind = (taken % places**2) * classes + found.class_of_track[taken // places**2]
    kinds, tracks = np.unique(kind, return_counts=True)
    begin, end = np.divmod(kinds // classes, places)
    names, class_names = (np.array(words, dtype=object) for words in (found.place_names, found.class_names))
    table = pd.DataFrame(
        {
            FROM_PLACE: names[begin],
            TO_PLACE: names[end],
            CLASS_NAME: class_names[kinds % classes],
            TRACK_COUNT: tracks,
        },
        columns=list(FLOWS),
    )
    by = [TRACK_COUNT, FROM_PLACE, TO_PLACE, CLASS_NAME]
    return table.sort_values(by, ascending=[False, True, True, True], ignore_index=True)
