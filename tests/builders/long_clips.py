"""Makes long clips at no cost: a few encoded seconds, told again and again."""

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
import numpy as np

FPS = 25
LOOP_S = 2
_SQUARE_SHARE = 0.12


def make_long_clip(path: Path, *, seconds: int, width: int = 640, height: int = 360) -> Path:
    """A clip in which a dark square crosses grainy ground from left to right every other second, 25 frames a second."""
    loop = _encoded_loop(width, height)
    with av.open(loop) as source, av.open(str(path), "w") as target:
        came = source.streams.video[0]
        stream = target.add_stream_from_template(came)
        packets = [packet for packet in source.demux(came) if packet.dts is not None]
        starts = [packet.pts for packet in packets]
        length = round(LOOP_S / came.time_base)
        for number in range(-(-seconds // LOOP_S)):
            for packet, pts in zip(packets, starts, strict=True):
                packet.pts = packet.dts = pts + number * length
                packet.stream = stream
                target.mux(packet)
                packet.time_base = came.time_base
    return path


def _encoded_loop(width: int, height: int) -> BytesIO:
    """The first two seconds. Without B-frames, so that each loop ends with its own last frame."""
    loop = BytesIO()
    ground = np.random.default_rng(7).integers(100, 140, (height // 8, width // 8, 1), np.uint8)
    ground = np.repeat(ground.repeat(8, axis=0).repeat(8, axis=1), 3, axis=2)
    side = round(width * _SQUARE_SHARE)
    with av.open(loop, "w", format="mp4") as container:
        options = {"preset": "ultrafast", "bf": "0", "crf": "28"}
        stream = container.add_stream("libx264", rate=Fraction(FPS), options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(FPS * LOOP_S):
            picture = ground.copy()
            left = round((width - side) * number / (FPS * LOOP_S))
            picture[height // 2 : height // 2 + side, left : left + side] = 20
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "bgr24")))
        container.mux(stream.encode(None))
    loop.seek(0)
    return loop
