"""How long the rows of counts.csv are, as the command line asks for it."""

import argparse

import pytest

from heatdash.cli_options import add_analyze_options, chosen_project
from heatdash.values.measure_settings import AUTO_BINS
from heatdash.values.scene import Scene


@pytest.mark.parametrize(("given", "asked"), [("5", 5), ("all", None), ("auto", AUTO_BINS), (" Auto ", AUTO_BINS)])
def test_bins_are_minutes_or_the_whole_or_as_suits_the_time(given: str, asked: int | str | None) -> None:
    parser = argparse.ArgumentParser()
    add_analyze_options(parser)
    chosen = parser.parse_args(["--out", "results", "--bins", given])
    assert chosen_project(chosen, region_scene=lambda text: Scene()).measure.bin_min == asked
