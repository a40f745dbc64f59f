from pathlib import Path

import pytest

from heatdash.errors import StoppedError
from heatdash.stages.analyse import analyse_everything
from heatdash.stages.answer import answer_clip
from heatdash.stages.progress import Quiet
from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.values.scene import Scene
from heatdash.work import prepare_sample as module
from heatdash.work.first_question import first_shown, sample_question
from heatdash.work.prepare_sample import prepare_sample
from tests.builders.scenes import make_scene


@pytest.fixture
def clip(data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small clip that stands for the sample."""
    clip = make_scene(tmp_path / "squares.mp4", frames=50)
    monkeypatch.setattr(module, "sample_clip", lambda store: clip)
    monkeypatch.setattr("heatdash.work.first_question.sample_scene", lambda store: Scene())
    monkeypatch.setenv("HEATDASH_MODELS", "")
    return clip


@pytest.mark.model
def test_a_look_at_the_prepared_sample_has_nothing_left_to_do(clip: Path) -> None:
    store, register = open_store(), open_register()
    prepare_sample(store=store, register=register, is_busy=lambda: False)
    project = sample_question(store)
    looked = analyse_everything(source=clip, project=project, store=store, progress=Quiet())
    assert [stage.cached for stage in looked.stages if stage.stage != "probe"] == [True, True, True]
    assert len(looked.tracks) > 0
    shown = first_shown(project, analysis=looked)
    with answer_clip(source=clip, project=shown, store=store, progress=Quiet(), with_video=True) as answer:
        assert answer.stages[-1].stage == "render"
        assert answer.stages[-1].cached


@pytest.mark.model
def test_what_the_sample_cost_tells_how_long_others_take(clip: Path) -> None:
    prepare_sample(store=open_store(), register=open_register(), is_busy=lambda: False)
    known = {stage: open_register().costs(stage) for stage in ("start", "watch", "link", "refine", "render")}
    assert {stage: len(costs) for stage, costs in known.items()} == {
        "start": 2, "watch": 1, "link": 1, "refine": 1, "render": 1,
    }  # fmt: skip
    (watched,) = known["watch"]
    assert (watched.means, watched.frames, watched.pixels) == ("motion", 20, 50 * 160 * 120)
    assert watched.seconds > 0
    prepare_sample(store=open_store(), register=open_register(), is_busy=lambda: False)
    assert open_register().costs("watch") == [watched], "what was there already tells nothing"


def test_the_preparation_stops_where_a_task_has_come(
    clip: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heatdash.stages.analyse._load_trackers", lambda clip: None)
    with pytest.raises(StoppedError):
        prepare_sample(store=open_store(), register=open_register(), is_busy=lambda: True)
    assert list((data_folder / "store").glob("detections/*")) == []
