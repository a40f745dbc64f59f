"""The times of an AVI's pictures: the file stores none, a picture's time is its place in the row of pictures."""

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from av.packet import Packet
    from av.video.stream import VideoStream

_HEAD_BYTES = 8
"""An index tells where a picture's head begins, a packet where its content does."""


class AviTimes:
    """Sets each packet's time to its place in the file's index: what follows a destroyed picture does not move up.

    Without an index, or where pictures are not where it says, FFmpeg's count of pictures is left as it is.
    """

    def __init__(self, stream: "VideoStream") -> None:
        self._index = stream.index_entries
        self._places: dict[int, int] | None = None
        self._behind = 0

    def set_time(self, packet: "Packet[VideoStream]") -> None:
        """Set the packet's times to those of its place in the row; its order of display is not known where it differs.

        What FFmpeg makes up as that order is the decoding order, one step late.
        """
        if packet.pts != packet.dts:
            packet.pts = None
        if packet.dts is None or packet.pos is None:
            return
        if self._behind or not self._is_in_place(packet.pos, packet.dts):
            place = self._place_of(packet.pos)
            if place is not None:
                self._behind = max(0, place - packet.dts)
        packet.dts += self._behind
        if packet.pts is not None:
            packet.pts += self._behind

    def _is_in_place(self, pos: int, place: int) -> bool:
        number = self._index.search_timestamp(place, any_frame=True)
        entry = self._index[number] if number >= 0 else None
        return entry is not None and (entry.pos + _HEAD_BYTES, entry.timestamp) == (pos, place)

    def _place_of(self, pos: int) -> int | None:
        # Only a damaged file needs the whole index, which would take too long to read anew at each seek.
        if self._places is None:
            self._places = {entry.pos + _HEAD_BYTES: entry.timestamp for entry in self._index}
        return self._places.get(pos)


def lost_pictures(*, stream: "VideoStream", announced: int, places: Collection[int]) -> int:
    """How many of the pictures that an AVI announces are lost, of which those at `places` in its row are there.

    An empty one is not lost: it stands for the one before it, which stays in view. Neither the index nor FFmpeg shows
    it but by the gap in the row, unlike a destroyed one, which the index still names.
    """
    row = max(places, default=-1) + 1
    destroyed = {entry.timestamp for entry in stream.index_entries if entry.timestamp < row}.difference(places)
    return max(0, announced - row) + len(destroyed)
