"""Everything that is needed to make the same files again."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, get_args, get_type_hints

from heatdash.errors import BadSettingError
from heatdash.values.class_map import ClassMap, class_map_from_json
from heatdash.values.classes import ClassChoice, parse_classes
from heatdash.values.link_settings import LinkSettings
from heatdash.values.measure_settings import MeasureSettings
from heatdash.values.pcu import PcuWeights
from heatdash.values.recording_start import RecordingStart
from heatdash.values.scene import Scene, scene_from_json, scene_to_json
from heatdash.values.style import Style
from heatdash.values.watch_settings import WatchSettings

PROJECT_VERSION = 1
_WRITTEN_BESIDE = {"version", "source", "model_sha256", "start_source"}
"""What project.json holds besides the fields of a Project; `start_source` where the start was read from the clip."""


@dataclass(frozen=True)
class Project:
    """A question about a clip: how to watch and link it, which objects and places count, what to measure and draw.

    No classes means all; no start means that clock times are not known. `class_map` has the names that objects are
    counted, and asked for, by. `pcu` weighs the classes in totals.
    """

    watch: WatchSettings = field(default_factory=WatchSettings)
    link: LinkSettings = field(default_factory=LinkSettings)
    classes: tuple[ClassChoice, ...] = ()
    scene: Scene = field(default_factory=Scene)
    measure: MeasureSettings = field(default_factory=MeasureSettings)
    style: Style = field(default_factory=Style)
    start: RecordingStart | None = None
    pcu: PcuWeights = field(default_factory=PcuWeights)
    class_map: ClassMap = field(default_factory=ClassMap)

    @property
    def names(self) -> ClassMap:
        """The names that objects are counted by; those by length only where the scene has a scale to measure by."""
        return self.class_map if self.scene.ground is not None else self.class_map.without_lengths

    @property
    def weights(self) -> PcuWeights:
        """The passenger-car units of each class, also of those that only the map names."""
        return self.pcu.through(self.names)

    def understood(self, *, known: Mapping[str, str]) -> tuple[ClassChoice, ...]:
        """The classes asked for by the names that objects are counted by; the model's classes are `known` by number."""
        for choice in self.classes:
            if self.class_map.is_by_length(choice.class_name) and not self.names.is_by_length(choice.class_name):
                raise BadSettingError("values.class_needs_ground", name=choice.class_name)
        return self.names.understood(self.classes, known=known)

    def with_scene(self, scene: Scene, /) -> "Project":
        """The project with these places; a class that only now has names by length is asked for by all of them."""
        placed = replace(self, scene=scene)
        if placed.names == self.names:
            return placed
        return replace(placed, classes=self.names.renamed(self.classes, to=placed.names))

    def with_options(self, options: Mapping[str, Any], /) -> "Project":
        """The project with these options, each named as its settings name it; an unknown one is refused by its name.

        `classes` (a text, a number, or a list of them) and `start` (a text, or a RecordingStart) are as on the command
        line, `tracker_options`, `pcu` (classes and their weights) and `class_map` (classes and their names) are
        mappings; classes that are not in `pcu` keep their weights. Another tracker drops the options of the one before.
        """
        unknown = sorted(set(options) - PROJECT_OPTIONS)
        if unknown:
            raise BadSettingError("values.option_unknown", name=unknown[0], known=", ".join(sorted(PROJECT_OPTIONS)))

        def given(kind: type) -> dict[str, Any]:
            return _entries({name: options[name] for name in options if name in get_type_hints(kind)}, kind)

        classes, start, class_map = (options.get(name) for name in ("classes", "start", "class_map"))
        try:
            link = self.link.with_tracker(options.get("tracker", self.link.tracker))
            tracker_options = {**dict(link.options), **options.get("tracker_options", {})}
            return replace(
                self,
                watch=replace(self.watch, **given(WatchSettings)),
                link=replace(link, **given(LinkSettings), options=tuple(tracker_options.items())),
                classes=self.classes if classes is None else parse_classes(_as_text(classes)),
                measure=replace(self.measure, **given(MeasureSettings)),
                style=replace(self.style, **given(Style)),
                start=self.start if start is None else _as_start(start),
                pcu=self.pcu.changed(options.get("pcu", {})),
                class_map=self.class_map if class_map is None else class_map_from_json(class_map),
            )
        except (AttributeError, TypeError, OverflowError) as error:
            raise BadSettingError("values.option_kind", reason=str(error)) from error

    def to_json(self) -> dict[str, Any]:
        """The project as project.json holds it."""
        source = {} if self.start is None or self.start.source is None else {"start_source": self.start.source}
        return {
            "version": PROJECT_VERSION,
            "watch": asdict(self.watch),
            "link": {**asdict(self.link), "options": dict(self.link.options)},
            "classes": [str(choice) for choice in self.classes],
            "scene": scene_to_json(self.scene),
            "measure": asdict(self.measure),
            "style": asdict(self.style),
            "start": None if self.start is None else str(self.start),
            **source,
            "pcu": dict(self.pcu.weights),
            "class_map": self.class_map.to_json(),
        }

    def to_text(self) -> str:
        """The project as one text; equal projects give equal texts."""
        return _text(self.to_json())

    def question_text(self) -> str:
        """What is measured of the tracks and drawn, as one text, however the tracks were made."""
        content = self.to_json() | {"class_map": self.names.to_json()}
        return _text({name: content[name] for name in ("classes", "class_map", "scene", "measure", "style")})


PROJECT_OPTIONS = frozenset({"class_map", "classes", "pcu", "start", "tracker_options"}).union(
    *(get_type_hints(kind) for kind in (WatchSettings, LinkSettings, MeasureSettings, Style))
) - {"options"}
"""The options that a project can be given, but for its places: those of the command line, as Python spells them."""


def project_from_json(content: Any) -> Project:
    """The project that `content` holds. A missing entry takes its default; an unknown one is refused by its name."""
    if not isinstance(content, Mapping) or content.get("version") != PROJECT_VERSION:
        raise BadSettingError("values.no_project", version=PROJECT_VERSION)
    _refuse_unknown(content, known=_WRITTEN_BESIDE | set(get_type_hints(Project)))
    link = _section(content, "link")
    options = link.pop("options", {})
    classes, start = content.get("classes", []), content.get("start")
    if not isinstance(options, Mapping) or not isinstance(classes, list):
        raise BadSettingError("values.project_no_list")
    try:
        return Project(
            watch=WatchSettings(**_entries(_section(content, "watch"), WatchSettings)),
            link=LinkSettings(**_entries(link, LinkSettings), options=tuple(options.items())),
            classes=parse_classes(_as_text(classes)),
            scene=scene_from_json(content["scene"]) if "scene" in content else Scene(),
            measure=MeasureSettings(**_entries(_section(content, "measure"), MeasureSettings)),
            style=Style(**_entries(_section(content, "style"), Style)),
            start=None if start is None else RecordingStart.read(start, source=content.get("start_source")),
            pcu=PcuWeights().changed(content.get("pcu", {})),
            class_map=class_map_from_json(content.get("class_map", {})),
        )
    except (TypeError, OverflowError) as error:
        raise BadSettingError("values.project_kind", reason=str(error)) from error


def _section(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    section = content.get(name, {})
    if not isinstance(section, Mapping):
        raise BadSettingError("values.project_odd", entry=name, found=str(section))
    return dict(section)


def _entries(section: dict[str, Any], kind: type) -> dict[str, Any]:
    """The section's entries, each of a type that `kind` declares for it; a whole number is accepted as any number."""
    hints = get_type_hints(kind)
    _refuse_unknown(section, known=set(hints))
    for name, value in section.items():
        declared = get_args(hints[name]) or (hints[name],)
        if type(value) not in declared and not (type(value) is int and float in declared):
            raise TypeError(f"'{name}' is {value!r}")
    return section


def _as_start(start: Any) -> RecordingStart:
    return start if isinstance(start, RecordingStart) else RecordingStart.read(start)


def _as_text(classes: Any) -> str:
    entries: Iterable[Any] = [classes] if isinstance(classes, str) or type(classes) is int else classes
    return ",".join(str(entry) if type(entry) is int else entry for entry in entries)


def _refuse_unknown(entries: Mapping[str, Any], *, known: set[str]) -> None:
    unknown = sorted(set(entries) - known)
    if unknown:
        raise BadSettingError("values.project_unknown", name=unknown[0])


def _text(content: Mapping[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False)
