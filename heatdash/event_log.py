"""The log: sentences for people, or one JSON document a line for programs, as HEATDASH_LOG says."""

import json
import logging
import traceback
from datetime import UTC, datetime

from heatdash.settings import log_is_json

OURS = "heatdash"
_WHAT, _FACTS = "heatdash_event", "heatdash_facts"
_TELLS_ADDRESSES = ("uvicorn", "uvicorn.error", "uvicorn.access", "websockets", "websockets.server")
"""What these tell below a warning is who has connected, and from where."""


def event(what: str, /, **facts: object) -> dict[str, object]:
    """What a log's call takes as `extra`, so that programs read the event and its facts in place of the sentence.

    Facts are numbers and words of HeatDash's own: no visitor, address, name of a file or result, and no token.
    """
    return {_WHAT: what, _FACTS: facts}


def begin_log(*, sentences: str | None = None) -> None:
    """From now on, this process logs to its standard error as HEATDASH_LOG says.

    Lines for programs replace those of every library that has begun to log. Else nothing changes but where a format of
    `sentences` is given: then what happens is told as well, and not only what goes wrong.
    """
    if not log_is_json():
        if sentences is not None:
            logging.basicConfig(level=logging.INFO, format=sentences)
        return
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for logger in list(logging.root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.propagate = True
    for name in _TELLS_ADDRESSES:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)


class JsonLines(logging.Formatter):
    """A record as one JSON document on one line: an event with its facts or, of what is none, its sentence."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
        }
        what = getattr(record, _WHAT, None)
        if what is None:
            line |= {"event": "message", "logger": record.name, "message": record.getMessage()}
        else:
            line |= {"event": what, **getattr(record, _FACTS)}
        if record.exc_info and record.exc_info[1] is not None:
            line["traceback"] = "".join(traceback.format_exception(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False, default=str)
