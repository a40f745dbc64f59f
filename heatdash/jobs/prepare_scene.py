"""What is made of a clip's pictures without a model, beside the watching."""

from heatdash.jobs.examine_clip import examine_clip
from heatdash.jobs.render_clip import background_of
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.clip import Clip


def prepare_scene(clip: Clip, *, background: str, store: ArtefactStore) -> None:
    """Nothing; the clip's background and what its pictures tell lie in the store."""
    background_of(clip, kind=background, store=store)
    examine_clip(clip=clip, store=store)
