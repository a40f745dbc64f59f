import numpy as np
import pytest

from heatdash.draw.draw_picture import draw_picture
from heatdash.draw.legend import legend
from heatdash.draw.palette import colour_table
from heatdash.draw.sizes import sizes_for
from heatdash.values.metrics import METRICS
from heatdash.values.scene import Scene
from heatdash.values.style import Style
from heatdash.values.tally import Tally
from tests.draw.pictures import grey, no_heat

SIZES = [(320, 240), (320, 180), (768, 432), (1920, 1080), (3840, 2160), (240, 854), (854, 240)]


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("metric", METRICS)
def test_a_legend_fits_beside_the_middle_of_the_picture(metric: str, width: int, height: int) -> None:
    sizes = sizes_for(width_px=width, height_px=height, line_width_px=None)
    sheet = legend(metric=metric, top=37.0, style=Style(), sizes=sizes)
    assert sheet.width_px <= width - 2 * sizes.margin_px
    top = height - sizes.margin_px - sheet.height_px
    left = width - sizes.margin_px - sheet.width_px
    assert top >= 0.7 * height or left >= 0.7 * width


@pytest.mark.parametrize(("width", "height"), [(320, 240), (640, 480)])
def test_a_legend_is_all_that_is_drawn_on_an_empty_picture(width: int, height: int) -> None:
    picture = grey(width=width, height=height)
    shown = {"background": picture, "heat": no_heat(), "top": 5.0, "scene": Scene(), "tally": Tally()}
    changed = (draw_picture(**shown, style=Style()) != picture).any(axis=2)
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    assert changed.sum() > 1000
    assert rows[0] > 0.7 * height
    assert rows[-1] < height - 2
    assert columns[-1] < width - 2
    assert (draw_picture(**shown, style=Style(legend=False)) == picture).all()


def test_the_bar_shows_the_colours_from_left_to_right() -> None:
    sizes = sizes_for(width_px=1280, height_px=720, line_width_px=None)
    sheet = legend(metric="dwell_time", top=45.0, style=Style(threshold=0.0, colormap="viridis"), sizes=sizes)
    is_first = (np.abs(sheet.colour.astype(int) - colour_table("viridis")[0]) <= 3).all(axis=2)
    is_last = (np.abs(sheet.colour.astype(int) - colour_table("viridis")[255]) <= 3).all(axis=2)
    assert np.flatnonzero(is_first.any(axis=0)).min() < np.flatnonzero(is_last.any(axis=0)).max() / 4
    assert is_first.sum() > 0
    assert is_last.sum() > 0


def test_another_metric_and_another_top_read_differently() -> None:
    sizes = sizes_for(width_px=640, height_px=480, line_width_px=None)
    sheets = [
        legend(metric=metric, top=top, style=Style(), sizes=sizes).colour
        for metric, top in (("dwell_time", 45.0), ("dwell_time", 90.0), ("intensity", 45.0), ("occupancy_pct", 45.0))
    ]
    assert len({sheet.tobytes() for sheet in sheets}) == 4


@pytest.mark.parametrize("metric", METRICS)
def test_its_words_are_told_in_the_readers_language(metric: str) -> None:
    sizes = sizes_for(width_px=1280, height_px=720, line_width_px=None)
    shown = {"metric": metric, "top": 4.0, "style": Style(), "sizes": sizes}
    chinese, english = legend(**shown, language="zh"), legend(**shown)
    assert chinese.colour.shape != english.colour.shape or (chinese.colour != english.colour).any()
