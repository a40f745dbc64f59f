"""Letting the browser know of each part of a page that was made anew to its end."""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

_clear = ForwardMsgQueue.clear


def keep_what_is_finished() -> None:
    """From now on, a part of a page that was made anew to its end is known to be, though another part begins at once.

    Streamlit tells the browser that the first was broken off where it has not sent all of it by then, as on a busy
    server. The browser then goes on showing what is no longer there, until something else is asked for.
    """
    ForwardMsgQueue.clear = _clear_but_keep_ends  # type: ignore[assignment]


def _clear_but_keep_ends(
    queue: ForwardMsgQueue, retain_lifecycle_msgs: bool = False, fragment_ids_this_run: list[str] | None = None
) -> None:
    """Clear the queue; where nothing is dropped that a finished part has sent, it stays finished."""
    waiting = list(queue._queue)
    ends = [one for one in waiting if one.script_finished == ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY]
    begins = fragment_ids_this_run or ()
    drops_any = any(one.HasField("delta") and one.delta.fragment_id in begins for one in waiting)
    _clear(queue, retain_lifecycle_msgs, fragment_ids_this_run)
    if begins and not drops_any:
        for end in ends:
            end.script_finished = ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
