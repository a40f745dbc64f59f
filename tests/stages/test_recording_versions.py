"""What is kept of the parts of a recording is kept under a version that is raised whenever it changes."""

import numpy as np
import pytest

from heatdash.measure.timeline.part_arrays import to_arrays
from heatdash.stages.kept_answers import ANSWER_VERSION
from heatdash.stages.seam import SEAM_VERSION
from heatdash.stages.united import UNITED_VERSION
from tests.builders.cut_clips import CutClips, cut
from tests.builders.golden import check_artefact, table_content
from tests.builders.parts import answered
from tests.builders.tracks import walk


@pytest.fixture(scope="module")
def clips() -> CutClips:
    """Two who walk through all files, one hidden just when a file ends, and one who comes later."""
    return cut(
        walk(track=1, start=(5, 60), end=(155, 60), seconds=11.9),
        walk(track=2, start=(155, 70), end=(5, 80), seconds=11.9, missing=range(38, 45)),
        walk(track=3, start=(80, 88), end=(80, 30), seconds=4, begin_s=7.8),
        seconds=12,
        at_s=(4.0, 8.0),
    )


def test_who_goes_over_seams_is_kept_under_a_version(clips: CutClips, record_artefacts: bool) -> None:
    check_artefact(
        kind="seam",
        constant="SEAM_VERSION",
        number=SEAM_VERSION,
        content=(table_content(side) for seam in clips.seams for side in (seam.before, seam.after)),
        record=record_artefacts,
    )


def test_united_objects_are_kept_under_a_version(clips: CutClips, record_artefacts: bool) -> None:
    united = clips.united
    check_artefact(
        kind="united",
        constant="UNITED_VERSION",
        number=UNITED_VERSION,
        content=(table_content(united.tracks), str([ids.tolist() for ids in united.taken]).encode()),
        record=record_artefacts,
    )


def test_answers_of_parts_are_kept_under_a_version(record_artefacts: bool) -> None:
    arrays = {name: np.asarray(values) for name, values in to_arrays(answered(), from_s=0.0).items()}
    texts = {
        name: values.round(3).tolist() if values.dtype.kind == "f" else values.tolist()
        for name, values in arrays.items()
    }
    check_artefact(
        kind="answer",
        constant="ANSWER_VERSION",
        number=ANSWER_VERSION,
        content=(f"{name} {values}".encode() for name, values in sorted(texts.items())),
        record=record_artefacts,
    )
