"""The zones compared, and how long visits to them lasted."""

from dataclasses import replace

from heatdash.values.scene import Scene, Zone
from pages.parts.answer.show_places import stays_chart
from tests.builders.analysed_runs import ASKS, analysed_run
from tests.builders.answers import DOOR, answer
from tests.builders.tracks import stand
from tests.pages.conftest import Visit
from tests.pages.seen import captions, open_tab, told

FAR = Zone(name="Far", points=((0.75, 0.0), (1.0, 0.0), (1.0, 1.0), (0.75, 1.0)))
SHOP = Scene(zones=(DOOR, FAR))
VISITORS = (
    stand(track=1, at=(20, 50), seconds=1, begin_s=1),
    stand(track=2, at=(140, 60), seconds=3, begin_s=1),
    stand(track=3, at=(140, 70), seconds=7, begin_s=1),
)


def test_the_zone_with_the_most_visitors_comes_first(visit: Visit) -> None:
    page = open_tab(visit("explore", run=analysed_run(*VISITORS, project=replace(ASKS, scene=SHOP))), "Places")
    (ranking,) = [one.value for one in page.dataframe]
    assert ranking["Place"].tolist() == ["Far", "Door"]
    assert ranking["Visitors"].tolist() == ranking["Visits"].tolist() == ranking["Most at once"].tolist() == [2, 1]
    assert ranking["Stay, typically"].tolist() == ["5.1 s", "1.1 s"]
    assert ranking["Longest stay"].tolist() == ["7.1 s", "1.1 s"]
    assert ranking["Time in use"].tolist() == ["71 %", "11 %"]


def test_where_nobody_came_there_is_no_chart_of_stays(visit: Visit) -> None:
    far = stand(track=1, at=(150, 85), seconds=2)
    page = open_tab(visit("explore", run=analysed_run(far)), "Places")
    (ranking,) = [one.value for one in page.dataframe]
    assert ranking["Visitors"].tolist() == [0]
    assert ranking["Stay, typically"].tolist() == ["–"]
    assert any("Nobody came to a zone" in one for one in told(page))


def test_a_visit_that_is_cut_is_said_to_have_lasted_longer(visit: Visit) -> None:
    waiting = stand(track=1, at=(20, 50), seconds=9.9)
    assert "One visit had begun before the time shown" in captions(
        open_tab(visit("explore", run=analysed_run(waiting)), "Places")
    )


def test_stays_are_counted_in_round_classes_zone_by_zone() -> None:
    visits = answer(*VISITORS, scene=SHOP).measured.counts.visits
    shown = stays_chart(visits=visits, scene=SHOP).table
    counted = {(row.place, row.stay): row.count for row in shown.itertuples() if row.count}
    assert counted == {("Door", "1 s to 2 s"): 1, ("Far", "2 s to 5 s"): 1, ("Far", "5 s to 10 s"): 1}
    assert shown["stay"][0] == "under 1 s"
