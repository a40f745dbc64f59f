import re
from typing import Any

import numpy as np
import pytest

from heatdash.draw import class_panel, legend, place_labels
from heatdash.draw.draw_picture import draw_picture
from heatdash.draw.glass import Glass
from heatdash.draw.write_text import write_text
from heatdash.values.heat import Heat
from heatdash.values.metrics import METRICS
from heatdash.values.scene import Line, Scene, Zone
from heatdash.values.style import Style
from heatdash.values.tally import Passages, Tally
from tests.draw.pictures import grey, half_hot, no_heat, noise, standing

SCENE = Scene(
    zones=(
        Zone("入口 مدخل", ((0.1, 0.1), (0.4, 0.1), (0.4, 0.6), (0.1, 0.6))),
        Zone("Staff", ((0.7, 0.1), (0.9, 0.1), (0.9, 0.3)), kind="exclude"),
    ),
    lines=(Line("Gate", (0.5, 0.4), (0.5, 0.9)),),
)
TALLY = Tally(lines=(("Gate", "person", Passages(3, 2)), ("Gate", "car", Passages(1, 0))), zones=(("入口 مدخل", 4),))
BARE = Style(legend=False, places=False, class_counts=False)


@pytest.mark.parametrize(
    ("width", "height"), [(320, 240), (1920, 1080), (3840, 2160), (240, 854), (321, 243), (64, 48), (8, 8), (1, 1)]
)
def test_pictures_of_every_size_keep_it(width: int, height: int) -> None:
    background = grey(width=width, height=height)
    shown = {"background": background, "heat": half_hot(), "top": 40.0, "scene": SCENE, "tally": TALLY}
    assert draw_picture(**shown, style=Style()).shape == background.shape
    if width <= 321:
        wide = draw_picture(**shown, style=Style(side_by_side=True))
        assert wide.shape == (height, 2 * width, 3)


def test_side_by_side_shows_the_background_and_then_the_heatmap() -> None:
    background = noise(width=320, height=240)
    shown = {"background": background, "heat": half_hot(), "top": 40.0, "scene": SCENE, "tally": TALLY}
    both = draw_picture(**shown, style=Style(side_by_side=True))
    assert (both[:, :320] == background).all()
    assert (both[:, 320:] == draw_picture(**shown, style=Style())).all()


def test_the_background_itself_is_not_painted_on() -> None:
    background = grey(width=320, height=240)
    draw_picture(background=background, heat=half_hot(), top=40.0, scene=SCENE, style=Style(), tally=TALLY)
    assert (background == 120).all()


def test_the_same_question_gives_the_same_picture() -> None:
    shown = {"background": noise(width=320, height=240), "heat": half_hot(), "top": 40.0, "scene": SCENE}
    first, second = (draw_picture(**shown, style=Style(), tally=TALLY) for _ in range(2))
    assert (first == second).all()


def test_the_panel_stands_in_a_quiet_corner_and_only_where_a_line_was_crossed() -> None:
    shown = {"background": grey(width=320, height=240), "heat": no_heat(), "top": 0.0, "scene": SCENE}
    style = Style(legend=False, places=False)
    assert (draw_picture(**shown, tally=Tally(zones=TALLY.zones), style=style) == 120).all()
    with_panel = draw_picture(**shown, tally=TALLY, style=style)
    assert (with_panel[170:, :120] != 120).any()
    assert (with_panel[:150] == 120).all()
    values = np.zeros((90, 160))
    values[60:, :60] = 1.0
    hot = shown | {"heat": Heat(values, "dwell_time"), "top": 1.0}
    away = draw_picture(**hot, tally=TALLY, style=style)
    assert (away[:70, :120] != 120).any()


def test_boxes_and_labels_are_drawn_on_a_still_picture() -> None:
    background = noise(width=320, height=240)
    person = standing(frames=[0], box=(100, 80, 160, 200))
    shown = {"background": background, "heat": no_heat(), "top": 0.0, "scene": Scene(), "tally": Tally()}
    looks = [
        draw_picture(**shown, objects=person, style=style)
        for style in (
            BARE,
            Style(legend=False, boxes=True),
            Style(legend=False, labels=True),
            Style(legend=False, labels=True, show_conf=True),
        )
    ]
    assert (looks[0] == background).all()
    assert len({look.tobytes() for look in looks}) == 4


@pytest.mark.parametrize("metric", METRICS)
def test_every_word_is_drawn_in_the_readers_language(metric: str, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def recorded(text: str, **how: Any) -> Glass:
        drawn.append(text)
        return write_text(text, **how)

    for module in (class_panel, legend, place_labels):
        for kept in vars(module).values():
            getattr(kept, "cache_clear", lambda: None)()
        monkeypatch.setattr(module, "write_text", recorded)
    draw_picture(
        background=grey(width=640, height=480),
        heat=Heat(values=np.arange(12.0).reshape(3, 4), metric=metric),
        top=11.0,
        scene=SCENE,
        style=Style(),
        tally=TALLY,
        language="zh",
    )
    named = {place.name for place in SCENE.places}
    words = [text for text in drawn if text not in named]
    assert METRICS[metric].title("zh") in words
    assert any("进" in text for text in words)
    # A second is written s in every language.
    assert [text for text in words if re.search(r"[A-Za-z]{2,}", text)] == []
