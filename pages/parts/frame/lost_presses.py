"""Losing nothing that the visitor does while the page is being made, and bringing nothing back that they have changed.

Streamlit makes the page anew for each thing that comes from the browser: a press, or the canvas that tells what it
shows. Beside that run, the one before goes on to its next step, where it ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

import streamlit as st
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

_give_way = ScriptRunner._maybe_handle_execution_control_request
_LOCK = "changing"


def lose_no_press() -> None:
    """From now on, what a press asks for is done to its end before its run gives way to what came after it.

    Streamlit would break it off where it first touches the session, and nobody would do the rest.
    """
    ScriptRunner._maybe_handle_execution_control_request = _give_way_later  # type: ignore[assignment, method-assign]


def _give_way_later(runner: ScriptRunner) -> None:
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or context.has_script_started:
        _give_way(runner)


@contextmanager
def unless_left_behind() -> Iterator[None]:
    """End this run of the page here where the visitor has done something since; else let that wait for what is within.

    A run that is left behind would else keep what it read before the press, and so undo the press.
    """
    # To touch the session is a step at which such a run ends. Whoever holds the lock has come there before the press.
    lock: RLock = st.session_state.setdefault(_LOCK, RLock())
    with lock:
        context = get_script_run_ctx()
        if context is not None:
            context.yield_check()
        yield


def sure_button(label: str, *, key: str) -> bool:
    """Show the main button of a page that also hears from other things; True in the run that does what it is for.

    That run may be another one than the first after the press, where something came before that had got so far.
    """
    pressed = f"{key}:pressed"

    def press() -> None:
        st.session_state[pressed] = True

    st.button(label, key=key, type="primary", width="stretch", on_click=press)
    return bool(st.session_state.pop(pressed, False))
