"""Names for showing and saving."""

import pytest

from heatdash.web.file_names import LONGEST, safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Entrance Mon.mp4", "Entrance Mon.mp4"),
        ("  spaced \t out\n.mp4 ", "spaced out .mp4"),
        ('a<b>c:"d"|e?f*.mp4', "a-b-c--d--e-f-.mp4"),
        ("....", ""),
        ("\u202egpj.exe", "gpj.exe"),
        ("Café.mov", "Café.mov"),
    ],
)
def test_a_name_fits_every_system(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_long_name_is_cut_and_keeps_its_suffix() -> None:
    name = safe_name("x" * 300 + ".mp4")
    assert len(name) == LONGEST
    assert name.endswith("x.mp4")
    assert safe_name("y" * 300) == "y" * LONGEST
