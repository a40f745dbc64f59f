"""The streaming counterpart of `ultralytics.solutions.Heatmap`: same arguments, same results for each picture."""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from heatdash.detect.find_model import find_model
from heatdash.detect.ultralytics_detector import load_yolo
from heatdash.errors import BadModelError, BadSettingError
from heatdash.live.reference_counter import Point, ReferenceCounter
from heatdash.measure.heat.intensity import add_intensity
from heatdash.values.arrays import Floats32, Pixels
from heatdash.values.link_settings import LinkSettings
from heatdash.values.style import Style, colormap_name

Region = Sequence[Point] | Mapping[str, Sequence[Point]]
REGION_COLOUR = (104, 0, 123)
COUNT_COLOUR, COUNT_PANEL = (104, 31, 17), (255, 255, 255)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class HeatmapResult:
    """One picture's results. The counts are totals since the first picture; `total_tracks` is this picture's."""

    plot_im: Pixels
    in_count: int
    out_count: int
    classwise_count: dict[str, dict[str, int]]
    total_tracks: int


class Heatmap:
    """Gathers heat and counts from one picture after another, for live use.

    `region` is a list of points in pixels (two: a line; three or more: an area) or several of them by name, whose
    counts are added up. `classes` are numbers or names; `colormap` is OpenCV's number or a name; `tracker` is one of
    the six, with or without `.yaml`. As in the reference, `line_width` is that of the region and the counts, and
    `show_conf` and `show_labels` change nothing, since no boxes are drawn.
    """

    def __init__(
        self,
        *,
        model: str = "auto",
        colormap: int | str = "deepgreen",
        show_in: bool = True,
        show_out: bool = True,
        region: Region | None = None,
        tracker: str = "tracktrack",
        conf: float = 0.25,
        iou: float = 0.7,
        classes: Sequence[int | str] | None = None,
        verbose: bool = True,
        device: str | None = None,
        show: bool = False,
        line_width: int = 2,
        show_conf: bool = True,
        show_labels: bool = True,
    ):
        found = find_model(model)
        if found.path is None:
            raise BadModelError("live.no_weights", name=found.name)
        style = Style(
            colormap=colormap_name(str(colormap)), line_width_px=line_width, show_in=show_in, show_out=show_out
        )
        link = LinkSettings(tracker=tracker.removesuffix(".yaml"), conf=conf)
        self._model = load_yolo(found.path)
        self._names: Mapping[int, str] = dict(self._model.names)
        self._style, self._verbose, self._show = style, verbose, show
        self._track_options = {
            "tracker": f"{link.tracker}.yaml",
            "conf": conf,
            "iou": iou,
            "device": device,
            "classes": None if classes is None else [self._class_number(entry) for entry in classes],
        }
        self._regions = list(region.values() if isinstance(region, Mapping) else [region]) if region is not None else []
        for points in self._regions:
            if len(points) < 2:
                raise BadSettingError("live.odd_region", points=len(points))
        self._counters = [ReferenceCounter(points) for points in self._regions]
        self._pictures = 0
        self.heatmap: Floats32 | None = None

    def __call__(self, im0: Pixels) -> HeatmapResult:
        """The same as `process`."""
        return self.process(im0)

    def process(self, im0: Pixels) -> HeatmapResult:
        """The heat so far over the picture `im0` (BGR, as OpenCV reads it), and the counts so far."""
        tracked = self._model.track(im0, persist=True, verbose=False, **self._track_options)[0]
        boxes, ids, class_numbers = _rows(tracked)
        if self.heatmap is None:
            self.heatmap = np.zeros(im0.shape[:2], dtype=np.float32)
        add_intensity(points=self.heatmap, boxes=boxes)
        for removed in self._model.predictor.trackers[0].removed_stracks_frame:
            for counter in self._counters:
                counter.forget(removed.track_id)
        for box, track_id, number in zip(boxes, ids, class_numbers, strict=True):
            x, y = box.reshape(2, 2).mean(axis=0).tolist()
            for counter in self._counters:
                counter.step(track_id=track_id, class_name=self._names[number], point=(x, y))
        counts = self._counts()
        self._log_picture(class_numbers)
        result = HeatmapResult(
            plot_im=self._drawn(im0, counts),
            in_count=sum(count["IN"] for count in counts.values()),
            out_count=sum(count["OUT"] for count in counts.values()),
            classwise_count=counts,
            total_tracks=len(ids),
        )
        self._display(result.plot_im)
        return result

    def _class_number(self, entry: int | str) -> int:
        numbers = {name: number for number, name in self._names.items()}
        number = numbers.get(entry, -1) if isinstance(entry, str) else entry
        if number not in self._names:
            raise BadSettingError("live.class_unknown", name=entry, known=", ".join(numbers))
        return number

    def _counts(self) -> dict[str, dict[str, int]]:
        counts: dict[str, dict[str, int]] = {}
        for counter in self._counters:
            for name, count in counter.by_class.items():
                so_far = counts.setdefault(name, {"IN": 0, "OUT": 0})
                for direction, number in count.items():
                    so_far[direction] += number
        return counts

    def _drawn(self, im0: Pixels, counts: dict[str, dict[str, int]]) -> Pixels:
        """The picture with regions, counts and heat, drawn by the reference's own annotator so that both look alike."""
        import cv2
        from ultralytics.solutions.solutions import SolutionAnnotator

        from heatdash.draw.palette import colour_table

        width = self._style.line_width_px or 1
        annotator = SolutionAnnotator(im0.copy(), line_width=width)
        for points in self._regions:
            annotator.draw_region(reg_pts=points, color=REGION_COLOUR, thickness=width * 2)
        picture: Pixels = annotator.result()
        texts = {name.capitalize(): text for name, count in counts.items() if (text := self._count_text(count))}
        if texts:
            annotator.display_analytics(picture, texts, COUNT_COLOUR, COUNT_PANEL, width * 2)
        if self.heatmap is None or not self.heatmap.any():
            return picture
        levels = cv2.normalize(self.heatmap, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8)
        coloured = colour_table(self._style.colormap)[levels]
        return np.asarray(cv2.addWeighted(picture, 0.5, coloured, 0.5, 0), dtype=np.uint8)

    def _count_text(self, count: dict[str, int]) -> str:
        shown = {"IN": self._style.show_in, "OUT": self._style.show_out}
        if not any(count[direction] and shown[direction] for direction in shown):
            return ""
        return " ".join(f"{direction} {count[direction]}" if shown[direction] else "" for direction in shown).strip()

    def _log_picture(self, class_numbers: list[int]) -> None:
        if self._verbose:
            seen = ", ".join(f"{count} {self._names[number]}" for number, count in Counter(class_numbers).items())
            _log.info("picture %d: %s", self._pictures, seen or "nothing")
        self._pictures += 1

    def _display(self, picture: Pixels) -> None:
        if not self._show:
            return
        import cv2

        try:
            cv2.imshow("HeatDash", picture)
            cv2.waitKey(1)
        except cv2.error:
            self._show = False
            _log.warning("This build of OpenCV opens no windows; use the result's plot_im instead of show=True.")


def _rows(tracked: Any) -> tuple[Floats32, list[int], list[int]]:
    """The picture's boxes, track ids and class numbers; for a tilted box, the upright box that encloses it."""
    found = tracked.boxes if tracked.obb is None else tracked.obb
    if found is None or not found.is_track:
        return np.zeros((0, 4), dtype=np.float32), [], []
    boxes = found.xyxy.cpu().numpy().astype(np.float32)
    return boxes, found.id.int().cpu().tolist(), found.cls.int().cpu().tolist()


__all__ = ["Heatmap", "HeatmapResult"]
