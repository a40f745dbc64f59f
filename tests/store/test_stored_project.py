import json

import pytest

from heatdash.errors import BadSettingError
from heatdash.store.stored_project import stored_project
from heatdash.values.project import Project
from heatdash.values.scene import MOST_CORNERS, MOST_PLACES, Scene
from tests.builders.runs import asks


def stored(scene: dict[str, object]) -> str:
    return json.dumps({**asks().to_json(), "scene": {"version": 1, **scene}})


def test_a_stored_project_comes_back_as_it_was() -> None:
    assert stored_project(asks().to_text()) == asks()


@pytest.mark.parametrize(
    "scene",
    [
        {"zones": [{"name": "Door", "points": [[0, number / 9e9] for number in range(MOST_CORNERS + 1)]}]},
        {"lines": [{"name": f"L{number}", "start": [0, 0], "end": [1, 1]} for number in range(MOST_PLACES + 1)]},
    ],
)
def test_one_with_more_places_than_may_be_now_is_read_without_them(scene: dict[str, object]) -> None:
    assert stored_project(stored(scene)) == asks()
    assert stored_project(stored(scene)).scene == Scene()


def test_one_that_cannot_be_read_is_told() -> None:
    with pytest.raises(BadSettingError):
        stored_project(json.dumps({**Project().to_json(), "more": 1}))
