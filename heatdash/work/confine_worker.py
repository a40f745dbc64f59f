"""Confining a worker that watches strangers' clips: what breaks into it reaches no more than the work needs."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from heatdash.settings import allowed_models, data_folder, downloads_allowed, is_hosted, live_folder, model_folders
from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register, register_path
from heatdash.store.storage_errors import make_folder
from heatdash.store.upload_records import uploads_folder
from heatdash.work.confine import missing_confinement, shut_in
from heatdash.work.heartbeat import locks_folder

_OF_PROC = ("self", "cpuinfo", "meminfo", "stat", "loadavg", "version", "filesystems", "driver", "sys/vm", "sys/kernel")
# Not all of /proc: of other processes, it shows what may be secret in their environment.
_MACHINE = (*(f"/proc/{name}" for name in _OF_PROC), "/sys", "/etc/fonts", "/etc/passwd", "/etc/nsswitch.conf")
"""What libraries ask to learn of cores, memory, accelerators and fonts."""
_OF_DOWNLOADS = ("/etc/hosts", "/etc/resolv.conf", "/run/systemd/resolve", "/etc/ssl", "/etc/pki", "/etc/gai.conf")
_DEVICES = ("/dev/null", "/dev/shm", "/dev/dri", "/dev/kfd", "/dev/accel", *map(str, Path("/dev").glob("nvidia*")))


def temporary_folder(name: str) -> Path:
    """The folder in which the worker of that name keeps what it needs for a moment."""
    return locks_folder() / f"{name}.tmp"


def _may_connect() -> bool:
    return downloads_allowed() and allowed_models() is not None


def confine_worker(name: str) -> None:
    """Leave this worker the clips and the models to read, and the store, its queue and its own places to write.

    It can use no network, but to fetch models where the server's settings name some. Of the register it gets the files
    and not the folder, in which the secret of the installation lies too; so they are opened here, and stay open.
    """
    data, may_connect = data_folder(), _may_connect()
    open_register().workers()
    register = [register_path().with_name(f"{register_path().name}{ending}") for ending in ("", "-wal", "-shm")]
    downloads = [data / "models"] if may_connect else []
    own = [open_store().root, data / "ultralytics", live_folder(), locks_folder(), temporary_folder(name), *downloads]
    for folder in (uploads_folder(), *own):
        make_folder(folder)
    models = [folder for folder in model_folders() if folder.is_dir()]
    # A model may be a link to where it is kept.
    models += [entry.resolve() for folder in models for entry in folder.iterdir()]
    os.environ["TMPDIR"] = tempfile.tempdir = str(temporary_folder(name))
    os.environ.setdefault("MPLCONFIGDIR", str(data / "ultralytics"))
    system = [*_MACHINE, *(_OF_DOWNLOADS if may_connect else ()), sys.prefix, sys.base_prefix]
    shut_in(
        reads=[uploads_folder(), *models, *map(Path, system)],
        writes=[*own, *register, *map(Path, _DEVICES)],
        may_connect=may_connect,
    )


def told_worker_confinement() -> str:
    """What holds for a worker, which watches clips, in words for a bug report."""
    if not is_hosted():
        return "workers with the rights of whoever runs HeatDash (HEATDASH_MODE=hosted confines them)"
    if (lacking := missing_confinement()) is not None:
        return f"workers that are not confined as they should be: {lacking}"
    network = "network for fetching models" if _may_connect() else "no network"
    return f"workers that see clips, models, results and the queue alone; {network}, no other programs"


def remove_temporary_folder(name: str) -> None:
    """Remove what the worker of that name has left."""
    shutil.rmtree(temporary_folder(name), ignore_errors=True)
