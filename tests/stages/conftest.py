"""What the tests of stages share: a look at a picture with the real model."""

from collections.abc import Callable
from pathlib import Path

import pytest

from heatdash.detect.find_model import find_model
from heatdash.detect.open_detector import open_detector
from heatdash.media.pictures import resized
from heatdash.values.arrays import Pixels
from heatdash.values.clip import Frame
from heatdash.values.watch_settings import WatchSettings


@pytest.fixture
def surest_person(real_model: Path) -> Callable[[Pixels], float]:
    """The confidence with which the real model finds somebody in a picture; 0 where it finds nobody."""

    def look(picture: Pixels) -> float:
        height, width = picture.shape[:2]
        detector = open_detector(
            model=find_model(str(real_model)),
            clip_px=(width, height),
            settings=WatchSettings(),
            exported=lambda _: real_model,
        ).detector
        small = resized(picture=picture, width_px=detector.picture_px[0])
        (found,) = detector.detect(frames=iter([Frame(index=0, t_s=0.0, pixels=small)]), background=lambda: picture)
        people = [conf for conf, number in zip(found.conf, found.class_id, strict=True) if number == 0]
        return float(max(people, default=0.0))

    return look
