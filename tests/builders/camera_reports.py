"""Builds what pictures of a clip tell: `camera_report(brightness_pct=[50, 8])`; all that is not given is well."""

from collections.abc import Sequence
from typing import Any

from heatdash.values.camera_report import CameraReport, Corners

PICTURES = 8
STEP_S = 10.0


def camera_report(**given: Sequence[Any]) -> CameraReport:
    """Eight pictures, ten seconds apart, of a sharp, bright and lively scene; or as many as the given entries have.

    `shifts_px` moves the whole picture sideways by so much; None is a picture that cannot be compared.
    """
    shifts = given.pop("shifts_px", None)
    if shifts is not None:
        given["corners_px"] = tuple(None if px is None else _aside(px) for px in shifts)
        given["view"] = tuple(None if px is None else 0 for px in shifts)
    between = {"change": 1, "noise": 1}
    count = next((len(entries) + between.get(name, 0) for name, entries in given.items()), PICTURES)
    well: dict[str, tuple[Any, ...]] = {
        "times_s": tuple(number * STEP_S for number in range(count)),
        "brightness_pct": (50.0,) * count,
        "detail_pct": (60.0,) * count,
        "edge_px": (2.0,) * count,
        "view": (0,) * count,
        "corners_px": (_aside(0),) * count,
        "change": (90.0,) * (count - 1),
        "noise": (0.5,) * (count - 1),
    }
    return CameraReport(**{**well, **{name: tuple(entries) for name, entries in given.items()}})


def _aside(px: float) -> Corners:
    return (float(px), 0.0, float(px), 0.0)
