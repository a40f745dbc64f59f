"""The options of `analyze` and `demo`, and the project that they describe."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.messages import message
from heatdash.track.tracker_file import tracked_by, without_reid
from heatdash.values.class_map import CLASS_MAPS, LARGEST_BYTES, ClassMap, class_map_from_csv
from heatdash.values.link_settings import TRACKER_NAMES, LinkSettings, parse_tracker_option
from heatdash.values.measure_settings import (
    ANCHORS,
    AUTO_BINS,
    BINS_MIN,
    INTERVALS_MIN,
    LINE_RULES,
    MODES,
    MeasureSettings,
)
from heatdash.values.metrics import METRICS
from heatdash.values.moments import moment_s
from heatdash.values.project import PROJECT_OPTIONS, Project, project_from_json
from heatdash.values.read_json import MOST_JSON_BYTES, json_in
from heatdash.values.scene import Scene, scene_from_json
from heatdash.values.style import BACKGROUNDS, NORMALIZATIONS, Style
from heatdash.values.watch_settings import LEAST_SIDE_PX, MOST_SIDE_PX, WatchSettings

_SWITCH = argparse.BooleanOptionalAction


def add_analyze_options(parser: argparse.ArgumentParser) -> None:
    """Add every option of an analysis to the parser. One that the user does not give is None."""
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="the folder that the files go to")
    parser.add_argument(
        "--project", metavar="FILE", type=Path, help="take every option not given here from a project.json"
    )
    _add_watch_options(parser.add_argument_group("watching and following"))
    _add_measure_options(parser.add_argument_group("measuring"))
    _add_style_options(parser.add_argument_group("drawing"))
    output = parser.add_argument_group("what is made and said")
    output.add_argument("--no-video", action="store_true", help="make no heatmap.mp4")
    output.add_argument("--quiet", action="store_true", help="say nothing but what must be known")
    output.add_argument("--json", action="store_true", help="print the summary as JSON, for other programs")


def _add_watch_options(group: "argparse._ArgumentGroup") -> None:
    watch, link = WatchSettings(), LinkSettings()
    add = group.add_argument
    add("--model", help=f"auto, a name such as yolo26n, a .pt, .onnx or OpenVINO folder, or motion ({watch.model})")
    add("--classes", metavar="NAMES", help="objects to report, such as person,car.red, or their numbers (all)")
    add("--conf", type=float, help=f"confidence below which a box is ignored, 0 to 1 ({link.conf:g})")
    add("--iou", type=float, help=f"overlap above which two boxes are one object, 0 to 1 ({watch.iou:g})")
    add("--device", help=f"auto, cpu, cuda, mps, or gpu and npu for Intel ({watch.device})")
    add("--int8", action=_SWITCH, help="run a .pt on a CPU in whole numbers, where it then finds the same (off)")
    add("--sample-fps", metavar="N", type=float, help="frames to watch each second (every frame)")
    side = f"the longer side of what the model looks at, {LEAST_SIDE_PX} to {MOST_SIDE_PX} (the model's own)"
    add("--imgsz", dest="input_px", metavar="PX", type=int, help=side)
    add("--tracker", help=f"{', '.join(TRACKER_NAMES)}, or a .yaml of your own ({link.tracker})")
    add("--tracker-option", metavar="NAME=VALUE", action="append", help="an option of the tracker's own; repeatable")
    add("--moving-camera", action=_SWITCH, help="make up for a camera that moves (off)")
    add("--refine", action=_SWITCH, help="make objects of the tracks, knowing the whole clip (on)")


def _add_measure_options(group: "argparse._ArgumentGroup") -> None:
    measure = MeasureSettings()
    add = group.add_argument
    places = group.add_mutually_exclusive_group()
    places.add_argument("--scene", metavar="FILE", type=Path, help="zones and lines, from a scene.json (none)")
    places.add_argument(
        "--region", metavar="POINTS", help='one place in pixels, "[(x,y),...]": 2 points a line, 3 or more a zone'
    )
    add("--metric", help=f"{', '.join(METRICS)} ({measure.metric})")
    add("--mode", help=f"{', '.join(MODES)} ({measure.mode})")
    add("--half-life", dest="half_life_s", metavar="S", type=float, help=f"of decaying ({measure.half_life_s:g} s)")
    add("--anchor", help=f"the point of a box that counts: {', '.join(ANCHORS)} ({measure.anchor})")
    add("--grid", metavar="N", type=int, help=f"cells across the picture ({measure.grid})")
    add("--smoothing", metavar="N", type=float, help=f"how far heat spreads, 0 to 199 ({measure.smoothing:g})")
    moment = "seconds, 1:30, or, where --start-time is known, a time of day such as 8:15"
    add("--from", dest="from_s", metavar="TIME", help=f"look from here on: {moment} (the begin)")
    add("--to", dest="to_s", metavar="TIME", help=f"look up to here: {moment} (the end)")
    add("--min-track", dest="min_track_s", metavar="S", type=float, help="leave out tracks shorter than this (0 s)")
    add("--min-track-conf", metavar="SHARE", type=float, help="leave out tracks less sure than this on average (0)")
    add("--keep-static", action=_SWITCH, help="count people and vehicles that never moved, too (off)")
    add("--line-rule", help=f"crossings that count: {', '.join(LINE_RULES)} ({measure.line_rule})")
    add("--min-visit", dest="min_visit_s", metavar="S", type=float, help="leave out shorter visits to a zone (0 s)")
    lengths = ", ".join(map(str, BINS_MIN))
    add("--bins", dest="bin_min", metavar="MIN", type=_bin, help=f"{lengths} minutes, auto, or all (1)")
    interval = f"minutes a row of movements.csv: {', '.join(map(str, INTERVALS_MIN))} ({measure.interval_min})"
    add("--interval", dest="interval_min", metavar="MIN", type=int, help=interval)
    names = ", ".join(CLASS_MAPS)
    add("--class-map", metavar="FILE", help=f"count in your own classes: {names}, or a .csv of class,name (none)")
    add(
        "--pcu",
        metavar="FILE",
        type=Path,
        help='passenger-car units of classes, from a pcu.json such as {"truck": 2.3}',
    )
    began = "when the recording began: 2026-11-21 12:03:20 (and a zone: Europe/Berlin), 12:03:20, or auto (unknown)"
    add("--start-time", dest="start", metavar="TIME", help=began)


def _add_style_options(group: "argparse._ArgumentGroup") -> None:
    style = Style()
    add = group.add_argument
    add("--colormap", help=f"one of OpenCV's 22, by name or number ({style.colormap})")
    add("--opacity", type=float, help=f"of the heat, 0 to 1 ({style.opacity:g})")
    add("--threshold", type=float, help=f"share of the scale below which nothing is drawn ({style.threshold:g})")
    add("--normalization", help=f"{', '.join(NORMALIZATIONS)} ({style.normalization})")
    add("--max-value", type=float, help="the top of an absolute scale, in the metric's unit")
    for name, what in (
        ("legend", "a legend"),
        ("places", "zones and lines"),
        ("class-counts", "how many of each class crossed each line"),
        ("show-in", "how many came in at each line, and each zone's visitors"),
        ("show-out", "how many went out at each line"),
        ("boxes", "a box around each object"),
        ("labels", "each object's class and number"),
        ("show-conf", "how sure the model is, in the labels"),
        ("trails", "the path of the last seconds"),
        ("side-by-side", "the original beside the heatmap"),
        ("blur", "people hidden, for privacy"),
        ("final-heat", "the final map throughout the video, instead of one that grows"),
    ):
        default = "on" if getattr(style, name.replace("-", "_")) else "off"
        add(f"--{name}", action=_SWITCH, help=f"{what} ({default})")
    add("--line-width", dest="line_width_px", metavar="PX", type=int, help="of boxes and lines (by the picture's size)")
    add("--background", help=f"under heatmap.png: {', '.join(BACKGROUNDS)} ({style.background})")


def chosen_project(chosen: argparse.Namespace, *, region_scene: Callable[[str], Scene]) -> Project:
    """The project in the project file, if there is one, with the options of the command line in place of its own.

    `region_scene` makes the scene of a `--region`, which needs the picture's size.
    """
    base = project_from_json(read_json(chosen.project, what="project")) if chosen.project else Project()
    given = {name: value for name, value in vars(chosen).items() if name in PROJECT_OPTIONS and value is not None}
    if chosen.tracker is not None:
        base = with_tracker(base, given.pop("tracker"))
    if given.get("bin_min") == 0:
        given["bin_min"] = None
    if chosen.tracker_option:
        given["tracker_options"] = dict(map(parse_tracker_option, chosen.tracker_option))
    if chosen.class_map:
        given["class_map"] = read_class_map(chosen.class_map).to_json()
    if chosen.pcu:
        given["pcu"] = read_json(chosen.pcu, what="pcu")
    for name in ("from_s", "to_s"):
        if name in given:
            given[name] = moment_s(given[name], start=given.get("start", base.start))
    project = base.with_options(given)
    if chosen.scene:
        return replace(project, scene=scene_from_json(read_json(chosen.scene, what="scene")))
    return replace(project, scene=region_scene(chosen.region)) if chosen.region else project


def with_tracker(project: Project, asked: str | Path, /) -> Project:
    """The project with the tracker of that name, or the one that a file of one's own describes."""
    return replace(project, link=without_reid(tracked_by(asked, link=project.link), asked=asked))


def read_json(path: Path, *, what: str) -> Any:
    """What the file of a project, scene or weights holds; one that cannot be read is refused."""
    try:
        with path.open("rb") as file:
            return json_in(file.read(MOST_JSON_BYTES + 1))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadSettingError(
            "cli.unreadable", what=message(f"cli.{what}_file"), path=str(path), reason=str(reason), name=what
        ) from error


def read_class_map(asked: str | Path, /) -> ClassMap:
    """The map of classes of that name, or in that file; a file that cannot be read is refused."""
    if str(asked) in CLASS_MAPS:
        return CLASS_MAPS[str(asked)]
    try:
        with Path(asked).open("rb") as file:
            return class_map_from_csv(file.read(LARGEST_BYTES + 1))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadSettingError(
            "cli.no_class_map", path=str(asked), reason=str(reason), known=", ".join(CLASS_MAPS)
        ) from error


def _bin(text: str) -> int | str:
    """The minutes, or `auto`; 0 for `all`, since None means that the option was not given."""
    if text.strip().lower() in ("all", AUTO_BINS):
        return 0 if text.strip().lower() == "all" else AUTO_BINS
    if not text.strip().isdecimal() or int(text) not in BINS_MIN:
        raise BadSettingError("cli.odd_bins", text=text, auto=AUTO_BINS, lengths=", ".join(map(str, BINS_MIN)))
    return int(text)
