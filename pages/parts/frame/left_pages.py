"""Leaving alone what a page asks for that the browser has left."""

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

_run = ScriptRunner._run_script


def forget_left_pages() -> None:
    """From now on, no part of a page is made anew once the visitor is on another one.

    A part that keeps itself up to date may ask for it just before the browser hears of the other page. Streamlit would
    then tell the browser that it is on the first page again, and the browser would drop what it shows of the other.
    """
    ScriptRunner._run_script = _run_unless_left  # type: ignore[assignment, method-assign]


def _run_unless_left(runner: ScriptRunner, rerun_data: RerunData) -> None:
    is_part = bool(rerun_data.fragment_id_queue)
    if is_part and rerun_data.page_script_hash != runner._pages_manager.current_page_script_hash:
        return
    _run(runner, rerun_data)
