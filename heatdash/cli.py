"""The command line: python -m heatdash."""

import argparse
import json
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from heatdash.cli_audit_options import add_audit_options, audit_sample, audit_subject
from heatdash.cli_backup import add_backup_commands
from heatdash.cli_options import add_analyze_options, chosen_project
from heatdash.cli_recording import add_camera_options, analyse_recording, is_of_camera
from heatdash.errors import BadSettingError, HeatDashError, StoppedError
from heatdash.messages import ENGLISH, LANGUAGES
from heatdash.values.project import Project
from heatdash.values.scene import Scene, parse_region
from heatdash.values.trial import TRIED_FPS
from heatdash.version import VERSION

if TYPE_CHECKING:
    from heatdash.values.clip import Clip

USER_MISTAKE = 2
STOPPED = 130


class _Parser(argparse.ArgumentParser):
    """An argument parser that reports a mistake in one sentence, as every other part of HeatDash does."""

    def error(self, message: str) -> NoReturn:
        raise BadSettingError("cli.usage", sentence=f"{message[0].upper()}{message[1:]}", program=self.prog)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0, 2 for a mistake that one sentence on stderr explains, or 130 for a run that was stopped."""
    try:
        chosen = _parser().parse_args(arguments)
        chosen.run(chosen)
    except (KeyboardInterrupt, StoppedError):
        print("Stopped. What was watched is kept; the same command continues from there.", file=sys.stderr)
        return STOPPED
    except HeatDashError as error:
        print(" ".join(str(error).splitlines()), file=sys.stderr)
        return USER_MISTAKE
    except BrokenPipeError:
        return 0
    return 0


def _parser() -> argparse.ArgumentParser:
    called = "heatdash" if Path(sys.argv[0]).stem == "heatdash" else "python -m heatdash"
    parser = _Parser(prog=called, description="Heatmaps, counts and charts from fixed-camera footage.")
    parser.add_argument("--version", action="version", version=f"HeatDash {VERSION}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    app = commands.add_parser("app", help="open the app in the browser")
    app.add_argument("--port", metavar="N", type=int, default=8501, help="the port that it is served on (8501)")
    app.add_argument("--address", metavar="HOST", help="serve only to this address, such as localhost (every address)")
    app.add_argument("--base-path", metavar="PATH", default="", help="the path below which it is served (none)")
    app.set_defaults(run=_app)

    analyze = commands.add_parser("analyze", help="watch a clip or an image and write its tables")
    what = "a clip or an image; several clips, or a folder of them, are one recording of one camera"
    analyze.add_argument("source", metavar="SOURCE", type=Path, nargs="+", help=what)
    add_analyze_options(analyze)
    add_camera_options(analyze)
    analyze.set_defaults(run=_analyze)

    demo = commands.add_parser("demo", help="analyse the built-in sample clip")
    add_analyze_options(demo)
    demo.set_defaults(run=_analyze, source=None)

    audit = commands.add_parser("audit", help="check a count by eye, one by one, and correct it")
    audit.add_argument("result", metavar="RUN", type=Path, help="a folder that analyze has written")
    add_audit_options(audit)
    audit.set_defaults(run=_audit)

    probe = commands.add_parser("probe", help="what a clip holds: size, frames, times, codec")
    probe.add_argument("source", metavar="SOURCE", type=Path, help="a clip or an image")
    probe.add_argument("--far", action="store_true", help="try ten seconds of it with the care level Small and far")
    probe.add_argument("--model", help="the model that tries them (auto)")
    probe.set_defaults(run=_probe)

    models = commands.add_parser("models", help="which models are here, from where, and what runs them")
    models.set_defaults(run=_models)
    doctor = commands.add_parser("doctor", help="versions and abilities of this machine, for a bug report")
    doctor.set_defaults(run=_doctor)
    settings = commands.add_parser("settings", help="folders and limits in force, and the variables that set them")
    settings.set_defaults(run=_settings)
    protection = commands.add_parser("data-protection", help="what is processed and kept here, for data protection")
    protection.add_argument("--language", choices=LANGUAGES, default=ENGLISH, help="the page's language (en)")
    protection.set_defaults(run=_data_protection)
    for command in (audit, probe, models, doctor, settings, *add_backup_commands(commands)):
        command.add_argument("--json", action="store_true", help="print JSON, for other programs")
    return parser


def _app(chosen: argparse.Namespace) -> None:
    from heatdash.open_app import open_app

    raise SystemExit(open_app(port=chosen.port, address=chosen.address, base_path=chosen.base_path))


def _analyze(chosen: argparse.Namespace) -> None:
    """Analyse the source or, without one, the sample, with the sample's own places unless others are given."""
    if chosen.source is not None:
        if is_of_camera(chosen):
            analyse_recording(chosen)
            return
        (chosen.source,) = chosen.source
    if chosen.start:
        from heatdash.media.recording_time import asked_start

        chosen.start = asked_start(path=_source(chosen), asked=chosen.start)
    project = chosen_project(chosen, region_scene=lambda text: _region_scene(_source(chosen), text))
    from heatdash.exports.cards import card_lines
    from heatdash.exports.folder import check_folder, write_answer
    from heatdash.exports.summary import summary_of
    from heatdash.stages.answer import answer_clip
    from heatdash.stages.progress import ProgressBar, Quiet
    from heatdash.stages.stored_sample import sample_scene
    from heatdash.store.artefact_store import open_store

    check_folder(chosen.out)
    source = _source(chosen)
    if chosen.source is None and not (chosen.project or project.scene.places):
        project = replace(project, scene=sample_scene(open_store()))
    answering = answer_clip(
        source=source,
        project=project,
        store=open_store(),
        progress=Quiet(sys.stderr) if chosen.quiet or chosen.json else ProgressBar(sys.stderr),
        with_video=not chosen.no_video,
    )
    with answering as answer:
        files = write_answer(answer=answer, folder=chosen.out)
    summary = summary_of(answer)
    if chosen.json:
        print(json.dumps(summary, indent=2, ensure_ascii=False))
    elif not chosen.quiet:
        print(_in_words(summary))
        for line in card_lines(answer=answer):
            print(line)
        if static_count := summary["totals"]["static_left_out"]:
            print(f"{static_count} of what was followed never moved and is left out; --keep-static counts it.")
        print(f"The results lie in {chosen.out.absolute()}: {', '.join(file.name for file in files)}")


def _source(chosen: argparse.Namespace) -> Path:
    """The file given, or the sample clip, which is made on first use."""
    from heatdash.stages.stored_sample import sample_clip
    from heatdash.store.artefact_store import open_store

    return chosen.source or sample_clip(open_store())


def _region_scene(source: Path, text: str) -> Scene:
    from heatdash.media.probe_clip import probe_clip

    clip = probe_clip(source)
    return parse_region(text=text, width_px=clip.width_px, height_px=clip.height_px)


def _in_words(summary: dict[str, Any]) -> str:
    counts = summary["totals"]["tracks_by_class"]
    objects = ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda item: -item[1]))
    clip = summary["clip"]
    if clip["container"] == "image":
        return f"{clip['name']}: {objects or 'nothing'} found in the picture."
    return f"{clip['name']}: {objects or 'nothing'} followed in {clip['duration_s']:.1f} s of footage."


def _audit(chosen: argparse.Namespace) -> None:
    """Write the page on which a count is checked; with filled sheets, tell their score or what they correct."""
    from heatdash.audit.folder import correct_result, score_audit
    from heatdash.audit.page import audit_result, folder_name
    from heatdash.stages.progress import ProgressBar, Quiet

    subject, sample = audit_subject(chosen), audit_sample(chosen)
    if chosen.correct is not None:
        files = correct_result(result=chosen.result, sheets=chosen.correct, subject=subject)
        if chosen.json:
            _print_facts({"files": [str(file.absolute()) for file in files]}, as_json=True)
        elif not chosen.quiet:
            print(f"Written beside what was counted: {', '.join(file.name for file in files)} in {chosen.result}")
        return
    if subject is None:
        raise BadSettingError("audit.choose_subject")
    if chosen.sheet is not None:
        score = score_audit(result=chosen.result, subject=subject, sheet=chosen.sheet)
        _print_facts(score.to_json() if chosen.json else score.in_words(), as_json=chosen.json)
        return
    out = chosen.out or chosen.result / folder_name(subject)
    progress = Quiet(sys.stderr) if chosen.quiet or chosen.json else ProgressBar(sys.stderr)
    page = audit_result(result=chosen.result, subject=subject, out=out, progress=progress, sample=sample)
    drawn = {} if sample is None else {"sample": sample.size, "seed": sample.seed}
    if chosen.json:
        _print_facts({"page": str(page.absolute()), **drawn}, as_json=True)
    elif not chosen.quiet:
        if sample is not None:
            print(f"Drawn: {sample.size}, by the seed {sample.seed}; --seed {sample.seed} draws the same again.")
        print(f"Open {page.absolute()} in a browser; it tells what to do.")


def _probe(chosen: argparse.Namespace) -> None:
    from heatdash.media.probe_clip import probe_clip
    from heatdash.media.recording_time import recording_start

    clip = probe_clip(chosen.source)
    if chosen.far:
        _try_far(clip, model=chosen.model, as_json=chosen.json)
        return
    if chosen.model is not None:
        raise BadSettingError("cli.model_for_nothing", model=chosen.model)
    start = recording_start(clip=clip, name=chosen.source.name)
    facts: dict[str, Any] = {
        "name": clip.path.name,
        "container": clip.container,
        "codec": clip.codec,
        "width_px": clip.width_px,
        "height_px": clip.height_px,
        "rotation_deg": clip.rotation_deg,
        "frames": clip.frame_count,
        "duration_s": round(clip.duration_s, 6),
        "average_fps": round(clip.average_fps, 3),
        "variable_rate": clip.is_variable_rate,
        "lost_frames": clip.lost_frames,
        "sha256": clip.sha256,
        **({} if start is None else {"recorded": str(start), "recorded_by": start.source}),
    }
    _print_facts(facts, as_json=chosen.json)


def _try_far(clip: "Clip", *, model: str | None, as_json: bool) -> None:
    """Tell what Small and far would find more in the clip, and what it would cost."""
    from heatdash.stages.progress import ProgressBar, Quiet
    from heatdash.stages.try_larger import try_larger
    from heatdash.store.artefact_store import open_store
    from heatdash.values.tell_trial import advice, trial_in_words
    from heatdash.values.wording import Wording

    trial = try_larger(
        clip=clip,
        project=Project().with_options({} if model is None else {"model": model}),
        store=open_store(),
        progress=Quiet(sys.stderr) if as_json else ProgressBar(sys.stderr),
    )
    if as_json:
        advised = {"advised": trial.is_advised(()), "imgsz": trial.larger.input_px}
        _print_facts({**trial.to_json(), **advised}, as_json=True)
        return
    words = Wording()
    usual, longer = (words.seconds(trial.clip_seconds(look)) for look in (trial.own, trial.larger))
    for line in trial_in_words(trial=trial, choices=(), wording=words, usual=usual, longer=longer):
        print(line)
    print(advice(trial=trial, choices=(), wording=words))
    if trial.is_advised(()):
        print(f"Its options for analyze: --imgsz {trial.larger.input_px} --sample-fps {TRIED_FPS:g}")


def _models(chosen: argparse.Namespace) -> None:
    from heatdash.detect.find_model import describe_models

    models = describe_models()
    if chosen.json:
        print(json.dumps(models, indent=2, ensure_ascii=False))
        return
    for model in models:
        print(f"{model['name']:<12} run by {model['backend']:<12} {model['path'] or model['origin']}")
        if model["classes"]:
            classes = f"{len(model['classes'])} classes: {', '.join(model['classes'])}"
            print(textwrap.fill(classes, width=110, initial_indent=" " * 13, subsequent_indent=" " * 13))


def _doctor(chosen: argparse.Namespace) -> None:
    from heatdash.doctor import examine_machine

    _print_facts(examine_machine(), as_json=chosen.json)


def _settings(chosen: argparse.Namespace) -> None:
    from heatdash.settings import describe_settings

    _print_facts(describe_settings(), as_json=chosen.json)


def _data_protection(chosen: argparse.Namespace) -> None:
    from heatdash.data_protection import in_markdown

    print(in_markdown(language=chosen.language), end="")


def _print_facts(facts: dict[str, Any], *, as_json: bool, indent: str = "") -> None:
    """Print facts as JSON, or as one line per fact, with those of a group indented below its name."""
    if as_json:
        print(json.dumps(facts, indent=2, ensure_ascii=False))
        return
    for name, value in facts.items():
        label = name if name.isupper() else name.replace("_", " ")
        if isinstance(value, dict):
            print(f"{indent}{label}")
            _print_facts(value, as_json=False, indent=f"{indent}  ")
        else:
            shown = ", ".join(map(str, value)) or "none" if isinstance(value, list) else value
            print(f"{indent}{label:<{28 - len(indent)}} {shown}")
