"""The two fields of a picture are one picture, also where some are damaged."""

from pathlib import Path

import pytest

from heatdash.media.field_pairs import FieldPairs
from heatdash.media.open_container import open_container, packets
from heatdash.media.probe_clip import probe_clip
from heatdash.media.read_frames import read_frames
from tests.builders.clips import blank_bytes, make_clip, shown_number
from tests.builders.field_pictures import field_pictures


def seconds(path: Path) -> list[bool]:
    with open_container(path) as (container, stream):
        pairs = FieldPairs(stream)
        return [pairs.is_second(packet) for packet in packets(container=container, stream=stream)]


def test_every_other_packet_of_fields_is_a_second_one(tmp_path: Path) -> None:
    assert seconds(field_pictures(tmp_path / "clip.ts", frames=6, stamped="each field")) == [False, True] * 6


@pytest.mark.parametrize("how", ["interlaced=0", "interlaced=1", "interlaced=1:cqm=jvt", "fake-interlaced=1"])
@pytest.mark.parametrize("name", ["clip.ts", "clip.mp4"])
def test_none_is_where_each_packet_holds_a_picture(tmp_path: Path, name: str, how: str) -> None:
    assert seconds(make_clip(tmp_path / name, b_frames=2, **{"x264-params": how})) == [False] * 10


def test_what_comes_after_damage_is_paired_again(tmp_path: Path) -> None:
    path = field_pictures(tmp_path / "clip.ts", frames=40, stamped="each field")
    clip = probe_clip(blank_bytes(path, start=0.5, stop=0.52))
    shown = {round(frame.t_s * 25): shown_number(frame.pixels) for frame in read_frames(clip=clip)}
    assert 38 <= clip.frame_count <= 41
    assert {n: shown.get(n) for n in (*range(18), *range(24, 40))} == {n: n for n in (*range(18), *range(24, 40))}
