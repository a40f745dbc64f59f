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

DETECTIONS = (FRAME, T_S, CLASS_ID, CLASS_NAME, CONF, *BOX, COLOUR)
"""One row a box, ordered by frame, then by falling confidence."""

TRACKS = (FRAME, T_S, TRACK_ID, CLASS_ID, CLASS_NAME, CONF, *BOX, COLOUR)
"""One row a track and frame, ordered by frame, then by track."""

TRACKS_CSV = (FRAME, T_S, TRACK_ID, CLASS_ID, CLASS_NAME, CONF, *BOX)
"""tracks.csv, the file that other programs rely on."""
