"""Telling other programs whether the app works, its workers included, and whether it can take work."""

import os
import shutil
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse

from heatdash.detect.find_model import MOTION, find_at_hand, offered_models
from heatdash.errors import HeatDashError
from heatdash.settings import data_folder, downloads_allowed, worker_count
from heatdash.store.run_register import open_register
from heatdash.web.receive_upload import KEPT_FREE_BYTES
from heatdash.work.heartbeat import answering_workers

_ALWAYS_THERE = {"auto", MOTION}


def tell_health(_request: Request) -> JSONResponse:
    """How many workers there should be and how many answer; 503 where one does not, as while the app starts."""
    wanted, answering = worker_count(), answering_workers()
    is_well = answering >= wanted
    content = {"status": "ok" if is_well else "workers do not answer", "workers": wanted, "answering": answering}
    return _told(content, is_well=is_well)


def tell_ready(_request: Request) -> JSONResponse:
    """Whether work can be taken: by the folder, the disk, the library, the workers and the models; 503 where not."""
    data = data_folder()
    checks = {
        "folder_writable": os.access(data, os.W_OK),
        "disk_has_room": data.is_dir() and shutil.disk_usage(data).free > KEPT_FREE_BYTES,
        "library_usable": _is_library_usable(),
        "workers_answer": answering_workers() >= worker_count(),
        "models_there": _are_models_there(),
    }
    is_ready = all(checks.values())
    return _told({"status": "ready" if is_ready else "not ready", **checks}, is_well=is_ready)


def _is_library_usable() -> bool:
    try:
        open_register().tasks_by_state()
    except HeatDashError:
        return False
    return True


def _are_models_there() -> bool:
    """True where each model that is offered is at hand, or may be fetched when it is asked for."""
    try:
        missing = [name for name in offered_models() if name not in _ALWAYS_THERE and find_at_hand(name) is None]
    except HeatDashError:
        return False
    return not missing or downloads_allowed()


def _told(content: Mapping[str, object], *, is_well: bool) -> JSONResponse:
    return JSONResponse(content, status_code=200 if is_well else 503, headers={"Cache-Control": "no-store"})
