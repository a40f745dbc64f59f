"""The facts about a machine that belong in a bug report."""

import os
import platform
import shutil
from typing import Any

from heatdash.detect.find_model import AUTO_MODELS, find_model, online
from heatdash.errors import HeatDashError
from heatdash.exports.summary import versions
from heatdash.settings import (
    data_folder,
    downloads_allowed,
    import_openvino,
    import_ultralytics,
    model_folders,
    store_limit_bytes,
)
from heatdash.work.confine import told_confinement
from heatdash.work.confine_worker import told_worker_confinement


def examine_machine() -> dict[str, Any]:
    """Versions, cores, accelerators, codecs, folders and the model that `auto` stands for here."""
    data = data_folder()
    return {
        "system": f"{platform.system()} {platform.release()} ({platform.machine()})",
        "versions": versions(),
        "cores": os.cpu_count(),
        "accelerators": _accelerators(),
        "codecs": _codecs(),
        "clips_are_read_in": told_confinement(),
        "clips_are_watched_by": told_worker_confinement(),
        "data_folder": {
            "path": str(data),
            "free_gb": round(shutil.disk_usage(_nearest_existing(data)).free / 1e9, 1),
            "store_limit_gb": store_limit_bytes() / 1e9,
        },
        "models": {
            "folders": [str(folder) for folder in model_folders()],
            "downloads": "allowed" if downloads_allowed() else "switched off (HEATDASH_OFFLINE)",
            "online": online(),
            "auto_looks_for": list(AUTO_MODELS),
            "auto_is": find_model("auto").name,
        },
    }


def _accelerators() -> dict[str, Any]:
    found: dict[str, Any] = {}
    try:
        import_openvino()
        import openvino

        core = openvino.Core()
        found["openvino"] = {name: core.get_property(name, "FULL_DEVICE_NAME") for name in core.available_devices}
    except (ImportError, RuntimeError) as error:
        found["openvino"] = f"not usable: {error}"
    try:
        import_ultralytics()
        import torch

        count = torch.cuda.device_count() if torch.cuda.is_available() else 0
        found["cuda"] = [torch.cuda.get_device_name(number) for number in range(count)]
        found["mps"] = bool(torch.backends.mps.is_available())
    except (ImportError, OSError, RuntimeError, HeatDashError) as error:
        found["torch"] = f"not usable: {error}"
    return found


def _codecs() -> dict[str, bool]:
    import av

    readable = ("h264", "hevc", "vp9", "av1", "mpeg4", "mjpeg")
    return {
        **{f"read {name}": name in av.codecs_available for name in readable},
        "write h264": "libx264" in av.codecs_available,
    }


def _nearest_existing(folder: Any) -> Any:
    return next(parent for parent in (folder, *folder.parents) if parent.exists())
