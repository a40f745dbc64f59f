"""The boxes that may show people, for hiding them."""

from pathlib import Path

import pandas as pd

from heatdash.jobs.watch_clip import DETECTIONS_FILE
from heatdash.store.parquet_tables import read_table
from heatdash.tables.columns import CLASS_NAME, DETECTIONS
from heatdash.values.class_kinds import may_show_people


def people_boxes(detections: Path | None) -> pd.DataFrame:
    """Every box in the folder of detections that may show a person, however unsure; none where there is no folder.

    Hiding too much is better than too little.
    """
    if detections is None:
        return pd.DataFrame(columns=list(DETECTIONS))
    boxes = read_table(detections / DETECTIONS_FILE)
    return boxes[[may_show_people(name) for name in boxes[CLASS_NAME]]]
