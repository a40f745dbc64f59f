"""A tracker that is asked for by its name, or by a YAML file of one's own in the form of ultralytics' files."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from heatdash.errors import BadSettingError, first_line
from heatdash.values.link_settings import TRACKER_NAMES, LinkSettings

_WITH_REID = "with_reid"
REID = frozenset({_WITH_REID, "model"})
"""The entries about a model that tells objects apart by their looks."""
_SUFFIXES = {".yaml", ".yml"}
_KIND = "tracker_type"


def tracked_by(asked: str | Path, /, *, link: LinkSettings) -> LinkSettings:
    """`link` with the tracker of that name or, where a file is asked for, with the file's tracker and its options.

    The file is read now, and replaces all options that `link` has; later it may be changed or deleted.
    """
    found = _find(asked)
    if isinstance(found, str):
        return link.with_tracker(found)
    options = _read(found)
    return replace(link, tracker=options.pop(_KIND), options=tuple(options.items()))


def without_reid(link: LinkSettings, /, *, asked: str | Path) -> LinkSettings:
    """`link` without the entries about telling objects apart by their looks; a file that asks for that is refused."""
    options = dict(link.options)
    if options.get(_WITH_REID):
        raise BadSettingError("track.no_reid", path=str(asked))
    return replace(link, options=tuple((name, value) for name, value in options.items() if name not in REID))


def _find(asked: str | Path) -> str | Path:
    """The name, or the path of a file; as in ultralytics, a file that is there goes before a name with a suffix."""
    said = str(asked)
    if said in TRACKER_NAMES:
        return said
    path = Path(said).expanduser()
    if path.suffix in _SUFFIXES and path.stem in TRACKER_NAMES and len(path.parts) == 1 and not path.exists():
        return path.stem
    return path if path.suffix in _SUFFIXES or path.is_file() else said


def _read(path: Path) -> dict[str, Any]:
    """What the file says; one that names none of the six trackers is refused."""
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
        reason = getattr(error, "strerror", None) or first_line(error)
        raise BadSettingError("track.unreadable", path=str(path), reason=reason) from error
    kind = content.get(_KIND) if isinstance(content, dict) else None
    if kind not in TRACKER_NAMES:
        raise BadSettingError("track.odd_file", path=str(path), found=str(kind), known=", ".join(TRACKER_NAMES))
    return {str(name): value for name, value in content.items()}
