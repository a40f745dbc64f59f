"""The picture on the first page."""

from pathlib import Path

_PICTURE = Path(__file__).parents[2] / "docs" / "sample.jpg"


def sample_picture() -> str:
    """Where it lies: the sample's own map, as the README shows it."""
    return str(_PICTURE)
