"""The words in pictures, in the visitor's language."""

from pages.parts.text.spoken import spoken_class
from pages.parts.text.spoken_sentence import spoken_sentence


def picture_word(english: str) -> str:
    """What the engine writes into a picture (a metric, a unit, in, out) or a class, as the visitor calls it."""
    said = spoken_sentence(english)
    return spoken_class(english) if said == english else said
