"""What the engine says in English is told in the visitor's language."""

from pathlib import Path

import pytest
import streamlit as st

from heatdash.errors import HeatDashError
from heatdash.media.probe_clip import probe_clip
from heatdash.sketch.edit_scene import rename_place
from heatdash.values.scene import Line, Zone, scene_from_json
from pages.parts.text.spoken_sentence import spoken_sentence
from pages.parts.text.words import LANGUAGE
from tests.builders.answers import SCENE


@pytest.fixture
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {LANGUAGE: "zh"})


def _sentence(provoke: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(HeatDashError) as told:
        provoke(*args, **kwargs)  # type: ignore[operator]
    return str(told.value)


@pytest.mark.usefixtures("_chinese")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "“a 'b'; c.mp4”是空文件（0 字节）；请从摄像头重新复制。"),
        (
            b"GIF89a" + bytes(99),
            "“a 'b'; c.mp4”是 GIF 动画，不受支持；请选择 MP4、MOV、MKV、WebM、AVI、TS 或 FLV 视频，"
            "或 JPEG、PNG、WebP 或 BMP 图片。",
        ),
    ],
)
def test_a_clip_that_is_refused_is_told_in_the_visitors_language(tmp_path: Path, content: bytes, said: str) -> None:
    clip = tmp_path / "a 'b'; c.mp4"
    clip.write_bytes(content)
    assert spoken_sentence(_sentence(probe_clip, clip)) == said


@pytest.mark.usefixtures("_chinese")
@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            _sentence(rename_place, scene=SCENE, name="Door", new_name="Gate"),
            "有两个位置都叫“Gate”；请分别命名。",
        ),
        (_sentence(rename_place, scene=SCENE, name="Door", new_name=" "), "有一个区域没有名称；请为它命名。"),
        (_sentence(Zone, "zone", ((0, 0), (1, 1))), "区域“zone”只有 2 个角；至少画 3 个。"),
        (_sentence(Line, "Gate", (0, 0), (0, 0)), "计数线“Gate”没有长度（0）；请把两端画开。"),
        (_sentence(scene_from_json, {"version": 1, "zonen": []}), "位置文件有未知的条目“zonen”；请去掉它。"),
    ],
)
def test_a_place_that_is_refused_is_told_in_the_visitors_language(sentence: str, said: str) -> None:
    assert spoken_sentence(sentence) == said


@pytest.mark.usefixtures("_chinese")
def test_notices_of_the_look_are_told_in_the_visitors_language() -> None:
    notice = "The file is damaged: 1 frame at its end could not be read and are left out."
    assert spoken_sentence(notice) == "文件已损坏：结尾处有 1 帧无法读取，已略去。"
    gone = (
        "The analysis stopped 3 times without an answer (it was killed, perhaps for want of memory); "
        "free some memory or choose fewer frames a second, then try again."
    )
    assert spoken_sentence(gone).startswith("分析中断了 3 次，没有结果（进程被终止，可能是内存不足）")


@pytest.mark.usefixtures("_chinese")
@pytest.mark.parametrize("sentence", ["", "Nobody has written this one.", "x'y' is empty (0 bytes)"])
def test_a_sentence_without_a_translation_stays_as_it_is(sentence: str) -> None:
    assert spoken_sentence(sentence) == sentence


def test_english_readers_get_the_engines_own_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "session_state", {LANGUAGE: "en"})
    sentence = _sentence(rename_place, scene=SCENE, name="Door", new_name="Gate")
    assert spoken_sentence(sentence) == sentence
