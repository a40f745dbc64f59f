"""Everything that is needed to make the same files again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.values.class_choice import ClassChoice, parse_classes
from heatdash.values.link_settings import LinkSettings
from heatdash.values.watch_settings import WatchSettings

PROJECT_VERSION = 1
_WRITTEN_BESIDE = {"version", "source", "model_sha256"}
"""What project.json holds besides the question itself."""


@dataclass(frozen=True)
class Project:
    """A question to a clip: how to watch, how to link, and which objects to report; no classes means all."""

    watch: WatchSettings = field(default_factory=WatchSettings)
    link: LinkSettings = field(default_factory=LinkSettings)
    classes: tuple[ClassChoice, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The project as project.json holds it."""
        return {
            "version": PROJECT_VERSION,
            "watch": asdict(self.watch),
            "link": {**asdict(self.link), "options": dict(self.link.options)},
            "classes": [str(choice) for choice in self.classes],
        }


def project_from_json(content: Any) -> Project:
    """The project that `content` holds. A missing entry takes its default; an unknown one is refused, by name."""
    if not isinstance(content, Mapping) or content.get("version") != PROJECT_VERSION:
        raise BadSettingError(f"This is no HeatDash project of version {PROJECT_VERSION}; give a project.json.")
    _refuse_unknown(content, known=_WRITTEN_BESIDE | {entry.name for entry in fields(Project)})
    watch, link = (_section(content, name) for name in ("watch", "link"))
    options = link.pop("options", {})
    classes = content.get("classes", [])
    if not isinstance(options, Mapping) or not isinstance(classes, list):
        raise BadSettingError(
            "The project's tracker options or classes are not a list; give a project.json as written."
        )
    try:
        return Project(
            watch=WatchSettings(**_entries(watch, WatchSettings)),
            link=LinkSettings(**_entries(link, LinkSettings), options=tuple(options.items())),
            classes=parse_classes(",".join(classes)),
        )
    except (TypeError, OverflowError) as error:
        raise BadSettingError(
            f"The project holds a value of the wrong kind ({error}); mend it or make it again."
        ) from error


def _section(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    section = content.get(name, {})
    if not isinstance(section, Mapping):
        raise BadSettingError(f"The project's entry '{name}' is '{section}'; give a project.json as written.")
    return dict(section)


def _entries(section: dict[str, Any], kind: type) -> dict[str, Any]:
    """The section's entries, each of the kind that `kind` gives it by default; a number may be whole or not."""
    _refuse_unknown(section, known={entry.name for entry in fields(kind)})
    for entry in fields(kind):
        value, default = section.get(entry.name, entry.default), entry.default
        fits = type(value) in (int, float) if default is None or _is_number(default) else type(value) is type(default)
        if not fits and value is not default:
            raise TypeError(f"'{entry.name}' is {value!r}")
    return section


def _refuse_unknown(entries: Mapping[str, Any], *, known: set[str]) -> None:
    unknown = sorted(set(entries) - known)
    if unknown:
        raise BadSettingError(f"The project has the unknown entry '{unknown[0]}'; take it out.")


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)
