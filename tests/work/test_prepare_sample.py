from pathlib import Path

import pytest

from heatdash.errors import StoppedError
from heatdash.stages.analyse import analyse_clip
from heatdash.stages.progress import Quiet
from heatdash.store.artefact_store import open_store
from heatdash.values.project import Project
from heatdash.values.watch_settings import WatchSettings
from heatdash.work import prepare_sample as module
from heatdash.work.prepare_sample import prepare_sample
from tests.builders.scenes import make_scene


@pytest.fixture
def clip(data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small clip that stands for the sample."""
    clip = make_scene(tmp_path / "squares.mp4", frames=50)
    monkeypatch.setattr(module, "sample_clip", lambda store: clip)
    monkeypatch.setenv("HEATDASH_MODELS", "")
    return clip


@pytest.mark.model
def test_a_look_at_the_prepared_sample_has_nothing_left_to_do(clip: Path) -> None:
    prepare_sample(store=open_store(), is_busy=lambda: False)
    project = Project(watch=WatchSettings(sample_fps=10.0))
    looked = analyse_clip(source=clip, project=project, store=open_store(), progress=Quiet())
    assert [stage.cached for stage in looked.stages if stage.stage != "probe"] == [True, True, True]
    assert len(looked.tracks) > 0


def test_the_preparation_stops_where_a_task_has_come(
    clip: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("heatdash.stages.analyse._load_trackers", lambda clip: None)
    with pytest.raises(StoppedError):
        prepare_sample(store=open_store(), is_busy=lambda: True)
    assert list((data_folder / "store").glob("detections/*")) == []
