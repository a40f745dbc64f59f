"""Why a task has failed, for administrators: without what names a clip, a result or a place."""

from heatdash.messages import VERBATIM, Message, Value, message

LEFT_OUT = "…"
_NAMES_NO_CLIP = {"codec", "device", "format", "known", "tracker", "unit", "variable"}
"""The blanks whose texts come from the server itself."""


def reason_without_names(error: Message | None) -> Message | None:
    """The message with every text left out that a visitor or a file may have brought; numbers stay."""
    if error is None:
        return None
    if error.key == VERBATIM:
        return message(VERBATIM, sentence=LEFT_OUT)
    return Message(error.key, tuple((blank, _without_name(blank, value)) for blank, value in error.values))


def _without_name(blank: str, value: Value) -> Value:
    if isinstance(value, Message):
        return reason_without_names(value) or value
    has_words = isinstance(value, str) and any(letter.isalpha() for letter in value)
    return LEFT_OUT if has_words and blank not in _NAMES_NO_CLIP else value
