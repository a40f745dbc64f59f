"""Where things lie and what the machine may do, read from the environment when asked, never at import."""

import os
from pathlib import Path

from heatdash.errors import BadSettingError

DATA_VARIABLE = "HEATDASH_DATA"
MODELS_VARIABLE = "HEATDASH_MODELS"
STORE_LIMIT_VARIABLE = "HEATDASH_STORE_GB"
OFFLINE_VARIABLE = "HEATDASH_OFFLINE"

DEFAULT_STORE_GB = 20.0


def data_folder() -> Path:
    """The folder that keeps artefacts and models: HEATDASH_DATA, or the platform's data folder."""
    named = os.environ.get(DATA_VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    import platformdirs

    return Path(platformdirs.user_data_path("heatdash", appauthor=False))


def model_folders() -> tuple[Path, ...]:
    """The folders that models are looked up in: those of HEATDASH_MODELS, then `models` in the data folder."""
    named = os.environ.get(MODELS_VARIABLE, "")
    folders = [Path(folder).expanduser().absolute() for folder in named.split(os.pathsep) if folder]
    return (*folders, data_folder() / "models")


def store_limit_bytes() -> int:
    """The size above which the store drops what was used longest ago: HEATDASH_STORE_GB, 20 GB where unset."""
    named = os.environ.get(STORE_LIMIT_VARIABLE, "")
    try:
        gigabytes = float(named) if named else DEFAULT_STORE_GB
    except ValueError:
        gigabytes = -1.0
    if not 0 < gigabytes < 1e6:
        raise BadSettingError(f"{STORE_LIMIT_VARIABLE} is '{named}'; give the store's size in gigabytes, such as 20.")
    return int(gigabytes * 1e9)


def downloads_allowed() -> bool:
    """False where HEATDASH_OFFLINE is set: then nothing is fetched from the network."""
    return os.environ.get(OFFLINE_VARIABLE, "").strip().lower() not in {"1", "true", "yes"}


def guard_ultralytics() -> None:
    """Set, before ultralytics is first imported, that it runs no code out of weights, installs nothing and is quiet."""
    config = data_folder() / "ultralytics"
    config.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("YOLO_CONFIG_DIR", str(config))
    os.environ["ULTRALYTICS_SAFE_LOAD"] = "1"
    os.environ["YOLO_AUTOINSTALL"] = "0"
    os.environ.setdefault("YOLO_VERBOSE", "false")
    os.environ.setdefault("YOLO_OFFLINE", "1")


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
        OFFLINE_VARIABLE: {
            "value": "no" if downloads_allowed() else "yes",
            "does": "yes: nothing is fetched from the network",
        },
    }
