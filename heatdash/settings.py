"""Folders, limits and guarded imports; the environment is read when a setting is asked for, never at import."""

import os
import re
import sys
import threading
from pathlib import Path

from heatdash.errors import BadSettingError
from heatdash.variables import (
    ALLOWED_MODELS_VARIABLE,
    DATA_VARIABLE,
    HOSTED,
    HOSTS_VARIABLE,
    IFRAME_VARIABLE,
    JSON,
    LOG_VARIABLE,
    LOGS,
    METRICS_VARIABLE,
    MODE_VARIABLE,
    MODELS_VARIABLE,
    NO,
    NONE,
    OFFLINE_VARIABLE,
    SETTINGS,
    SHARING_VARIABLE,
    STORE_LIMIT_VARIABLE,
    UNCONFINED_VARIABLE,
    UPLOAD_LIMIT_VARIABLE,
    WORKERS_VARIABLE,
    YES,
    mode,
)

__all__ = ["DATA_VARIABLE", "MODELS_VARIABLE", "OFFLINE_VARIABLE", "WORKERS_VARIABLE"]
DEFAULT, ENVIRONMENT = "default", "environment"

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


def live_folder() -> Path:
    """The folder of the pictures that pages show while tasks run."""
    return data_folder() / "live"


def model_folders() -> tuple[Path, ...]:
    """The folders in which models are looked up: those of HEATDASH_MODELS, then `models` in the data folder."""
    named = os.environ.get(MODELS_VARIABLE, "")
    folders = [Path(folder).expanduser().absolute() for folder in named.split(os.pathsep) if folder]
    return (*folders, data_folder() / "models")


def is_hosted() -> bool:
    """True where HEATDASH_MODE says that strangers use this server."""
    return mode() == HOSTED


def allowed_models() -> tuple[str, ...] | None:
    """The names of the models that may watch clips: those of HEATDASH_ALLOWED_MODELS; None where it names none."""
    named = SETTINGS[ALLOWED_MODELS_VARIABLE].text
    return tuple(name.strip() for name in named.split(",") if name.strip()) if named else None


def store_limit_bytes() -> int:
    """The size above which the store drops what was used longest ago: HEATDASH_STORE_GB, 20 GB where unset."""
    return int(SETTINGS[STORE_LIMIT_VARIABLE].number * 1e9)


def upload_limit_bytes() -> int:
    """The size of the largest clip that the app accepts, as HEATDASH_MAX_UPLOAD_GB says."""
    return int(SETTINGS[UPLOAD_LIMIT_VARIABLE].number * 1e9)


def downloads_allowed() -> bool:
    """False where HEATDASH_OFFLINE is set: then nothing is fetched from the network."""
    return not SETTINGS[OFFLINE_VARIABLE].is_on


def sharing_allowed() -> bool:
    """False where HEATDASH_SHARING says that nobody may give others a link to a result."""
    return SETTINGS[SHARING_VARIABLE].is_on


def worker_count() -> int:
    """How many clips the app analyses at the same time: HEATDASH_WORKERS, 1 where unset."""
    return int(SETTINGS[WORKERS_VARIABLE].number)


def without_folders(sentence: str, /) -> str:
    """The sentence as a visitor may read it: where strangers are let in, without the paths of folders."""
    if is_hosted():
        for folder in (data_folder(), *model_folders()):
            sentence = sentence.replace(str(folder), folder.name)
    return sentence


def hosts() -> tuple[str, ...]:
    """The public names that the app is reached by, those of HEATDASH_HOSTS; `*.shop.example` is any name below it."""
    named = SETTINGS[HOSTS_VARIABLE].entries
    if odd := [name for name in named if not _HOST.fullmatch(name)]:
        raise BadSettingError("settings.odd_hosts", variable=HOSTS_VARIABLE, found=odd[0])
    return named


def framing_sites() -> tuple[str, ...]:
    """The sites that may show the app within their pages, those of HEATDASH_IFRAME; ANY_SITE where it is 1."""
    if SETTINGS[IFRAME_VARIABLE].is_on:
        return (ANY_SITE,)
    named = SETTINGS[IFRAME_VARIABLE].entries
    if odd := [site for site in named if not _SITE.fullmatch(site)]:
        raise BadSettingError("settings.odd_sites", variable=IFRAME_VARIABLE, found=odd[0])
    return named


def metrics_allowed() -> bool:
    """True where HEATDASH_METRICS is set: then this machine and its network may read how much the app has to do."""
    return SETTINGS[METRICS_VARIABLE].is_on


def unconfined_allowed() -> bool:
    """True where HEATDASH_ALLOW_UNCONFINED says that strangers' clips may be worked on by processes not confined."""
    return SETTINGS[UNCONFINED_VARIABLE].is_on


def log_is_json() -> bool:
    """True where HEATDASH_LOG says that programs read the log, False where people do."""
    found = SETTINGS[LOG_VARIABLE].text.lower()
    if found not in LOGS:
        raise BadSettingError("settings.odd_log", variable=LOG_VARIABLE, found=found, known=", ".join(LOGS))
    return found == JSON


def import_ultralytics() -> None:
    """Import ultralytics so that it runs no code from weights, installs nothing, is quiet, and leaves threads alone.

    On import it sets OpenCV to one thread for the whole process. If another thread is at work in OpenCV at that
    moment, the process dies of a division by zero; so the call does not reach OpenCV.
    """
    config = data_folder() / "ultralytics"
    config.mkdir(parents=True, exist_ok=True)
    # Of the data folder at hand, whatever was named: a confined worker may write nowhere else.
    os.environ["YOLO_CONFIG_DIR"] = str(config)
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
    """Every setting in force: its value, where that comes from, and what it does."""
    return {
        variable: {
            "value": _shown(variable),
            "origin": ENVIRONMENT if setting.is_given else DEFAULT,
            "does": str(setting.meaning),
        }
        for variable, setting in SETTINGS.items()
    }


def _shown(variable: str) -> str:
    """The value in force, as it could be set."""
    setting = SETTINGS[variable]
    if variable == MODE_VARIABLE:
        return mode()
    if variable == DATA_VARIABLE:
        return str(data_folder())
    if variable == MODELS_VARIABLE:
        return os.pathsep.join(map(str, model_folders()))
    if setting.is_switch:
        return YES if setting.is_on else NO
    if setting.unit:
        return NONE if setting.number == float("inf") else f"{setting.number:.12g}"
    return setting.text
