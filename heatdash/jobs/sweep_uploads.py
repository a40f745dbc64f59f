"""Clears away what was uploaded and never analysed."""

import shutil
import time
from collections.abc import Collection
from pathlib import Path

from heatdash.jobs.uploads import uploads_folder

KEPT_S = 24 * 3600


def sweep_uploads(used: Collection[Path]) -> list[Path]:
    """The folders removed: uploads, whole or broken off, older than a day, that hold none of the `used` clips."""
    oldest_s = time.time() - KEPT_S
    needed = {path.parent for path in used}
    folders = [folder for folder in uploads_folder().glob("*/") if folder not in needed]
    swept = [folder for folder in folders if folder.stat().st_mtime < oldest_s]
    for folder in swept:
        shutil.rmtree(folder)
    return swept
