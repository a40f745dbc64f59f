import numpy as np
import pytest
from PIL import features

from heatdash.draw import find_fonts
from heatdash.draw.find_fonts import Face, faces_for
from heatdash.draw.write_text import write_text

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


@pytest.mark.skipif(not features.check("raqm"), reason="this Pillow was built without raqm")
def test_arabic_letters_join() -> None:
    columns = np.flatnonzero(ink("ممم").max(axis=0) > 100)
    assert (np.diff(columns) == 1).all()
    columns = np.flatnonzero(ink("ددد").max(axis=0) > 100)
    assert (np.diff(columns) > 1).sum() == 2


@pytest.mark.skipif(not has_font("入"), reason="no font on this machine writes Chinese")
def test_words_in_several_fonts_stand_in_the_order_of_their_script() -> None:
    chinese, hebrew = ink("入口"), ink("גזז")
    left_to_right, right_to_left = ink("入口 גזז"), ink("גזז 入口")
    assert (left_to_right[:, : chinese.shape[1]] == chinese).all()
    assert (left_to_right[:, -hebrew.shape[1] :] == hebrew).all()
    assert (right_to_left[:, : chinese.shape[1]] == chinese).all()
    assert (right_to_left[:, -hebrew.shape[1] :] == hebrew).all()


@pytest.mark.skipif(not features.check("raqm"), reason="this Pillow was built without raqm")
def test_a_number_in_hebrew_text_stands_to_the_left_of_the_word_before_it() -> None:
    # The 1 is a bare stroke, and the word's first letter is the widest one.
    columns = ink("שששש 1").max(axis=0)
    gap = max(
        np.split(np.flatnonzero(columns < 20), np.flatnonzero(np.diff(np.flatnonzero(columns < 20)) > 1) + 1), key=len
    )
    assert gap.mean() < len(columns) / 2


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
