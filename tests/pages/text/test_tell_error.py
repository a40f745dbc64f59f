"""What a visitor sees where a page fails."""

import logging
import re
from pathlib import Path

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


def test_what_no_page_can_have_sent_is_no_bug(caplog: pytest.LogCaptureFixture) -> None:
    from streamlit.elements.widgets.number_input import NumberInputSerde

    serde = NumberInputSerde.__new__(NumberInputSerde)
    with pytest.raises(AttributeError) as forged:
        serde.deserialize("not a number")
    with caplog.at_level(logging.ERROR):
        caplog.clear()
        page = _told(forged.value)
    assert [error.value for error in page.error] == [
        "Your browser sent something that this page does not understand, so nothing was changed. Load the page again."
    ]
    assert caplog.text == ""


def test_where_strangers_are_let_in_no_folder_is_named(monkeypatch: pytest.MonkeyPatch, data_folder: Path) -> None:
    sentence = f"The folder '{data_folder}/store' cannot be used."
    error = HeatDashError("messages.verbatim", sentence=sentence)
    assert str(data_folder.parent).replace("-", r"\-").replace("_", r"\_") in _told(error).error[0].value
    monkeypatch.setenv("HEATDASH_MODE", "hosted")
    assert [shown.value for shown in _told(error).error] == ["The folder 'data/store' cannot be used."]
