"""The column names of every table, in one place."""

FRAME = "frame"
T_S = "t_s"
TRACK_ID = "track_id"
CLASS_ID = "class_id"
CLASS_NAME = "class_name"
CONF = "conf"
X1, Y1, X2, Y2 = "x1", "y1", "x2", "y2"
COLOUR = "colour"

BOX = (X1, Y1, X2, Y2)

LOOK = "look"
DETECTIONS = (FRAME, T_S, CLASS_ID, CLASS_NAME, CONF, *BOX, COLOUR, LOOK)
"""One row a box, ordered by frame, then by falling confidence. `look` is what it looks like: eight bytes in one."""

TRACKS = (FRAME, T_S, TRACK_ID, CLASS_ID, CLASS_NAME, CONF, *BOX, COLOUR)
"""One row a track and frame, ordered by frame, then by track."""

LINKED = (*TRACKS, LOOK)
"""TRACKS as the tracker leaves them, with what each box looks like."""
FILLED, STATIC = "filled", "static"
REFINED = (*TRACKS, FILLED, STATIC)
"""TRACKS after refining: was it not seen in that frame, but before and after; and did it never move, all the time."""
TRACKS_CSV = (FRAME, T_S, TRACK_ID, CLASS_ID, CLASS_NAME, CONF, *BOX)
"""tracks.csv, the file that other programs rely on."""

KIND = "kind"
PLACE = "place"
DIRECTION = "direction"
X, Y = "x", "y"
CROSS, ENTER, EXIT = "cross", "enter", "exit"
IN, OUT = "in", "out"

EVENTS = (T_S, KIND, PLACE, DIRECTION, TRACK_ID, CLASS_NAME, X, Y)
"""events.csv: one row a crossing of a line, an entry into a zone or an exit from it, by time; x, y in pixels."""

ENTER_S, EXIT_S = "enter_s", "exit_s"
CUT_BEGIN, CUT_END = "cut_begin", "cut_end"

VISITS = (PLACE, TRACK_ID, CLASS_NAME, ENTER_S, EXIT_S, CUT_BEGIN, CUT_END)
"""One row a visit to a zone, ordered by entry. A cut one was inside already, or still, when the clip began or ended."""

BIN_START_S, BIN_END_S = "bin_start_s", "bin_end_s"
UNIQUE = "unique"
OCCUPANCY_MEAN, OCCUPANCY_MAX = "occupancy_mean", "occupancy_max"

COUNTS = (BIN_START_S, BIN_END_S, PLACE, CLASS_NAME, IN, OUT, UNIQUE, OCCUPANCY_MEAN, OCCUPANCY_MAX)
"""counts.csv: one row a bin, place and class, zero-filled."""

OVER_TIME = (BIN_START_S, BIN_END_S, PLACE, OCCUPANCY_MEAN)
"""One row a short step of time and place, all classes together."""

VISIT_COUNT = "visits"
DWELL_MEAN_S, DWELL_MEDIAN_S, DWELL_MAX_S = "dwell_mean_s", "dwell_median_s", "dwell_max_s"

ZONES = (
    PLACE, CLASS_NAME, VISIT_COUNT, UNIQUE, DWELL_MEAN_S, DWELL_MEDIAN_S, DWELL_MAX_S, OCCUPANCY_MEAN, OCCUPANCY_MAX,
)  # fmt: skip
"""zones.csv: one row a zone and class."""

FROM_PLACE, TO_PLACE, TRACK_COUNT = "from_place", "to_place", "tracks"

FLOWS = (FROM_PLACE, TO_PLACE, CLASS_NAME, TRACK_COUNT)
"""flows.csv: how many tracks came to a place straight from another one."""

FIRST_S, LAST_S = "first_s", "last_s"
WAY_SHARE = "way_share"
TRACK_LIST = (TRACK_ID, CLASS_NAME, COLOUR, FIRST_S, LAST_S, WAY_SHARE, CONF)
"""One row a track, by when it was first seen."""
