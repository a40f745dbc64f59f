"""What is said travels as a key with values, and is worded where it is read."""

import json
import pickle
from pathlib import Path

import pytest

from heatdash.errors import HeatDashError, StorageError
from heatdash.media.probe_clip import probe_clip
from heatdash.messages import Message, message, message_from_json, verbatim
from heatdash.sketch.edit_scene import delete_place, rename_place
from heatdash.values.scene import Line, Scene, Zone, scene_from_json
from tests.builders.answers import SCENE

LOST = message("stages.lost", count=2, what=message("stages.at_end"))


def _refused(provoke: object, *args: object, **kwargs: object) -> Message:
    with pytest.raises(HeatDashError) as told:
        provoke(*args, **kwargs)  # type: ignore[operator]
    return told.value.message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "“a 'b'; c.mp4”是空文件（0 字节）；请从摄像头重新复制。"),
        (
            b"GIF89a" + bytes(99),
            "“a 'b'; c.mp4”是 GIF 动画，不受支持；请选择 MP4、MOV、MKV、WebM、AVI、TS、MPG 或 FLV 视频，"
            "或 JPEG、PNG、WebP 或 BMP 图片。",
        ),
    ],
)
def test_a_clip_that_is_refused_is_told_in_either_language(tmp_path: Path, content: bytes, said: str) -> None:
    clip = tmp_path / "a 'b'; c.mp4"
    clip.write_bytes(content)
    refused = _refused(probe_clip, clip)
    assert refused.told("zh") == said
    assert refused.told("en").startswith("'a 'b'; c.mp4' is ")
    assert refused.with_values(name="mine.mp4").told("en").startswith("'mine.mp4' is ")


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        (_refused(rename_place, scene=SCENE, name="Door", new_name="Gate"), "有两个位置都叫“Gate”；请分别命名。"),
        (_refused(rename_place, scene=SCENE, name="Door", new_name=" "), "有一个区域没有名称；请为它命名。"),
        (_refused(delete_place, scene=Scene(), name="Door"), "没有名为“Door”的位置；请先画一个位置。"),
        (_refused(Zone, "zone", ((0, 0), (1, 1))), "区域“zone”只有 2 个角；至少画 3 个。"),
        (_refused(Line, "Gate", (0, 0), (0, 0)), "计数线“Gate”几乎没有长度（画面的 0.0%）；请把两端画开。"),
        (_refused(scene_from_json, {"version": 1, "zonen": []}), "位置文件有未知的条目“zonen”；请去掉它。"),
    ],
)
def test_a_place_that_is_refused_is_told_in_either_language(refused: Message, said: str) -> None:
    assert refused.told("zh") == said
    assert str(refused).isascii()


def test_a_message_within_a_message_is_told_in_the_same_language() -> None:
    assert str(LOST) == "The file is damaged: 2 frames at its end could not be read and are left out."
    assert LOST.told("zh") == "文件已损坏：结尾处有 2 帧无法读取，已略去。"


def test_one_of_something_is_told_as_one() -> None:
    lost = message("stages.lost", count=1, what=message("stages.on_the_way"))
    assert str(lost) == "The file is damaged: 1 frame on the way could not be read and is left out."


def test_a_message_is_stored_and_read_again() -> None:
    assert message_from_json(json.loads(json.dumps(LOST.to_json()))) == LOST


def test_what_an_earlier_version_has_stored_reads_as_it_stands() -> None:
    assert message_from_json("The file is damaged.") == verbatim("The file is damaged.")
    assert verbatim("{odd} 100 %").told("zh") == "{odd} 100 %"


def test_what_a_later_version_has_stored_reads_in_english() -> None:
    told = message_from_json({"key": "stages.of_tomorrow", "values": {"count": 3}, "english": "3 of tomorrow."})
    assert told.told("zh") == "3 of tomorrow."


def test_an_error_carries_its_message_wherever_it_goes() -> None:
    error = StorageError("store.run_gone", run="abc")
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.message) == (str(error), message("store.run_gone", run="abc"))
    assert str(error) == "The run 'abc' is gone; it was deleted. Start anew with the clip."
