"""Opening a clip so that nothing but its own bytes is read, by known decoders, and no picture above 8K is decoded."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from heatdash.errors import BadClipError
from heatdash.media.avi_times import AviTimes
from heatdash.media.bounds import MAX_PIXELS, check_size
from heatdash.media.check_boxes import check_boxes
from heatdash.media.check_file import check_file
from heatdash.messages import message

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.packet import Packet
    from av.video.stream import VideoStream

DECODERS = (
    *("h264", "hevc", "av1", "libdav1d", "vp8", "vp9", "libvpx", "libvpx-vp9", "mpeg4", "mjpeg", "mpeg1video"),
    *("mpeg2video", "h263", "flv", "msmpeg4", "msmpeg4v2", "rawvideo", "ffv1", "huffyuv", "ffvhuff", "prores"),
    *("dnxhd", "dvvideo"),
)
"""What cameras, recorders and phones write, and what clips are edited in. FFmpeg knows hundreds more, most of them long
forgotten, and each is a way in. No sound is decoded."""

# Without the first whitelist, a playlist, a concat script or an image pattern could make FFmpeg open other files.
_OPTIONS = {
    "format_whitelist": "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv",
    "protocol_whitelist": "file",
    "codec_whitelist": ",".join(DECODERS),
}
_MOV_BOXES = (b"ftyp", b"mdat", b"moov", b"free", b"wide", b"skip")
_OTHER_HEADS = (b"\x1aE\xdf\xa3", b"RIFF", b"FLV\x01", b"\0\0\1\xba", b"IMKH")


@contextmanager
def open_container(path: Path) -> Iterator[tuple["InputContainer", "VideoStream"]]:
    """The opened clip and the stream of its main picture, closed at the end; raises BadClipError where there is none.

    Of several streams it is one with a known decoder, and of those one that is not known to hold a single picture; of
    these the one with the most pixels, and of equal ones the first in the file. So a preview is left aside, whether
    it comes first or last, and so is the small stream that a recorder keeps beside the large one. Cover art in a sound
    file is not video. The path is made absolute, so that FFmpeg takes no name for a URL.
    """
    import av

    check_file(path)
    check_boxes(path)
    try:
        container = av.open(str(path.absolute()), options=_OPTIONS, timeout=(5, 5), metadata_errors="replace")
    except (av.FFmpegError, UnicodeError) as error:
        raise _opening_error(path) from error
    with container:
        yield container, _video_stream(container, path)


def packets(*, container: "InputContainer", stream: "VideoStream") -> Iterator["Packet[VideoStream]"]:
    """The stream's packets from the container's position on; broken places in the file are skipped.

    Empty packets are left out: to a decoder they would mean the end of the stream.
    """
    import av

    avi_times = AviTimes(stream) if container.format.name == "avi" else None
    failures_left = 16
    while failures_left:
        try:
            for packet in container.demux(stream):
                if packet.size:
                    if avi_times:
                        avi_times.set_time(packet)
                    yield packet
            return
        except av.FFmpegError:
            failures_left -= 1


def _video_stream(container: "InputContainer", path: Path) -> "VideoStream":
    from av.stream import Disposition

    streams = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not streams and (container.streams.audio or container.streams.video):
        raise BadClipError("media.only_sound_clip", name=path.name, advice=message("media.use"))
    if not streams:
        raise BadClipError("media.no_pictures", name=path.name, advice=message("media.use"))
    stream = max(streams, key=_claim)
    if stream.codec_context is None:
        raise BadClipError("media.odd_packing", name=path.name)
    if stream.codec_context.name not in DECODERS:
        raise BadClipError("media.odd_codec", name=path.name, codec=stream.codec_context.name)
    check_size(path=path, width_px=stream.width, height_px=stream.height)
    # The size that the container states may be wrong; this makes the decoder refuse before it takes the memory.
    stream.codec_context.options = {"max_pixels": str(MAX_PIXELS), "codec_whitelist": _OPTIONS["codec_whitelist"]}
    return stream


def _claim(stream: "VideoStream") -> tuple[bool, bool, int]:
    """How much speaks for this stream's being the main picture; see `open_container`."""
    if stream.codec_context is None:
        return False, False, 0
    return stream.codec_context.name in DECODERS, stream.frames != 1, stream.width * stream.height


def _opening_error(path: Path) -> BadClipError:
    with path.open("rb") as file:
        head = file.read(8)
    if head[4:8] in _MOV_BOXES:
        return BadClipError("media.cut_off", name=path.name)
    if head.startswith(_OTHER_HEADS):
        return BadClipError("media.begins_only", name=path.name)
    return BadClipError("media.neither", name=path.name, advice=message("media.use"))
