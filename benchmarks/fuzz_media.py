"""Thousands of damaged clips, read as pages read them: none may break the server, hang, or end without one sentence.

python -m benchmarks.fuzz_media [--count 1000] [--seed 14] [--keep FOLDER]
"""

import argparse
import json
import random
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import numpy as np

from heatdash.errors import HeatDashError
from heatdash.work.read_apart import APART, READERS

SEEDS = {"mp4": "libx264", "mkv": "mjpeg", "avi": "mpeg4", "webm": "libvpx", "ts": "mpeg2video", "mpg": "mpeg2video"}
"""The container and the codec of each clip that is damaged."""
_SIZE_PX, _FRAMES = (96, 64), 24


@dataclass
class Report:
    """What became of the clips: how many were read, what the others were refused for, and what should not have been."""

    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    bugs: list[str] = field(default_factory=list)
    longest_s: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The report as a JSON document holds it."""
        refused = dict(self.refused.most_common())
        return {"read": self.read, "refused": refused, "longest_s": round(self.longest_s, 2), "bugs": self.bugs}


def main() -> None:
    """Print what became of the clips, as one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many damaged clips (1000)")
    parser.add_argument("--seed", type=int, default=14, help="another seed damages them in other ways (14)")
    parser.add_argument("--keep", type=Path, help="a folder for the clips that broke something")
    chosen = parser.parse_args()
    began = time.perf_counter()
    report = fuzz(count=chosen.count, seed=chosen.seed, keep=chosen.keep)
    READERS.end()
    print(json.dumps({**report.to_json(), "seconds": round(time.perf_counter() - began, 1)}, indent=2))


def fuzz(*, count: int, seed: int, keep: Path | None = None) -> Report:
    """What became of so many clips, damaged as the seed says; those that broke something are kept in `keep`."""
    report, dice = Report(), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        whole = {name: _whole_clip(Path(folder) / f"whole.{name}", codec) for name, codec in SEEDS.items()}
        for number in range(count):
            name = dice.choice(list(SEEDS))
            damage = dice.choice(_DAMAGES)
            path = Path(folder) / f"{number}-{damage.__name__.strip('_')}.{name}"
            path.write_bytes(damage(whole[name], whole[dice.choice(list(SEEDS))], dice))
            bugs = len(report.bugs)
            _read(path, report)
            if keep is not None and len(report.bugs) > bugs:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / path.name).write_bytes(path.read_bytes())
            path.unlink()
    return report


def _read(path: Path, report: Report) -> None:
    """Read the clip as Start and Set up do."""
    began = time.monotonic()
    try:
        clip = APART.probe(path)
        APART.start(clip=clip, name=path.name, zone=None)
        APART.frame(clip=clip, index=0)
        APART.examine(clip)
        report.read += 1
    except HeatDashError as error:
        report.refused[error.message.key] += 1
        sentence = str(error)
        if "\n" in sentence or not sentence.endswith("."):
            report.bugs.append(f"{path.name}: no sentence: {sentence}")
    except Exception:  # noqa: BLE001 - anything else is what this looks for
        report.bugs.append(f"{path.name}: {traceback.format_exc()}")
    report.longest_s = max(report.longest_s, time.monotonic() - began)


def _whole_clip(path: Path, codec: str) -> bytes:
    width, height = _SIZE_PX
    grain = np.random.default_rng(1).integers(0, 255, (height, width, 3), np.uint8)
    with av.open(str(path), "w", options={"strict": "-2"}) as container:
        stream = container.add_stream(codec, rate=12)
        stream.width, stream.height, stream.gop_size = width, height, 6
        stream.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        for number in range(_FRAMES):
            frame = av.VideoFrame.from_ndarray(np.roll(grain, 4 * number, axis=1), "bgr24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path.read_bytes()


Damage = Callable[[bytes, bytes, random.Random], bytes]


def _flipped_bits(clip: bytes, other: bytes, dice: random.Random) -> bytes:
    return _flipped(clip, dice, within=len(clip))


def _flipped_head(clip: bytes, other: bytes, dice: random.Random) -> bytes:
    return _flipped(clip, dice, within=min(len(clip), 1500))


def _flipped_tail(clip: bytes, other: bytes, dice: random.Random) -> bytes:
    # The index of an MP4 stands there.
    return _flipped(clip[::-1], dice, within=min(len(clip), 1500))[::-1]


def _flipped(clip: bytes, dice: random.Random, *, within: int) -> bytes:
    damaged = bytearray(clip)
    for _ in range(dice.choice((1, 2, 8, 64))):
        damaged[dice.randrange(within)] ^= 1 << dice.randrange(8)
    return bytes(damaged)


def _large_numbers(clip: bytes, other: bytes, dice: random.Random) -> bytes:
    damaged = bytearray(clip)
    for _ in range(dice.choice((1, 4, 16))):
        at = dice.randrange(max(1, len(clip) - 8))
        number = dice.choice((0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, dice.getrandbits(32)))
        damaged[at : at + 4] = number.to_bytes(4, dice.choice(("big", "little")))
    return bytes(damaged)


def _cut_tail(clip: bytes, other: bytes, dice: random.Random) -> bytes:
    return clip[: dice.randrange(1, len(clip))]


def _missing_middle(clip: bytes, other: bytes, dice: random.Random) -> bytes:
    first, second = sorted(dice.sample(range(len(clip)), 2))
    return clip[:first] + dice.choice((b"", bytes(second - first))) + clip[second:]


def _swapped_boxes(clip: bytes, other: bytes, dice: random.Random) -> bytes:
    boxes = list(_boxes(clip)) if clip[4:8] == b"ftyp" else [clip[at : at + 188] for at in range(0, len(clip), 188)]
    one, another = dice.randrange(len(boxes)), dice.randrange(len(boxes))
    boxes[one], boxes[another] = boxes[another], boxes[one]
    return b"".join(boxes)


def _boxes(clip: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(clip):
        size = max(8, int.from_bytes(clip[at : at + 4], "big"))
        yield clip[at : at + size]
        at += size


def _glued(clip: bytes, other: bytes, dice: random.Random) -> bytes:
    return clip[: dice.randrange(1, len(clip) + 1)] + other[dice.randrange(len(other)) :]


_DAMAGES: tuple[Damage, ...] = (
    *(_flipped_bits, _flipped_head, _flipped_tail, _large_numbers),
    *(_cut_tail, _missing_middle, _swapped_boxes, _glued),
)


if __name__ == "__main__":
    main()
