import numpy as np
import pytest

from heatdash.draw import find_fonts
from heatdash.draw.find_fonts import Face, faces_for
from heatdash.draw.write_text import can_shape, write_text

UNKNOWN = "\U0010fffd"
SCRIPTS = {
    "Latin": "Entrance",
    "German": "Überführung",
    "Greek": "Είσοδος",
    "Cyrillic": "Вход",
    "Chinese": "入口大门",
    "Japanese": "入り口ドア",
    "Korean": "출입구",
    "Arabic": "مدخل",
    "Hebrew": "כניסה",
    "Devanagari": "प्रवेश",
    "Thai": "ทางเข้า",
    "Emoji": "🚪😀",
}


def ink(text: str, **more) -> np.ndarray:
    return write_text(text, size_px=24, **more).alpha


def has_font(character: str) -> bool:
    return any(face.has(character) for face in faces_for(character))


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_is_written_with_its_own_letters(script: str) -> None:
    text = SCRIPTS[script]
    if not all(has_font(character) for character in text):
        pytest.skip(f"no font on this machine writes {script}")
    assert ink(text).max() > 200
    boxes = ink(UNKNOWN * len(text))
    assert ink(text).shape != boxes.shape or (ink(text) != boxes).any()


@pytest.mark.parametrize("character", "Ağя")
def test_the_letters_of_europe_are_there_on_every_machine(character: str) -> None:
    assert has_font(character)


def test_a_character_that_no_font_has_shows_as_a_box() -> None:
    assert ink(UNKNOWN).max() > 100


@pytest.mark.skipif(not can_shape(), reason="this Pillow was built without raqm")
def test_arabic_letters_join() -> None:
    columns = np.flatnonzero(ink("ممم").max(axis=0) > 100)
    assert (np.diff(columns) == 1).all()
    columns = np.flatnonzero(ink("ددد").max(axis=0) > 100)
    assert (np.diff(columns) > 1).sum() == 2


def test_hebrew_after_latin_stands_to_its_right_and_reads_leftwards() -> None:
    text = ink("AA גזז")
    latin = ink("AA").shape[1]
    assert (text[:, : latin - 2] == ink("AA")[:, : latin - 2]).all()
    word = ink("גזז")
    assert np.abs(text[:, -word.shape[1] :].astype(int) - word).max() == 0


def test_in_a_text_that_begins_from_the_right_a_latin_word_comes_to_stand_on_the_left() -> None:
    assert (ink("שלום Gate")[:, : ink("Gate").shape[1] - 2] == ink("Gate")[:, :-2]).all()


def test_too_long_a_text_ends_in_dots_and_fits() -> None:
    short = write_text("A very long name for a small place", size_px=20, longest_px=150)
    assert 90 < short.width_px <= 150


@pytest.mark.parametrize("size", [11, 22, 44])
def test_text_is_as_high_as_asked_for(size: int) -> None:
    rows = np.flatnonzero(write_text("H", size_px=size).alpha.max(axis=1) > 100)
    assert len(rows) == pytest.approx(size * 0.714, abs=1.6)


@pytest.mark.parametrize("text", ["", " ", "\u200d", "\u0301", "\u202e", "a\u0301\u0301\u0301"])
def test_odd_texts_do_no_harm(text: str) -> None:
    assert write_text(text, size_px=14).width_px >= 1


def test_without_opencvs_own_font_boxes_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    text, emoji = find_fonts._faces()
    monkeypatch.setattr(find_fonts, "_faces", lambda: (tuple(face for face in text if face.path), emoji))
    assert ink("門", weight=401).max() > 100


def test_a_broken_font_is_left_out(tmp_path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")
    assert not Face(str(broken)).has("A")


def test_colour_is_multiplied_by_what_covers() -> None:
    glass = write_text("Gate", size_px=30, colour=(50, 100, 200))
    wanted = glass.alpha[..., None].astype(float) * np.array((50, 100, 200)) / 255
    assert np.abs(glass.colour - wanted).max() <= 2
