"""The colour names that an object can bear."""

from heatdash.errors import BadSettingError

COLOUR_NAMES = (
    "black", "grey", "silver", "white",
    "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown",
)  # fmt: skip
"""The first four have no hue. A colour's code is its place in this tuple."""

HUELESS_COUNT = 4

_SPELLINGS = {"gray": "grey", "violet": "purple"}


def is_colour(text: str) -> bool:
    """True where `text` names a colour, in any spelling."""
    return _spelt_here(text) in COLOUR_NAMES


def colour_name(text: str) -> str:
    """The colour that `text` names, in the spelling used here. Anything else is refused."""
    name = _spelt_here(text)
    if name not in COLOUR_NAMES:
        raise BadSettingError(f"'{text}' is no colour HeatDash knows; choose one of {', '.join(COLOUR_NAMES)}.")
    return name


def _spelt_here(text: str) -> str:
    name = text.strip().lower()
    return _SPELLINGS.get(name, name)
