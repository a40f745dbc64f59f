"""What a visitor sees where a page fails."""

import logging
import re

import pytest
from streamlit.testing.v1 import AppTest

from heatdash.errors import HeatDashError
from pages.parts.text.tell_error import tell_error


def _told(error: Exception) -> AppTest:
    def page(error: Exception) -> None:
        from pages.parts.text.tell_error import tell_error

        tell_error(error)

    return AppTest.from_function(page, args=(error,)).run()


def test_a_mistake_is_told_by_its_own_sentence() -> None:
    page = _told(HeatDashError("messages.verbatim", sentence="Zone 'Door' has 2 corners; draw at least 3."))
    assert [error.value for error in page.error] == ["Zone 'Door' has 2 corners; draw at least 3."]


def test_a_bug_is_told_by_a_code_and_explained_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="heatdash"):
        page = _told(ZeroDivisionError("division by zero"))
    (shown,) = [error.value for error in page.error]
    code = re.search(r"code ([0-9a-f]{6})", shown)
    assert code is not None
    assert "Something broke." in shown
    assert "division" not in shown
    assert f"code {code[1]}" in caplog.text
    assert "ZeroDivisionError: division by zero" in caplog.text


def test_streamlit_shows_nothing_of_its_own_besides() -> None:
    assert tell_error(HeatDashError("messages.verbatim", sentence="A sentence.")) is True
