"""What comes from the browser while the app still does what a button is for."""

import threading

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.testing.v1 import AppTest

from pages.parts.frame.lost_presses import lose_no_press, unless_left_behind


def _page() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

    def pressed() -> None:
        context = get_script_run_ctx()
        assert context is not None
        assert context.script_requests is not None
        context.script_requests.request_rerun(RerunData(query_string="came=later"))
        st.session_state["done"] = st.session_state.get("done", 0) + 1

    st.button("Do it", on_click=pressed)
    st.text(st.query_params.get("came", "nothing"))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    name = "_maybe_handle_execution_control_request"
    monkeypatch.setattr(ScriptRunner, name, getattr(ScriptRunner, name))
    return AppTest.from_function(_page).run()


def test_streamlit_alone_loses_the_press(page: AppTest) -> None:
    page.button[0].click().run()
    assert "done" not in page.session_state


def test_the_press_is_done_to_its_end_and_then_what_came_later(page: AppTest) -> None:
    lose_no_press()
    for count in (1, 2):
        page.button[0].click().run()
        assert page.session_state["done"] == count
        assert page.text[0].value == "later"


def _left_behind() -> None:
    """Another press has come, of which another run of the page has kept what it is for."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from pages.parts.frame.lost_presses import unless_left_behind

    read = st.session_state.setdefault("kept", "old")
    if st.session_state.get("again"):
        context = get_script_run_ctx()
        assert context is not None
        assert context.script_requests is not None
        st.session_state["kept"] = "new"
        context.script_requests.request_stop()
    with unless_left_behind():
        st.session_state["kept"] = read


def test_a_page_that_is_left_behind_keeps_nothing_that_it_read_before() -> None:
    page = AppTest.from_function(_left_behind).run()
    assert page.session_state["kept"] == "old"
    page.session_state["again"] = True
    page.run()
    assert page.session_state["kept"] == "new"
    assert not page.exception


def test_what_is_pressed_waits_for_what_the_page_is_just_keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    session: dict[str, object] = {}
    monkeypatch.setattr("pages.parts.frame.lost_presses.st.session_state", session)
    order, waits = [], threading.Event()

    def press() -> None:
        waits.set()
        with unless_left_behind():
            order.append("press")

    other = threading.Thread(target=press)
    with unless_left_behind():
        with unless_left_behind():
            other.start()
            assert waits.wait(5)
        other.join(0.1)
        order.append("page")
    other.join(5)
    assert order == ["page", "press"]


def _interrupted() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

    from pages.parts.frame.lost_presses import sure_button

    if st.session_state.pop("another comes", False):
        context = get_script_run_ctx()
        assert context is not None
        assert context.script_requests is not None
        context.script_requests.request_rerun(RerunData())
    if sure_button("Do it", key="do"):
        st.session_state["done"] = st.session_state.get("done", 0) + 1


def test_a_sure_button_is_pressed_once_though_something_else_comes_before_the_page_has_got_there() -> None:
    page = AppTest.from_function(_interrupted).run()
    assert "done" not in page.session_state
    page.session_state["another comes"] = True
    page.button[0].click().run()
    assert page.session_state["done"] == 1
    page.run()
    assert page.session_state["done"] == 1
