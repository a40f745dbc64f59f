"""Now and then a frame that is being watched, for who wants to see it."""

from collections.abc import Iterable, Iterator

from heatdash.detect.detector import FrameBoxes
from heatdash.jobs.progress import Progress
from heatdash.values.frame import Frame


class WatchedPicture:
    """Holds at most one frame, from when it is chosen until its boxes are found."""

    def __init__(self, progress: Progress):
        self._progress = progress
        self._frame: Frame | None = None

    def chosen_from(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """The same frames; the next one is held where the progress wants a picture."""
        for frame in frames:
            if self._frame is None and self._progress.wants_picture():
                self._frame = frame
            yield frame

    def show(self, boxes: FrameBoxes) -> None:
        """Nothing; the progress sees the held frame, where these are its boxes."""
        if self._frame is not None and self._frame.index == boxes.frame:
            pixels, self._frame = self._frame.pixels, None
            self._progress.show(pixels=pixels, boxes=boxes)
