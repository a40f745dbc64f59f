"""Everything that is needed to make the same files again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.values.class_choice import ClassChoice, parse_classes
from heatdash.values.link_settings import LinkSettings
from heatdash.values.watch_settings import WatchSettings

PROJECT_VERSION = 1


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
    watch, link = (_section(content, name) for name in ("watch", "link"))
    options = link.pop("options", {})
    classes = content.get("classes", [])
    if not isinstance(options, Mapping) or not isinstance(classes, list):
        raise BadSettingError(
            "The project's tracker options or classes are not a list; give a project.json as written."
        )
    try:
        return Project(
            watch=WatchSettings(**_known(watch, WatchSettings)),
            link=LinkSettings(**_known(link, LinkSettings), options=tuple(options.items())),
            classes=parse_classes(",".join(map(str, classes))),
        )
    except TypeError as error:
        raise BadSettingError(
            f"The project holds a value of the wrong kind ({error}); mend it or make it again."
        ) from error


def _section(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    section = content.get(name, {})
    if not isinstance(section, Mapping):
        raise BadSettingError(f"The project's entry '{name}' is '{section}'; give a project.json as written.")
    return dict(section)


def _known(section: dict[str, Any], kind: type) -> dict[str, Any]:
    unknown = set(section) - {entry.name for entry in fields(kind)}
    if unknown:
        raise BadSettingError(f"The project has the unknown entry '{sorted(unknown)[0]}'; take it out.")
    return section
