from heatdash.draw.legend_values import legend_values
from heatdash.draw.palette import colour_table
from heatdash.values.style import Style


def test_the_ticks_are_those_of_the_scale_and_an_absolute_one_is_open() -> None:
    values = legend_values(title="Time spent", unit="s", top=50.0, style=Style())
    assert (values.title, [tick.text for tick in values.ticks]) == ("Time spent", ["0", "15", "30", "50 s"])
    absolute = legend_values(title="", unit="s", top=50.0, style=Style(normalization="absolute", max_value=50.0))
    assert absolute.ticks[-1].text == "50+ s"


def test_the_stops_run_from_the_lowest_colour_to_the_highest_pale_below_the_threshold() -> None:
    stops = legend_values(title="", unit="s", top=1.0, style=Style(colormap="viridis", threshold=0.3)).stops
    (blue, green, red), (last_blue, last_green, last_red) = colour_table("viridis")[[0, 255]].tolist()
    assert stops[0] == f"rgb({red} {green} {blue} / 0.3) 0%"
    assert stops[-1] == f"rgb({last_red} {last_green} {last_blue}) 100%"
    at = [float(stop.rpartition(" ")[2].removesuffix("%")) for stop in stops]
    assert at == sorted(at)
    pale = [position for position, stop in zip(at, stops, strict=True) if "/" in stop]
    full = [position for position, stop in zip(at, stops, strict=True) if "/" not in stop]
    assert (max(pale), min(full)) == (30.0, 30.0)


def test_without_a_threshold_every_colour_is_full() -> None:
    assert not any("/" in stop for stop in legend_values(title="", unit="s", top=1.0, style=Style(threshold=0)).stops)
