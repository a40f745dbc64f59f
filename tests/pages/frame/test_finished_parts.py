"""A part of a page that was made to its end, told to the browser late."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from pages.parts.frame.finished_parts import keep_what_is_finished

DONE, BROKEN_OFF = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY, ForwardMsg.FINISHED_EARLY_FOR_RERUN


@pytest.fixture
def mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ForwardMsgQueue, "clear", ForwardMsgQueue.clear)
    keep_what_is_finished()


def _waiting(part: str) -> ForwardMsgQueue:
    """What a part has sent, to its end, before the browser was told of any of it."""
    queue, sent, end = ForwardMsgQueue(), ForwardMsg(), ForwardMsg()
    sent.delta.fragment_id = part
    sent.delta.new_element.markdown.body = "so many"
    sent.metadata.delta_path.extend([0, 1])
    end.script_finished = DONE
    queue.enqueue(sent)
    queue.enqueue(end)
    return queue


def _next(queue: ForwardMsgQueue, *parts: str) -> list[int]:
    """How the first part ends, once the next run begins: of these parts, or of the whole page."""
    queue.clear(retain_lifecycle_msgs=True, fragment_ids_this_run=list(parts) or None)
    return [one.script_finished for one in queue.flush() if one.HasField("script_finished")]


def test_without_the_mend_it_is_told_to_be_broken_off() -> None:
    """Where this fails, Streamlit tells it rightly, and the mend can go."""
    assert _next(_waiting("answers"), "work bar") == [BROKEN_OFF]


@pytest.mark.usefixtures("mended")
def test_it_is_at_its_end_though_another_part_begins() -> None:
    assert _next(_waiting("answers"), "work bar") == [DONE]


@pytest.mark.usefixtures("mended")
@pytest.mark.parametrize("begins", [("answers",), ("work bar", "answers"), ()])
def test_it_is_broken_off_where_what_it_sent_is_dropped(begins: tuple[str, ...]) -> None:
    assert _next(_waiting("answers"), *begins) == [BROKEN_OFF]


@pytest.mark.usefixtures("mended")
def test_nothing_is_left_of_what_was_sent() -> None:
    queue = _waiting("answers")
    assert len(queue.flush()) == 2
    assert queue.is_empty()
