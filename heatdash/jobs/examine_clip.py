"""What the clip's own pictures tell, made once a clip."""

from pathlib import Path
from typing import Any

from heatdash.store.artefact_key import artefact_key
from heatdash.store.artefact_store import ArtefactStore
from heatdash.values.clip import Clip
from heatdash.values.examined import Examined, examined_from_json

EXAMINED_VERSION = 1
"""Counts up whenever pictures are chosen or judged in another way."""


def examine_clip(*, clip: Clip, store: ArtefactStore) -> Examined:
    """What a few pictures tell; they are looked at where no earlier run did."""

    def make(folder: Path) -> dict[str, Any]:
        # Who only asks for what is known should not load what looks at pixels.
        from heatdash.media.examine_picture import examine_picture

        return examine_picture(clip).to_json()

    key = artefact_key(kind="examined", version=EXAMINED_VERSION, clip=clip.sha256)
    with store.get_or_make(kind="examined", key=key, make=make, belongs_to=clip.sha256) as artefact:
        return examined_from_json(artefact.meta)
