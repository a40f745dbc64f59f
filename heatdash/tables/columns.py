"""Every table: the names of its columns and what they hold."""

from heatdash.tables.table import Column, Table

FRAME = "frame"
T_S = "t_s"
TRACK_ID = "track_id"
CLASS_ID = "class_id"
CLASS_NAME = "class_name"
CONF = "conf"
X1, Y1, X2, Y2 = "x1", "y1", "x2", "y2"
COLOUR = "colour"
LOOK = "look"
CELLS = "cells"
BOX_CLASS_ID = "box_class_id"
FILLED, STATIC, VOTES = "filled", "static", "votes"
KIND = "kind"
PLACE = "place"
DIRECTION = "direction"
X, Y = "x", "y"
ENTER_S, EXIT_S = "enter_s", "exit_s"
CUT_BEGIN, CUT_END = "cut_begin", "cut_end"
BIN_START_S, BIN_END_S = "bin_start_s", "bin_end_s"
UNIQUE = "unique"
OCCUPANCY_MEAN, OCCUPANCY_MAX = "occupancy_mean", "occupancy_max"
VISIT_COUNT = "visits"
DWELL_MEAN_S, DWELL_MEDIAN_S, DWELL_MAX_S = "dwell_mean_s", "dwell_median_s", "dwell_max_s"
FROM_PLACE, TO_PLACE, TRACK_COUNT = "from_place", "to_place", "tracks"
PART, CLIP_NAME, BEGAN, ENDED = "part", "clip", "began", "ended"
FROM_S, TO_S, LEFT_OUT_S, GAP_BEFORE_S = "from_s", "to_s", "left_out_s", "gap_before_s"
START_SOURCE = "start_source"
PERIOD, ORIGIN, DESTINATION = "period", "origin", "destination"
COUNT, PCU = "count", "pcu"
PEAK_HOUR_FACTOR, PER_HOUR = "peak_hour_factor", "per_hour_extrapolated"
FIRST_S, LAST_S = "first_s", "last_s"
WAY_SHARE = "way_share"
LENGTH_M = "length_m"
GRID_ROW = "row"
CHECK, FIGURE, VERDICT, TRUE_CLASS, BY, AT, SAMPLE_SEED = (
    "check", "figure", "verdict", "true_class", "by", "at", "sample_seed"
)  # fmt: skip
COUNTED, CHECKED, RIGHTLY, WRONGLY, MISSED_COUNT = "counted", "checked", "right", "wrong", "missed"
CORRECTED_COUNT, ESTIMATED, ESTIMATED_LEAST, ESTIMATED_MOST = (
    "corrected", "estimated", "estimated_least", "estimated_most"
)  # fmt: skip

BOX = (X1, Y1, X2, Y2)

CROSS, ENTER, EXIT = "cross", "enter", "exit"
"""The values of the column KIND."""
IN, OUT = "in", "out"
"""The values of the column DIRECTION; the columns that count them have the same names."""
INTERVAL, WHOLE_TIME, PEAK_HOUR = "interval", "whole_time", "peak_hour"
"""The values of the column PERIOD."""
MOVEMENT, FROM_ARM, TO_ARM, SEEN_AT_ONE, TOTAL = "movement", "from", "to", "one_arm", "total"
"""The values of the column KIND of MOVEMENTS."""

_IDENTITY = (Column(FRAME), Column(T_S, "s", decimals=6))
_CLASS = (Column(CLASS_ID), Column(CLASS_NAME))
_BOX = (Column(CONF, decimals=4), *(Column(side, "px", decimals=2) for side in BOX))
_BY_FRAME = {"ordered_by": FRAME, "always": T_S}

DETECTIONS = Table("detections", (*_IDENTITY, *_CLASS, *_BOX, Column(COLOUR), Column(LOOK)), **_BY_FRAME)
"""One row per box, ordered by frame, then by falling confidence. `look` packs eight bytes that describe its looks."""

MOTION = Table("motion", (*_IDENTITY, Column(CELLS)), **_BY_FRAME)
"""One row per frame in which it was noted what moves: `cells` packs a bit for each cell of the picture's grid."""

TRACK_BOXES = Table("tracks", (*_IDENTITY, Column(TRACK_ID), *_CLASS, *_BOX), **_BY_FRAME)
"""One row per track and frame, ordered by frame, then by track: what other programs rely on."""
TRACKS = Table("tracks", (*TRACK_BOXES.columns, Column(COLOUR)), **_BY_FRAME)
"""TRACK_BOXES with the colours of the tracks."""
TRACKS_CSV = Table("tracks", (*TRACKS.columns, Column(FILLED)), **_BY_FRAME)
"""What tracks.csv holds; those of earlier versions hold TRACK_BOXES."""
LINKED = Table("tracks", (*TRACKS.columns, Column(LOOK), Column(BOX_CLASS_ID)), **_BY_FRAME)
"""TRACKS as the tracker leaves them, with the looks of each box and the class that the model gave it."""
REFINED = Table("tracks", (*TRACKS.columns, Column(FILLED), Column(STATIC), Column(VOTES)), **_BY_FRAME)
"""TRACKS after refining. `filled`: not seen in that frame, but before and after; `static`: the object never moved;
`votes`: what its boxes were called, as `votes_text` writes it."""

EVENTS = Table(
    "events",
    (
        Column(T_S, "s", decimals=3),
        Column(KIND),
        Column(PLACE),
        Column(DIRECTION),
        Column(TRACK_ID),
        Column(CLASS_NAME),
        Column(X, "px", decimals=1),
        Column(Y, "px", decimals=1),
        Column("clock", clock_of=T_S),
    ),
)
"""One row per crossing of a line, entry into a zone or exit from it, by time; x, y in pixels."""

VISITS = Table(
    "visits",
    (
        Column(PLACE),
        Column(TRACK_ID),
        Column(CLASS_NAME),
        Column(ENTER_S, "s", decimals=3),
        Column(EXIT_S, "s", decimals=3),
        Column(CUT_BEGIN),
        Column(CUT_END),
    ),
)
"""One row per visit to a zone, by entry. Cut: already, or still, inside when the clip or time range began or ended."""

_OCCUPANCY = (
    Column(OCCUPANCY_MEAN, "objects", decimals=4, shown_decimals=2),
    Column(OCCUPANCY_MAX, "objects"),
)

COUNTS = Table(
    "counts",
    (
        Column(BIN_START_S, "s", decimals=3),
        Column(BIN_END_S, "s", decimals=3),
        Column(PLACE),
        Column(CLASS_NAME),
        Column(IN, "times"),
        Column(OUT, "times"),
        Column(UNIQUE, "objects"),
        *_OCCUPANCY,
        Column("bin_start_clock", clock_of=BIN_START_S),
        Column("bin_end_clock", clock_of=BIN_END_S),
    ),
)
"""One row per bin, place and class, zero-filled."""

OVER_TIME = Table("over_time", (Column(BIN_START_S, "s"), Column(BIN_END_S, "s"), Column(PLACE), _OCCUPANCY[0]))
"""One row per short step of time and place, all classes together."""

ZONES = Table(
    "zones",
    (
        Column(PLACE),
        Column(CLASS_NAME),
        Column(VISIT_COUNT, "times"),
        Column(UNIQUE, "objects"),
        Column(DWELL_MEAN_S, "s", decimals=3, shown_decimals=1),
        Column(DWELL_MEDIAN_S, "s", decimals=3, shown_decimals=1),
        Column(DWELL_MAX_S, "s", decimals=3, shown_decimals=1),
        *_OCCUPANCY,
    ),
)
"""One row per zone and class."""

FLOWS = Table("flows", (Column(FROM_PLACE), Column(TO_PLACE), Column(CLASS_NAME), Column(TRACK_COUNT, "objects")))
"""How many tracks came to a place straight from another one."""

JOURNEYS = Table(
    "journeys",
    (
        Column(FROM_PLACE, words="first_place"),
        Column(TO_PLACE, words="last_place"),
        Column(CLASS_NAME),
        Column(TRACK_COUNT, "objects", words="journeys"),
    ),
)
"""How many tracks came to one place first and to another one last; without the last for who came to one place only."""

MOVEMENTS = Table(
    "movements",
    (
        Column(PERIOD),
        Column(BIN_START_S, "s", decimals=3),
        Column(BIN_END_S, "s", decimals=3),
        Column(KIND, words="movement_kind"),
        Column(ORIGIN),
        Column(DESTINATION),
        Column(CLASS_NAME, words="movement_class"),
        Column(COUNT, "objects"),
        Column(PCU, "PCU", decimals=2),
        Column(PEAK_HOUR_FACTOR, decimals=3),
        Column(PER_HOUR, "per h", decimals=1),
        Column("bin_start_clock", clock_of=BIN_START_S),
        Column("bin_end_clock", clock_of=BIN_END_S),
    ),
)
"""One row per period, movement between two lines or total of them, and class."""

VERDICTS = Table(
    "verdicts",
    (
        Column(CHECK),
        Column(PLACE),
        Column(TO_PLACE),
        Column(T_S, "s", decimals=3),
        Column("clock", clock_of=T_S),
        Column(DIRECTION),
        Column(TRACK_ID),
        Column(CLASS_NAME),
        Column(VERDICT),
        Column(TRUE_CLASS),
        Column(BY),
        Column(AT),
        Column(SAMPLE_SEED),
    ),
)
"""One row per verdict that holds on a count checked by eye, by check, then by time."""

CORRECTED = Table(
    "corrected",
    (
        Column(PLACE),
        Column(TO_PLACE),
        Column(CLASS_NAME),
        Column(FIGURE),
        Column(COUNTED),
        Column(CHECKED),
        Column(RIGHTLY),
        Column(WRONGLY),
        Column(MISSED_COUNT),
        Column(CORRECTED_COUNT),
        Column(ESTIMATED, decimals=1),
        Column(ESTIMATED_LEAST, decimals=1),
        Column(ESTIMATED_MOST, decimals=1),
        Column(BY),
        Column(AT),
    ),
)
"""One row per checked figure and class: what was counted, beside what checking it by eye makes of it."""

TRACK_LIST = Table(
    "track_list",
    (
        Column(TRACK_ID),
        Column(CLASS_NAME),
        Column(COLOUR),
        Column(FIRST_S, "s"),
        Column(LAST_S, "s"),
        Column(WAY_SHARE, "of the width", shown_decimals=0),
        Column(CONF, "of 1", shown_decimals=0, words="conf_mean"),
        Column(LENGTH_M, "m", decimals=1),
    ),
)
"""One row per track, by when it was first seen; a length where it was measured."""


def heat_table(*, columns: int, suffix: str) -> Table:
    """The table of a heatmap `columns` cells wide, with one row per row of the grid; `suffix` states the unit."""
    cells = (Column(f"x{number}_{suffix}", decimals=6, words="cell") for number in range(columns))
    return Table("heat", (Column(GRID_ROW), *cells))


PARTS = Table(
    "parts",
    (
        Column(PART),
        Column(CLIP_NAME),
        Column(FROM_S, "s", decimals=3, words="part_from_s"),
        Column(TO_S, "s", decimals=3, words="part_to_s"),
        Column(LEFT_OUT_S, "s", decimals=3),
        Column(GAP_BEFORE_S, "s", decimals=3),
        Column(START_SOURCE),
        Column(BEGAN, clock_of=FROM_S),
        Column(ENDED, clock_of=TO_S),
    ),
)
"""One row per part of a recording, in order of time."""
