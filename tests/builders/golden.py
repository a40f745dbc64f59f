"""Holds what the store keeps to its version: content that changes under the same version would be read as the old.

A file in tests/golden holds, for each kind of artefact, its version and the hash of its content, made once from a fixed
input. `pytest --record-artefacts` records them anew.
"""

import hashlib
import json
import platform
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pandas as pd
import pytest

from heatdash.values.arrays import Pixels

FOLDER = Path(__file__).parents[1] / "golden"
_PACKAGES = (
    *("av", "numpy", "opencv-python-headless", "openvino", "pandas", "pillow", "scipy", "torch"),
    "ultralytics-opencv-headless",
)
_DECIMALS = 2
"""Of numbers in tables: machines differ far behind the point."""
_ALIKE = 2


def check_artefact(
    *,
    kind: str,
    constant: str,
    number: int,
    content: Iterable[bytes],
    record: bool,
    levels: Pixels | None = None,
    folder: Path = FOLDER,
) -> None:
    """Fail where the content is not what `constant` had at this `number`; skip where something else has made it.

    `levels`, numbers from 0 to 255, may differ a little, as those do that machines come to by fractions.
    """
    file = folder / f"{kind}.json"
    made: dict[str, Any] = {"version": number, "hash": _hash(content), "made_with": _made_with()}
    if levels is not None:
        made["levels"] = [b64encode(row).decode() for row in levels]
        made["made_with"]["cpu"] = _cpu()
    if record:
        file.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
        return
    known = json.loads(file.read_text(encoding="utf-8"))
    again = "then record it: pytest tests -k version --record-artefacts"
    if known["version"] != number:
        pytest.fail(f"{constant} is {number}, and {file.name} was recorded for {known['version']}; {again}")
    if made["hash"] == known["hash"] and (levels is None or _are_alike(levels, known["levels"])):
        return
    others = [f"{name} {had}" for name, had in known["made_with"].items() if had != made["made_with"][name]]
    if others:
        pytest.skip(f"{file.name} was recorded with {', '.join(others)}, and here it is another")
    unless = "unless only what it is made from has changed, whose own version is raised then"
    pytest.fail(f"What the store keeps as '{kind}' has changed: raise {constant} ({unless}), {again}")


def _are_alike(levels: Pixels, recorded: list[str]) -> bool:
    known = np.frombuffer(b"".join(map(b64decode, recorded)), np.uint8)
    return known.size == levels.size and bool(np.all(np.abs(known - levels.ravel().astype(int)) <= _ALIKE))


def _made_with() -> dict[str, str]:
    """What makes the content beside HeatDash's own code."""
    return {"machine": platform.machine(), **{name: version(name) for name in _PACKAGES}}


def _cpu() -> str:
    """What the processor can do that changes numbers; with AMX, models count in shorter ones (bfloat16)."""
    facts = Path("/proc/cpuinfo")
    has_amx = facts.exists() and "amx_bf16" in facts.read_text(encoding="utf-8", errors="replace")
    return f"{cv2.getCPUFeaturesLine()}{' AMX' if has_amx else ''}"


def _hash(content: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in content:
        digest.update(part)
    return digest.hexdigest()[:16]


def table_content(table: pd.DataFrame) -> bytes:
    """The table as text, with the kind of each column."""
    numbers = table.select_dtypes("float").columns
    # A rounded zero has no sign.
    rounded = table.assign(**{name: table[name].round(_DECIMALS) + 0.0 for name in numbers})
    kinds = ",".join(f"{name}:{kind}" for name, kind in table.dtypes.items())
    return f"{kinds}\n{rounded.to_csv(index=False)}".encode()


def video_content(path: Path) -> Iterator[bytes]:
    """Every picture of the video with its time."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield f"{float(frame.time or 0):.3f}".encode()
            yield np.ascontiguousarray(frame.to_ndarray()).tobytes()


def json_content(content: object) -> bytes:
    """What may be written as JSON, its numbers rounded."""
    return json.dumps(json.loads(json.dumps(content), parse_float=lambda text: round(float(text), _DECIMALS))).encode()
