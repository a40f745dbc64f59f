"""Losing nothing that the visitor does while the page is being made."""

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

_give_way = ScriptRunner._maybe_handle_execution_control_request


def lose_no_press() -> None:
    """From now on, what the visitor did is done to its end before the page gives way to what came after it.

    Streamlit breaks off what a button does as soon as it touches the session, where something else has come from the
    browser by then: a second press, or the canvas that tells what it shows. Nobody would do the rest later.
    """
    ScriptRunner._maybe_handle_execution_control_request = _give_way_later  # type: ignore[method-assign]


def _give_way_later(runner: ScriptRunner) -> None:
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or context.has_script_started:
        _give_way(runner)
