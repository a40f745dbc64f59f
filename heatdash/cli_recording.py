"""`analyze` for the files of a camera's recorder: one recording, its tables and its map."""

import argparse
import json
import sys
from typing import Any

from heatdash.cli_options import chosen_project
from heatdash.errors import BadSettingError
from heatdash.values.camera import Camera
from heatdash.values.name_pattern import NamePattern
from heatdash.values.scene import Scene
from heatdash.values.wording import Wording


def add_camera_options(parser: argparse.ArgumentParser) -> None:
    """Add what is said of a camera whose files are analysed together."""
    group = parser.add_argument_group("several files of one camera")
    group.add_argument("--camera", metavar="NAME", help="take the clips for one recording of this camera (its folder)")
    group.add_argument("--zone", metavar="ZONE", help="the time zone that it stands in: Europe/Berlin (this machine's)")
    pattern = 'how its files are named, such as "cam1_{year}{month}{day}T{hour}{minute}{second}" (found out)'
    group.add_argument("--names", metavar="PATTERN", help=pattern)


def is_of_camera(chosen: argparse.Namespace, /) -> bool:
    """True where several files or a folder are to be analysed, or a single file as a camera's."""
    several = len(chosen.source) > 1 or chosen.source[0].is_dir()
    if not several and chosen.camera is None and (chosen.zone or chosen.names):
        raise BadSettingError("cli.camera_options")
    return several or chosen.camera is not None


def analyse_recording(chosen: argparse.Namespace) -> None:
    """Analyse the clips as one recording, write its files, and say what was found."""
    from heatdash.camera_api import open_camera
    from heatdash.exports.folder import check_folder
    from heatdash.exports.recording_files import recording_summary, write_recording

    if chosen.start:
        raise BadSettingError("cli.start_of_many")
    pattern = None if chosen.names is None else NamePattern(chosen.names)
    name = chosen.camera or chosen.source[0].resolve().name
    check_folder(chosen.out)
    camera = open_camera(chosen.source, camera=Camera(name, zone=chosen.zone, name_pattern=pattern))
    if not camera.recording.parts:
        raise BadSettingError("recording.nothing_to_answer", reasons=" ".join(map(str, camera.problems)))
    if not chosen.json:
        for problem in camera.problems:
            print(problem, file=sys.stderr)
    chosen.start = camera.recording.start
    project = chosen_project(chosen, region_scene=_no_region)
    answered = camera.answer(project=project, progress=not (chosen.quiet or chosen.json))
    summary = recording_summary(answered=answered, camera=camera.camera, problems=camera.problems)
    files = write_recording(answered=answered, summary=summary, folder=chosen.out)
    if chosen.json:
        print(json.dumps(summary, indent=2, ensure_ascii=False))
    elif not chosen.quiet:
        print(_in_words(name, camera.recording.watched_s, len(camera.recording.parts), answered.summary))
        print(f"The results lie in {chosen.out.absolute()}: {', '.join(file.name for file in files)}")


def _no_region(text: str) -> Scene:
    raise BadSettingError("cli.region_of_many", text=text)


def _in_words(name: str, watched_s: float, parts: int, summary: dict[str, Any]) -> str:
    counts = summary["picture"]["unique_by_class"]
    objects = ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda item: -item[1]) if count)
    clips = "1 clip" if parts == 1 else f"{parts} clips"
    return f"{name}: {objects or 'nothing'} followed in {clips}, {Wording().seconds(round(watched_s))} of footage."
