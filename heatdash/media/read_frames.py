"""Reading a clip's frames, upright, in order and in the wanted size."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Literal

import numpy as np

from heatdash.errors import BadSettingError
from heatdash.media.decode_pictures import decode_pictures
from heatdash.media.read_image import read_image
from heatdash.values.arrays import Ints, Pixels
from heatdash.values.clip import HD_PIXELS, Clip, Frame, FrameSpan

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

PixelFormat = Literal["bgr24", "yuv420p"]


def read_frames(
    *,
    clip: Clip,
    span: FrameSpan | None = None,
    sample_fps: float | None = None,
    only: Ints | None = None,
    width_px: int | None = None,
    height_px: int | None = None,
    pixel_format: PixelFormat = "bgr24",
    on_lost: Callable[[int], None] | None = None,
) -> Iterator[Frame]:
    """The clip's upright frames in order, each with its own time: those of `span` that `sample_fps` asks for.

    With `only`, ascending numbers, they are those instead.
    Without a size they keep the clip's; planar "yuv420p" needs even numbers, and an odd clip is enlarged by one.
    A damaged frame is left out and reading goes on; at the end `on_lost` is called once with how many of the wanted
    frames are missing, where any are.
    """
    span = clip.whole if span is None else span
    frames = clip.sampled_frames(sample_fps) if only is None else only
    wanted = frames[(frames >= span.start) & (frames < span.stop)]
    is_planar = pixel_format == "yuv420p"
    width = width_px if width_px is not None else clip.width_px + (clip.width_px % 2 if is_planar else 0)
    height = height_px if height_px is not None else clip.height_px + (clip.height_px % 2 if is_planar else 0)
    if pixel_format not in ("bgr24", "yuv420p"):
        raise BadSettingError("media.odd_format", format=pixel_format)
    if width < 1 or height < 1 or (is_planar and (width % 2 or height % 2)):
        raise BadSettingError("media.odd_size", width=width, height=height, format=pixel_format)
    return _read(clip, wanted, _converter(clip, width, height, pixel_format), on_lost)


def _read(
    clip: Clip,
    wanted: Ints,
    convert: "Callable[[VideoFrame], Pixels]",
    on_lost: Callable[[int], None] | None,
) -> Iterator[Frame]:
    arrived = 0
    if len(wanted):
        for index, picture in _image_picture(clip) if clip.is_image else decode_pictures(clip=clip, wanted=wanted):
            yield Frame(index=index, t_s=float(clip.times_s[index]), pixels=convert(picture))
            arrived += 1
    if arrived < len(wanted) and on_lost:
        on_lost(len(wanted) - arrived)


def _image_picture(clip: Clip) -> "Iterator[tuple[int, VideoFrame]]":
    import av

    yield 0, av.VideoFrame.from_ndarray(read_image(clip.path), format="bgr24")


def _converter(clip: Clip, width: int, height: int, pixel_format: PixelFormat) -> "Callable[[VideoFrame], Pixels]":
    import cv2
    from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

    reformatter = VideoReformatter()
    turns = clip.rotation_deg // 90
    if turns % 2:
        width, height = height, width
    is_planar = pixel_format == "yuv420p"
    target = Colorspace.ITU709 if width * height >= HD_PIXELS else Colorspace.ITU601
    untagged = 2
    # A small picture is scaled as ultralytics does it, so that the same weights find the same boxes. In a large one
    # that costs a third more, and the decoder's own scaler is better for strong reductions.
    as_ultralytics = not is_planar and clip.width_px * clip.height_px <= HD_PIXELS

    # FAST_BILINEAR would save a quarter of the time, but it moves the picture sideways by a whole pixel.
    def convert(picture: "VideoFrame") -> Pixels:
        guessed = Colorspace.ITU709 if picture.width * picture.height >= HD_PIXELS else Colorspace.ITU601
        size = (picture.width, picture.height) if as_ultralytics else (width, height)
        scaled = reformatter.reformat(
            picture,
            *size,
            pixel_format,
            interpolation=Interpolation.AREA,
            threads=1,
            src_colorspace=guessed if picture.colorspace == untagged else None,
            dst_colorspace=target if is_planar else None,
            dst_color_range=ColorRange.MPEG if is_planar else None,
        )
        pixels = np.asarray(scaled.to_ndarray(), dtype=np.uint8)
        if size != (width, height):
            pixels = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_LINEAR)
        if not (turns or clip.is_mirrored):
            return pixels
        return _upright(pixels, turns, clip.is_mirrored, height if is_planar else None)

    return convert


def _upright(pixels: Pixels, turns: int, is_mirrored: bool, planar_height: int | None) -> Pixels:
    """The pixels mirrored where asked, then turned counter-clockwise by quarter turns; the planes of YUV one by one."""

    def turned(plane: Pixels) -> Pixels:
        return np.rot90(np.fliplr(plane) if is_mirrored else plane, turns)

    if planar_height is None:
        return np.ascontiguousarray(turned(pixels))
    height, width = planar_height, pixels.shape[1]
    flat = pixels.reshape(-1)
    luma, chroma = height * width, height * width // 4
    parts = (
        flat[:luma].reshape(height, width),
        flat[luma : luma + chroma].reshape(height // 2, width // 2),
        flat[luma + chroma :].reshape(height // 2, width // 2),
    )
    planes = np.concatenate([turned(part).reshape(-1) for part in parts])
    return planes.reshape(-1, height if turns % 2 else width)


def read_stretch(
    *, clip: Clip, from_s: float, to_s: float, widest_px: int, sample_fps: float | None = None
) -> Iterator[Frame]:
    """The upright frames shown from `from_s` up to, but not including, `to_s`, as planar yuv420p of `small_size`.

    The first is the one shown when the stretch begins, even where it came before. The clip's frames up to there are
    skipped, not decoded. `sample_fps` takes fewer; where it would take none, all are taken.
    """
    times_s = clip.times_s
    start = max(0, int(np.searchsorted(times_s, from_s, side="right")) - 1)
    span = FrameSpan(start, max(start + 1, int(np.searchsorted(times_s, to_s))))
    sampled = clip.sampled_frames(sample_fps)
    is_sampled = bool(((sampled >= span.start) & (sampled < span.stop)).any())
    width_px, height_px = small_size(clip=clip, widest_px=widest_px)
    return read_frames(
        clip=clip,
        span=span,
        sample_fps=sample_fps if is_sampled else None,
        width_px=width_px,
        height_px=height_px,
        pixel_format="yuv420p",
    )


def small_size(*, clip: Clip, widest_px: int) -> tuple[int, int]:
    """The upright clip's size in even numbers, no wider than `widest_px` and never enlarged but for an odd pixel."""
    share = min(1.0, widest_px / clip.width_px)
    width_px, height_px = (max(2, round(side * share / 2) * 2) for side in clip.size_px)
    return width_px, height_px
