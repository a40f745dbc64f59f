"""Why something failed, for those who may not learn what a clip is called."""

from heatdash.messages import message, verbatim
from pages.parts.administration.tell_failure import reason_without_names


def _told(error) -> str:
    return str(reason_without_names(error))


def test_numbers_stay_and_names_do_not() -> None:
    error = message("media.too_large", name="Kasse Berlin.mp4", width=9000, height="100")
    assert "9000x100" in _told(error)
    assert "Kasse" not in _told(error)
    assert "…" in _told(error)
    assert "hevc2" in _told(message("media.odd_codec", name="Kasse.mp4", codec="hevc2"))


def test_neither_do_those_within_a_reason() -> None:
    inner = message("media.unreadable", name="Kasse.mp4", reason="/data/Kasse.mp4: Invalid data")
    error = message("store.gave_up", what=message("store.the_analysis"), times=3, reason=inner)
    assert "3 times" in _told(error)
    assert "Kasse" not in _told(error)


def test_of_what_has_no_words_of_its_own_nothing_is_told() -> None:
    assert _told(verbatim("'Kasse.mp4' is damaged.")) == "…"
    assert reason_without_names(None) is None
