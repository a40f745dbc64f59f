"""Makes small clips whose frames show their own number, and breaks them in the ways that cameras and copies do."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
BITS = 8


def numbered_picture(*, number: int, width: int = 64, height: int = 48) -> Pixels:
    """A BGR picture whose upper half shows the number as eight black or white bars, over a coloured, grainy half."""
    grain = np.random.default_rng(number).integers(0, 60, (64, 64, 1), np.uint8) + np.array((10, 60, 170), np.uint8)
    picture = np.tile(grain, (height // 64 + 1, width // 64 + 1, 1))[:height, :width]
    for bit in range(BITS):
        bar = slice(bit * width // BITS, (bit + 1) * width // BITS)
        picture[: height // 2, bar] = 235 if number >> bit & 1 else 20
    return picture


def shown_number(pixels: Pixels) -> int:
    """The number that a BGR picture, or the luma of a planar one, shows."""
    rows = pixels.shape[0] if pixels.ndim == 3 else pixels.shape[0] * 2 // 3
    upper = pixels[rows // 8 : rows * 3 // 8].astype(float)
    upper = upper.mean(axis=2) if upper.ndim == 3 else upper
    bars = np.array_split(upper.mean(axis=0), BITS)
    return sum(1 << bit for bit, bar in enumerate(bars) if bar[1:-1].mean() > 127)


def make_clip(
    path: Path,
    *,
    frames: int = 10,
    fps: float = 25,
    width: int = 64,
    height: int = 48,
    codec: str = "libx264",
    times_s: Sequence[float] | None = None,
    keyframe_every: int = 5,
    b_frames: int = 0,
    start_s: float = 0.0,
    pixel_format: str = "yuv420p",
    sizes: Sequence[tuple[int, int]] | None = None,
    tags: Mapping[str, str] | None = None,
    pixel_aspect: Fraction | None = None,
    **options: str,
) -> Path:
    """A clip in the container that the name asks for; frame i shows the number i."""
    rate = Fraction(fps).limit_denominator(1001)
    if codec == "libx264":
        quick = {"preset": "ultrafast", "crf": "10", "sc_threshold": "0", "threads": "1"}
        options = quick | {"bf": str(b_frames)} | options
    elif b_frames:
        options = {"bf": str(b_frames)} | options
    with av.open(str(path), "w", options={"strict": "-2"}) as container:
        container.metadata.update(tags or {})
        stream = container.add_stream(codec, rate=rate, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, pixel_format
        if pixel_aspect:
            stream.codec_context.sample_aspect_ratio = pixel_aspect
        stream.gop_size, stream.bit_rate = keyframe_every, 0 if codec == "libx264" else 3_000_000
        if times_s is not None or start_s:
            stream.time_base = stream.codec_context.time_base = Fraction(1, 90_000)
        for number in range(frames):
            wide, high = sizes[number] if sizes else (width, height)
            picture = av.VideoFrame.from_ndarray(numbered_picture(number=number, width=wide, height=high), "bgr24")
            t_s = start_s + (times_s[number] if times_s is not None else number / float(rate))
            picture.time_base = stream.codec_context.time_base or 1 / rate
            picture.pts = round(t_s / float(picture.time_base))
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return path


@cache
def clip_content(name: str = "clip.mp4", **given: Any) -> bytes:
    """The bytes of the clip that make_clip makes of the same; it is made once."""
    with TemporaryDirectory() as folder:
        return make_clip(Path(folder) / name, **given).read_bytes()


def black_clip(path: Path, *, width: int, height: int) -> Path:
    """A clip of one black frame, which is made quickly in any size."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast", "crf": "50"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        luma_and_chroma = np.zeros((height * 3 // 2, width), np.uint8)
        luma_and_chroma[height:] = 128
        container.mux(stream.encode(av.VideoFrame.from_ndarray(luma_and_chroma, "yuv420p")))
        container.mux(stream.encode(None))
    return path


def make_sound(path: Path, *, codec: str, cover: bool = False) -> Path:
    """A tenth of a second of silence, with a cover picture where asked."""
    with av.open(str(path), "w") as container:
        sound = container.add_stream(codec, rate=44_100)
        art = container.add_stream("mjpeg", rate=1) if cover else None
        if art:
            art.width, art.height, art.pix_fmt = 64, 48, "yuvj420p"
            art.disposition = av.stream.Disposition.attached_pic
        for part in range(5):
            silence = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), "fltp", "stereo")
            silence.sample_rate, silence.pts = 44_100, part * 1024
            container.mux(sound.encode(silence))
        container.mux(sound.encode(None))
        if art:
            container.mux(art.encode(av.VideoFrame.from_ndarray(numbered_picture(number=1), "bgr24")))
            container.mux(art.encode(None))
    return path


def header_only(folder: Path) -> Path:
    """A clip in the folder whose header is whole and which has no frames."""
    with av.open(str(folder / "clip.mkv"), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        container.start_encoding()
    return folder / "clip.mkv"


def turn_clip(path: Path, *, matrix: Sequence[int]) -> Path:
    """The MP4 with the display matrix (a, b, c, d of its track header) replaced, as a phone held sideways writes it."""
    data = bytearray(path.read_bytes())
    a, b, c, d = (value << 16 for value in matrix)
    unit = np.array([1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30], ">i4").tobytes()
    place = data.find(unit, data.find(b"tkhd"))
    data[place : place + len(unit)] = np.array([a, b, 0, c, d, 0, 0, 0, 1 << 30], ">i4").tobytes()
    path.write_bytes(data)
    return path


def cut_file(path: Path, *, to: float) -> Path:
    """The file with only this share of its bytes left."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * to)])
    return path


def blank_bytes(path: Path, *, start: float, stop: float) -> Path:
    """The file with the bytes between these two shares of it set to zero."""
    data = bytearray(path.read_bytes())
    first, last = int(len(data) * start), int(len(data) * stop)
    data[first:last] = bytes(last - first)
    path.write_bytes(data)
    return path
