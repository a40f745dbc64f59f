"""Opening the model that watches a clip; a .pt is made ready for this machine's CPU once, and that is kept."""

from dataclasses import dataclass
from pathlib import Path

from heatdash.detect.detector import Detector
from heatdash.detect.find_model import FoundModel
from heatdash.detect.open_detector import open_detector
from heatdash.messages import Message, message
from heatdash.stages.export_weights import export_int8, export_weights
from heatdash.stages.progress import Progress
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.clip import Clip
from heatdash.values.watch_settings import WatchSettings


@dataclass(frozen=True)
class OpenedModel:
    """A detector that is ready to run, and what the user should know about how its model was opened."""

    detector: Detector
    notices: tuple[Message, ...] = ()


def open_model(
    *, clip: Clip, model: FoundModel, settings: WatchSettings, store: ArtefactStore, progress: Progress
) -> OpenedModel:
    """The model's detector for pictures of the clip, ready to run; as INT8 where that was asked for and holds."""
    # Only weights that are exported can be; the notice is then another one.
    int8_notice = message("stages.int8_only_weights", name=model.name)

    def exported(weights: FoundModel) -> Path:
        nonlocal int8_notice
        side_px = settings.input_px
        folder = export_weights(clip=clip, model=weights, side_px=side_px, store=store, progress=progress)
        if not settings.int8:
            return folder
        int8 = export_int8(clip=clip, model=weights, exported=folder, settings=settings, store=store, progress=progress)
        int8_notice = int8.notice
        return int8.folder or folder

    opened = open_detector(model=model, clip_px=clip.size_px, settings=settings, exported=exported)
    notices = (opened.notice, int8_notice if settings.int8 else None)
    return OpenedModel(opened.detector, tuple(notice for notice in notices if notice))
