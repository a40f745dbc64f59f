"""What comes from the browser while the app still does what a button is for."""

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.testing.v1 import AppTest

from pages.parts.frame.lost_presses import lose_no_press


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
