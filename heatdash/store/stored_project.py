"""Reading the projects, and what was found, that the register holds, those of earlier versions too."""

import json
import logging
from functools import lru_cache

from heatdash.errors import BadSettingError
from heatdash.values.project import Project, project_from_json
from heatdash.values.run import Found, found_from_json

_TOO_MUCH = {"values.many_corners", "values.many_places"}
"""Earlier versions took scenes of any size."""

_KEPT_READ = 256
"""Every open page asks again and again for what runs and waits, which would be read anew each time."""

_log = logging.getLogger(__name__)


@lru_cache(maxsize=_KEPT_READ)
def stored_project(text: str) -> Project:
    """The project that was stored as this text; without its places where there are more than may be now."""
    content = json.loads(text)
    try:
        return project_from_json(content)
    except BadSettingError as error:
        if error.message.key not in _TOO_MUCH:
            raise
        # One such project must not keep all others from being listed.
        _log.warning("A stored project is read without its places: %s", error)
        return project_from_json({**content, "scene": {"version": 1}})


@lru_cache(maxsize=_KEPT_READ)
def stored_found(text: str) -> Found | None:
    """What was found, as it was stored; None where an earlier version kept less of it: the clip is analysed again."""
    try:
        return found_from_json(text)
    except (KeyError, TypeError) as error:
        # One such run must not keep all others from being listed.
        _log.warning("What a stored run has found cannot be used any more: %r", error)
        return None
