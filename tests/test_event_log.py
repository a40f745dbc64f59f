"""What the log tells programs, and that it stays as it was for people."""

import json
import logging
import subprocess
import sys

import pytest

from heatdash.errors import BadSettingError
from heatdash.event_log import JsonLines, begin_log, event
from heatdash.variables import LOG_VARIABLE

SAYS = """
import logging
from heatdash.event_log import begin_log, event
early = logging.getLogger("streamlit.early")
early.addHandler(logging.StreamHandler())
early.propagate = False
begin_log({options})
logging.getLogger("heatdash.web").info("Refused: %s", "web.foreign", extra=event("refused", reason="web.foreign"))
logging.getLogger("uvicorn.error").info("192.0.2.9 - \\"WebSocket /_stcore/stream\\" [accepted]")
early.warning("two\\nlines")
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("heatdash").exception("A page broke, code %s.", "A1B2", extra=event("bug", code="A1B2"))
"""


def _said(log: str, options: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", SAYS.format(options=options)],
        env={LOG_VARIABLE: log, "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
    return done.stderr


def test_programs_read_one_document_a_line_of_what_every_library_tells() -> None:
    told = [json.loads(line) for line in _said("json").splitlines()]
    assert [(line["event"], line["level"]) for line in told] == [
        ("refused", "info"),
        ("message", "warning"),
        ("bug", "error"),
    ]
    assert told[0]["reason"] == "web.foreign"
    assert (told[1]["logger"], told[1]["message"]) == ("streamlit.early", "two\nlines")
    assert told[2]["code"] == "A1B2"
    assert told[2]["traceback"].endswith("ZeroDivisionError: division by zero\n")
    assert told[0]["time"].endswith("+00:00")


def test_people_read_what_goes_wrong_and_of_workers_what_happens() -> None:
    assert _said("text").startswith("two\nlines\nA page broke, code A1B2.\nTraceback")
    told = _said("text", options="sentences='worker 1: %(message)s'")
    assert told.startswith("worker 1: Refused: web.foreign\n")


def test_a_fact_of_any_kind_can_be_told() -> None:
    record = logging.makeLogRecord({"msg": "x", "levelname": "INFO", **event("start", folder=object, workers=2)})
    told = json.loads(JsonLines().format(record))
    assert (told["event"], told["workers"], told["folder"]) == ("start", 2, "<class 'object'>")


def test_a_log_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LOG_VARIABLE, "xml")
    with pytest.raises(BadSettingError, match=r"^HEATDASH_LOG is 'xml'; give one of text, json"):
        begin_log()
