"""The numbers of the zones, below their charts."""

from dataclasses import replace

from heatdash.values.classes import ClassChoice
from tests.builders.analysed_runs import ASKS, analysed_run
from tests.builders.tracks import stand
from tests.pages.conftest import Visit
from tests.pages.seen import open_tab


def test_kinds_are_told_apart_only_where_there_are_several(visit: Visit) -> None:
    busy, stays = (one.value for one in open_tab(visit("explore", run=analysed_run()), "Places").dataframe)
    assert list(busy) == ["Place", "Kind", "At once, on average", "Most at once"]
    assert list(stays) == [
        "Place",
        "Kind",
        "Visits",
        "Different objects",
        "Median stay (s)",
        "Average stay (s)",
        "Longest stay (s)",
    ]
    people = replace(ASKS, classes=(ClassChoice("person"),))
    page = open_tab(visit("explore", run=analysed_run(project=people)), "Places")
    assert all("Kind" not in one.value for one in page.dataframe)


def test_where_nobody_came_there_is_no_table_of_stays(visit: Visit) -> None:
    far = stand(track=1, at=(150, 85), seconds=2)
    page = open_tab(visit("explore", run=analysed_run(far)), "Places")
    (busy,) = page.dataframe
    assert busy.value["Most at once"].tolist() == [0]
