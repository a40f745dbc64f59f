"""The streaming counterpart of `ultralytics.solutions.Heatmap`: same arguments, same results for each picture."""

import logging
import shutil
import time
import weakref
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import numpy as np

from heatdash.detect.find_model import find_model
from heatdash.detect.ultralytics_detector import load_yolo
from heatdash.errors import BadModelError, BadSettingError
from heatdash.live.reference_counter import IN, OUT, Point, ReferenceCounter
from heatdash.live.reference_settings import (
    Size,
    checked_bits,
    checked_count,
    checked_size,
    refuse_other_size,
    refuse_unknown_settings,
    write_tracker,
)
from heatdash.measure.heat.intensity import add_intensity
from heatdash.messages import message
from heatdash.track.tracker_file import tracked_by
from heatdash.values.arrays import Floats32, Pixels
from heatdash.values.link_settings import LinkSettings
from heatdash.values.style import Style, colormap_name
from heatdash.values.watch_settings import WatchSettings

Region = Sequence[Point] | Mapping[str, Sequence[Point]]
REGION_COLOUR = (104, 0, 123)
COUNT_COLOUR, COUNT_PANEL = (104, 31, 17), (255, 255, 255)
USUAL_SIZE = 640
LONGEST_HISTORY = 30
QUIT_KEY = ord("q")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class HeatmapResult:
    """One picture's results. The counts are totals since the first picture; `total_tracks` is this picture's.

    `speed` holds the milliseconds that the tracking and the rest took, where the heatmap was called.
    """

    plot_im: Pixels
    in_count: int
    out_count: int
    classwise_count: dict[str, dict[str, int]]
    total_tracks: int
    speed: dict[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        values = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "plot_im"}
        return ", ".join(f"{name}={value}" for name, value in values.items() if value)


class Heatmap:
    """Gathers heat and counts from one picture after another, for live use.

    `region` is a list of points in pixels (two: a line; three or more: an area) or several of them by name, whose
    counts are added up. `classes` are numbers or names, or one of them; `colormap` is OpenCV's number or a name;
    `tracker` is one of the six, with or without `.yaml`, or the path of a file of one's own. As in the reference,
    `line_width` is that of the region and the counts, and all its `other` settings, such as `show_conf`, change
    nothing here.

    What user code reads of the reference stands here under the same names: the counts; `heatmap`, `track_history`
    and `frame_no`; `names`, `region`, `classes` and `model`; and of the last picture `tracks`, `track_data`, `boxes`,
    `clss`, `track_ids` and `confs`.
    """

    def __init__(
        self,
        *,
        model: str | Path | None = "auto",
        colormap: int | str = "deepgreen",
        show_in: bool = True,
        show_out: bool = True,
        region: Region | None = None,
        tracker: str | Path = "tracktrack",
        conf: float = 0.25,
        iou: float = 0.7,
        max_det: int = 300,
        imgsz: Size | None = None,
        quantize: int | str | None = None,
        half: bool | None = None,
        classes: Iterable[int | str] | int | str | None = None,
        verbose: bool = True,
        device: str | None = None,
        show: bool = False,
        line_width: int = 2,
        **other: Any,
    ):
        found = find_model("auto" if model is None else str(model))
        if found.path is None:
            raise BadModelError("live.no_weights", name=found.name)
        refuse_unknown_settings(other)
        self._colormap = Style(colormap=colormap_name(str(colormap)), line_width_px=line_width).colormap
        self.line_width, self.show_in, self.show_out = line_width, show_in, show_out
        self._model_name, self.model = found.name, load_yolo(found.path)
        self.names: Mapping[int, str] = dict(self.model.names)
        self.classes = None if classes is None else self._class_numbers(classes)
        self._size = None if imgsz is None else checked_size(imgsz)
        folder = mkdtemp(prefix="heatdash-")
        weakref.finalize(self, shutil.rmtree, folder, ignore_errors=True)
        link = tracked_by(tracker, link=LinkSettings(conf=conf))
        self._track_options = {
            "tracker": str(write_tracker(link=link, folder=Path(folder))),
            "conf": conf,
            "iou": WatchSettings(iou=iou).iou,
            "device": device,
            "max_det": checked_count(max_det, name="max_det"),
            "imgsz": self._size or USUAL_SIZE,
            "quantize": checked_bits(quantize if half is None else 16 if half else None),
        }
        self.region, self._regions = region, _regions_of(region)
        self._counters = [ReferenceCounter(points) for points in self._regions]
        self._verbose, self._show = verbose, show and _may_show()
        self._begin()

    def _begin(self) -> None:
        self.heatmap: Floats32 | None = None
        self.in_count, self.out_count = 0, 0
        self.classwise_count: dict[str, dict[str, int]] = defaultdict(lambda: {IN: 0, OUT: 0})
        self.track_history: dict[int, list[Point]] = defaultdict(list)
        self.frame_no = -1
        self.tracks: Any = None
        self.track_data: Any = None
        self.boxes: Any = []
        self.clss: list[float] = []
        self.track_ids: list[int] = []
        self.confs: list[float] = []
        self._track_s = 0.0

    def __call__(self, im0: Pixels) -> HeatmapResult:
        """The same as `process`, with the times that it took; they are also printed where `verbose` is."""
        began = time.perf_counter()
        result = self.process(im0)
        took_s = time.perf_counter() - began
        result = replace(result, speed={"track": self._track_s * 1e3, "solution": (took_s - self._track_s) * 1e3})
        if self._verbose:
            self.frame_no += 1
            self._print(result)
        return result

    def process(self, im0: Pixels) -> HeatmapResult:
        """The heat so far over the picture `im0` (BGR, as OpenCV reads it), and the counts so far."""
        self._follow(im0)
        if self.heatmap is None:
            if self._size is not None:
                refuse_other_size(self.model.predictor, size=self._size, model=self._model_name)
            self.heatmap = np.zeros(im0.shape[:2], dtype=np.float32)
        for box, track_id, number in zip(self.boxes, self.track_ids, self.clss, strict=True):
            corners = box.reshape(-1, 2)
            add_intensity(points=self.heatmap, boxes=np.hstack([corners.numpy().min(0), corners.numpy().max(0)]))
            x, y = corners.mean(dim=0).tolist()
            self._step(track_id, self.names[int(number)], (x, y))
        result = HeatmapResult(
            plot_im=self._drawn(im0),
            in_count=self.in_count,
            out_count=self.out_count,
            classwise_count={name: dict(count) for name, count in self.classwise_count.items()},
            total_tracks=len(self.track_ids),
        )
        self._display(result.plot_im)
        return result

    def _class_numbers(self, classes: Iterable[int | str] | int | str) -> list[int]:
        numbers = {name: number for number, name in self.names.items()}
        asked = [classes] if isinstance(classes, int | str) else list(classes)
        chosen = [numbers.get(entry, -1) if isinstance(entry, str) else entry for entry in asked]
        for entry, number in zip(asked, chosen, strict=True):
            if number not in self.names:
                raise BadSettingError("live.class_unknown", name=entry, known=", ".join(numbers))
        return chosen

    def _follow(self, im0: Pixels) -> None:
        """Find what is followed in the picture; for a tilted box, its corners are kept, as in the reference."""
        began = time.perf_counter()
        self.tracks = self.model.track(im0, persist=True, verbose=False, classes=self.classes, **self._track_options)[0]
        self._track_s = time.perf_counter() - began
        self.track_data = self.tracks.boxes if self.tracks.obb is None else self.tracks.obb
        if self.track_data and self.track_data.is_track:
            self.boxes = (self.track_data.xyxy if self.tracks.obb is None else self.track_data.xyxyxyxy).cpu()
            self.clss = self.track_data.cls.cpu().tolist()
            self.track_ids = self.track_data.id.int().cpu().tolist()
            self.confs = self.track_data.conf.cpu().tolist()
        else:
            self.boxes, self.clss, self.track_ids, self.confs = [], [], [], []
        for removed in self.model.predictor.trackers[0].removed_stracks_frame:
            self.track_history.pop(removed.track_id, None)
            for counter in self._counters:
                counter.forget(removed.track_id)

    def _step(self, track_id: int, class_name: str, point: Point) -> None:
        """Move the object's centre to `point` and count it at each region that it comes to thereby."""
        history = self.track_history[track_id]
        history.append(point)
        del history[:-LONGEST_HISTORY]
        if len(history) < 2:
            return
        for counter in self._counters:
            direction = counter.step(track_id=track_id, before=history[-2], point=point)
            if direction is not None:
                self.classwise_count[class_name][direction] += 1
                self.in_count += direction == IN
                self.out_count += direction == OUT

    def _drawn(self, im0: Pixels) -> Pixels:
        """The picture with regions, counts and heat, drawn by the reference's own annotator so that both look alike."""
        import cv2
        from ultralytics.solutions.solutions import SolutionAnnotator

        from heatdash.draw.palette import colour_table

        annotator = SolutionAnnotator(im0.copy(), line_width=self.line_width)
        for points in self._regions:
            annotator.draw_region(reg_pts=points, color=REGION_COLOUR, thickness=self.line_width * 2)
        picture: Pixels = annotator.result()
        counts = {name.capitalize(): self._count_text(count) for name, count in self.classwise_count.items()}
        texts = {name: text for name, text in counts.items() if text}
        if texts:
            annotator.display_analytics(picture, texts, COUNT_COLOUR, COUNT_PANEL, self.line_width * 2)
        if self.heatmap is None or not self.heatmap.any():
            return picture
        levels = cv2.normalize(self.heatmap, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8)
        coloured = colour_table(self._colormap)[levels]
        return np.asarray(cv2.addWeighted(picture, 0.5, coloured, 0.5, 0), dtype=np.uint8)

    def _count_text(self, count: dict[str, int]) -> str:
        shown = {IN: self.show_in, OUT: self.show_out}
        if not any(count[direction] and shown[direction] for direction in shown):
            return ""
        return " ".join(f"{direction} {count[direction]}" if shown[direction] else "" for direction in shown).strip()

    def _print(self, result: HeatmapResult) -> None:
        """Print what the reference prints about a picture, in its words."""
        if not self.track_ids:
            print("WARNING No tracks found.")
        height, width = self.model.predictor.imgsz
        track_ms, solution_ms = result.speed["track"], result.speed["solution"]
        seen = ", ".join(f"{count} {self.names[int(number)]}" for number, count in Counter(self.clss).items())
        shape = (1, getattr(self.model, "channels", 3), height, width)
        print(f"{self.frame_no}: {height}x{width} {solution_ms:.1f}ms, {seen}")
        print(f"Speed: {track_ms:.1f}ms track, {solution_ms:.1f}ms solution per image at shape {shape}\n")

    def _display(self, picture: Pixels) -> None:
        """Show the picture in a window until the key q closes it."""
        if not self._show:
            return
        import cv2

        cv2.imshow("HeatDash", picture)
        if cv2.waitKey(1) & 0xFF == QUIT_KEY:
            cv2.destroyAllWindows()
            self._show = False


def _regions_of(region: Region | None) -> list[Sequence[Point]]:
    """The regions, each as its points."""
    if region is None:
        return []
    regions = list(region.values()) if isinstance(region, Mapping) else [region]
    for points in regions:
        if len(points) < 2:
            raise BadSettingError("live.odd_region", points=len(points))
    return regions


def _may_show() -> bool:
    """True where a window can be opened; elsewhere that is said once, and everything else goes on."""
    from ultralytics.utils.checks import check_imshow

    if check_imshow():
        return True
    _log.warning(message("live.no_window"))
    return False


__all__ = ["Heatmap", "HeatmapResult"]
