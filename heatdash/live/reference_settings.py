"""The settings of `ultralytics.solutions`, checked before its model and its trackers get them."""

import json
from collections.abc import Collection
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.settings import import_ultralytics
from heatdash.track.open_tracker import default_options, refuse_unknown_options
from heatdash.values.link_settings import TRACKER_NAMES, LinkSettings

Size = int | list[int] | tuple[int, int]
_BITS = (16, 32)


def refuse_unknown_settings(names: Collection[str], /) -> None:
    """Refuse each of these settings that no solution of ultralytics has, and name the nearest that one has."""
    import_ultralytics()
    from ultralytics.solutions.config import SolutionConfig

    known = [field.name for field in fields(SolutionConfig)]
    for name in names:
        if name not in known:
            nearest = get_close_matches(name, known, n=1, cutoff=0.0)[0]
            raise BadSettingError("live.setting_unknown", name=name, nearest=nearest)


def checked_count(value: int, /, *, name: str) -> int:
    """The value, where it is a whole number from 1."""
    if type(value) is not int or value < 1:
        raise BadSettingError("live.no_count", name=name, value=str(value))
    return value


def checked_size(size: Size, /) -> list[int]:
    """Height and width of the pictures that the model gets; one number stands for both."""
    sides = list(size) if isinstance(size, list | tuple) else [size, size]
    if len(sides) != 2:
        raise BadSettingError("live.no_size", value=str(size))
    return [checked_count(side, name="imgsz") for side in sides]


def checked_bits(quantize: int | str | None, /) -> int | None:
    """The bits that the model computes in; one that needs an export of its own is refused."""
    import_ultralytics()
    from ultralytics.cfg import QUANTIZE_ALIASES

    bits: int | None = None if quantize is None else QUANTIZE_ALIASES.get(str(quantize).lower())
    if quantize is not None and bits not in _BITS:
        raise BadSettingError("live.no_bits", value=quantize)
    return bits


def refuse_other_size(predictor: Any, /, *, size: list[int], model: str) -> None:
    """Refuse a size that the model, now that it is loaded, does not run at: most exports have one size for good."""
    from ultralytics.utils.checks import check_imgsz

    if check_imgsz(size, stride=predictor.model.stride, min_dim=2) != list(predictor.imgsz):
        asked, fixed = ("x".join(map(str, sides)) for sides in (size, predictor.imgsz))
        raise BadSettingError("live.other_size", model=model, fixed=fixed, asked=asked)


def write_tracker(*, link: LinkSettings, folder: Path) -> Path:
    """The file in `folder` that tells ultralytics the tracker and all its options: those given, else its defaults.

    As in ultralytics, an option of another tracker changes nothing; one that no tracker has is refused.
    """
    import_ultralytics()
    refuse_unknown_options(
        settings=link, known={name for tracker in TRACKER_NAMES for name in default_options(tracker)}
    )
    file = folder / f"{link.tracker}.yaml"
    # JSON is YAML, too.
    file.write_text(json.dumps({**default_options(link.tracker), **dict(link.options)}), encoding="utf-8")
    return file
