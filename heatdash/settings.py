"""Folders, limits and guarded imports; the environment is read when a setting is asked for, never at import."""

import os
import re
import sys
import threading
from pathlib import Path

from heatdash.errors import BadSettingError
from heatdash.messages import message

DATA_VARIABLE = "HEATDASH_DATA"
MODELS_VARIABLE = "HEATDASH_MODELS"
STORE_LIMIT_VARIABLE = "HEATDASH_STORE_GB"
UPLOAD_LIMIT_VARIABLE = "HEATDASH_MAX_UPLOAD_GB"
OFFLINE_VARIABLE = "HEATDASH_OFFLINE"
WORKERS_VARIABLE = "HEATDASH_WORKERS"
MODE_VARIABLE = "HEATDASH_MODE"
HOSTS_VARIABLE = "HEATDASH_HOSTS"
IFRAME_VARIABLE = "HEATDASH_IFRAME"
METRICS_VARIABLE = "HEATDASH_METRICS"

DEFAULT_STORE_GB = 20.0
MOST_WORKERS = 16
DEFAULT_UPLOAD_GB = 2.0

_HOST = re.compile(r"(\*\.)?[\w-]+(\.[\w-]+)*|[\d.]+|[\da-f:.]+", re.ASCII)
_SITE = re.compile(r"https?://(\*\.)?[\w-]+(\.[\w-]+)*(:\d+)?", re.ASCII)
ANY_SITE = "https:"
_importing = threading.Lock()


def data_folder() -> Path:
    """The folder that keeps artefacts and models: HEATDASH_DATA, or the platform's data folder."""
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_data_path("heatdash", appauthor=False))


def model_folders() -> tuple[Path, ...]:
    """The folders in which models are looked up: those of HEATDASH_MODELS, then `models` in the data folder."""
    named = os.environ.get(MODELS_VARIABLE, "")
    folders = [Path(folder).expanduser().absolute() for folder in named.split(os.pathsep) if folder]
    return (*folders, data_folder() / "models")


def store_limit_bytes() -> int:
    """The size above which the store drops what was used longest ago: HEATDASH_STORE_GB, 20 GB where unset."""
    return _gigabytes(variable=STORE_LIMIT_VARIABLE, default=DEFAULT_STORE_GB, what="store_size")


def upload_limit_bytes() -> int:
    """The size of the largest clip that the app accepts: HEATDASH_MAX_UPLOAD_GB, 2 GB where unset."""
    return _gigabytes(variable=UPLOAD_LIMIT_VARIABLE, default=DEFAULT_UPLOAD_GB, what="upload_size")


def _gigabytes(*, variable: str, default: float, what: str) -> int:
    value = os.environ.get(variable, "")
    try:
        gigabytes = float(value) if value else default
    except ValueError:
        gigabytes = -1.0
    if not 0 < gigabytes < 1e6:
        raise BadSettingError(
            "settings.odd_gigabytes", variable=variable, found=value, what=message(f"settings.{what}"), default=default
        )
    return int(gigabytes * 1e9)


def downloads_allowed() -> bool:
    """False where HEATDASH_OFFLINE is set: then nothing is fetched from the network."""
    return not _is_on(OFFLINE_VARIABLE)


def worker_count() -> int:
    """How many clips the app analyses at the same time: HEATDASH_WORKERS, 1 where unset."""
    value = os.environ.get(WORKERS_VARIABLE, "").strip() or "1"
    if not (value.isdecimal() and 1 <= int(value) <= MOST_WORKERS):
        raise BadSettingError("settings.odd_workers", variable=WORKERS_VARIABLE, found=value, most=MOST_WORKERS)
    return int(value)


def is_hosted() -> bool:
    """True where strangers are let in: HEATDASH_MODE is `hosted`."""
    return os.environ.get(MODE_VARIABLE, "").strip().lower() == "hosted"


def without_folders(sentence: str, /) -> str:
    """The sentence as a visitor may read it: where strangers are let in, without the paths of folders."""
    if is_hosted():
        for folder in (data_folder(), *model_folders()):
            sentence = sentence.replace(str(folder), folder.name)
    return sentence


def hosts() -> tuple[str, ...]:
    """The public names that the app is reached by, those of HEATDASH_HOSTS; `*.shop.example` is any name below it."""
    named = _several(HOSTS_VARIABLE)
    if odd := [name for name in named if not _HOST.fullmatch(name)]:
        raise BadSettingError("settings.odd_hosts", variable=HOSTS_VARIABLE, found=odd[0])
    return named


def framing_sites() -> tuple[str, ...]:
    """The sites that may show the app within their pages, those of HEATDASH_IFRAME; ANY_SITE where it is 1."""
    if _is_on(IFRAME_VARIABLE):
        return (ANY_SITE,)
    named = _several(IFRAME_VARIABLE)
    if odd := [site for site in named if not _SITE.fullmatch(site)]:
        raise BadSettingError("settings.odd_sites", variable=IFRAME_VARIABLE, found=odd[0])
    return named


def _several(variable: str) -> tuple[str, ...]:
    entries = (entry.strip().lower().rstrip("/.") for entry in os.environ.get(variable, "").split(","))
    return tuple(filter(None, entries))


def metrics_allowed() -> bool:
    """True where HEATDASH_METRICS is set: then whoever reaches the app may read how much it has to do."""
    return _is_on(METRICS_VARIABLE)


def _is_on(variable: str) -> bool:
    return os.environ.get(variable, "").strip().lower() in {"1", "true", "yes"}


def import_ultralytics() -> None:
    """Import ultralytics so that it runs no code from weights, installs nothing, is quiet, and leaves threads alone.

    On import it sets OpenCV to one thread for the whole process. If another thread is at work in OpenCV at that
    moment, the process dies of a division by zero; so the call does not reach OpenCV.
    """
    config = data_folder() / "ultralytics"
    config.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("YOLO_CONFIG_DIR", str(config))
    os.environ["ULTRALYTICS_SAFE_LOAD"] = "1"
    os.environ["YOLO_AUTOINSTALL"] = "0"
    os.environ.setdefault("YOLO_VERBOSE", "false")
    os.environ.setdefault("YOLO_OFFLINE", "1")
    with _importing:
        import cv2

        set_threads = cv2.setNumThreads
        cv2.setNumThreads = lambda nthreads: None
        try:
            import ultralytics.utils  # noqa: F401
        finally:
            cv2.setNumThreads = set_threads


def import_openvino() -> None:
    """Import OpenVINO without its telemetry, which would call home from a process of its own on import."""
    if "openvino" not in sys.modules:
        # Where the telemetry cannot be imported, OpenVINO uses its own stub, which does nothing.
        sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
        import openvino  # noqa: F401


def describe_settings() -> dict[str, dict[str, str]]:
    """Every setting in force: its value, the variable that sets it, and what it does."""
    return {
        DATA_VARIABLE: {"value": str(data_folder()), "does": "where results and models are kept"},
        MODELS_VARIABLE: {
            "value": os.pathsep.join(map(str, model_folders())),
            "does": "folders that models are looked up in",
        },
        STORE_LIMIT_VARIABLE: {
            "value": f"{store_limit_bytes() / 1e9:g}",
            "does": "gigabytes above which the results used longest ago are dropped",
        },
        UPLOAD_LIMIT_VARIABLE: {
            "value": f"{upload_limit_bytes() / 1e9:g}",
            "does": "gigabytes of the largest clip that the app takes",
        },
        OFFLINE_VARIABLE: {
            "value": "no" if downloads_allowed() else "yes",
            "does": "yes: nothing is fetched from the network",
        },
        WORKERS_VARIABLE: {
            "value": str(worker_count()),
            "does": "how many clips the app analyses at the same time; each needs about 1.5 GB of memory",
        },
        MODE_VARIABLE: {
            "value": "hosted" if is_hosted() else "local",
            "does": "hosted: strangers are let in, and only by the names that are set",
        },
        HOSTS_VARIABLE: {"value": ",".join(hosts()), "does": "public names that the app is reached by"},
        IFRAME_VARIABLE: {
            "value": "any site" if framing_sites() == (ANY_SITE,) else ",".join(framing_sites()),
            "does": "sites that may show the app within their pages",
        },
        METRICS_VARIABLE: {
            "value": "yes" if metrics_allowed() else "no",
            "does": "yes: whoever reaches the app may read how much it has to do, at /_stcore/metrics",
        },
    }
