import pytest

from heatdash.draw import class_panel as module
from heatdash.draw.class_panel import class_panel
from heatdash.draw.glass import Glass
from heatdash.draw.sizes import sizes_for
from heatdash.values.style import Style
from heatdash.values.tally import Passages, Tally
from tests.draw.conftest import texts_written_by

SIZES = sizes_for(width_px=1280, height_px=720, line_width_px=None)
FINAL = Tally(
    lines=(
        ("Back door", "person", Passages(1, 0)),
        ("Gate", "car", Passages(1, 0)),
        ("Gate", "person", Passages(3, 2)),
    ),
    zones=(("Hall", 9),),
)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are written, in order."""
    module._sheet.cache_clear()
    return texts_written_by(module, monkeypatch)


def panel(tally: Tally, final: Tally, **style: bool) -> Glass | None:
    return class_panel(tally=tally, final=final, style=Style(**style), sizes=SIZES)


HEAD = ["Crossings by kind", "", "in", "out"]


def test_it_names_what_it_counts_and_tells_each_line_and_class_by_itself(written: list[str]) -> None:
    assert panel(FINAL, FINAL) is not None
    rows = ["Gate", "person", "3", "2", "", "car", "1", "0", "Back door", "person", "1", "0"]
    assert written[-16:] == [*HEAD, *rows]


def test_its_rows_stay_while_the_counts_grow(written: list[str]) -> None:
    begin = panel(Tally(), FINAL)
    rows = ["Gate", "person", "0", "0", "", "car", "0", "0", "Back door", "person", "0", "0"]
    assert written[-16:] == [*HEAD, *rows]
    end = panel(FINAL, FINAL)
    assert begin is not None
    assert end is not None
    assert begin.colour.shape == end.colour.shape


def test_zones_are_never_counted_in_it() -> None:
    assert panel(Tally(zones=FINAL.zones), Tally(zones=FINAL.zones)) is None


def test_one_class_alone_is_told_by_the_labels_where_there_are_any() -> None:
    one = Tally(lines=(("Gate", "person", Passages(3, 2)),))
    assert panel(one, one) is None
    assert panel(one, one, places=False) is not None


def test_without_in_and_out_there_is_nothing_to_tell() -> None:
    assert panel(FINAL, FINAL, show_in=False, show_out=False) is None
    narrow, wide = panel(FINAL, FINAL, show_out=False), panel(FINAL, FINAL)
    assert narrow is not None
    assert wide is not None
    assert narrow.width_px < wide.width_px


def test_what_finds_no_room_is_counted_in_the_last_row(written: list[str]) -> None:
    many = Tally(lines=tuple((f"Gate {n}", "person", Passages(n, 0)) for n in range(9)), zones=())
    assert panel(many, many, places=False) is not None
    assert written[-1] == "+ 3"
    assert "Gate 8" in written
    assert "Gate 2" not in written
