"""What pages and server say to each other."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.parts.frame.own_messages import OwnMessages

SCRIPT = "/somewhere/heatdash/pages/frame.py"


def heard(*sent: bytes) -> list[bytes]:
    """Of what a browser sends, what Streamlit hears."""
    coming = [*({"type": "websocket.receive", "bytes": content} for content in sent), {"type": "websocket.disconnect"}]
    found: list[bytes] = []

    async def listen(scope: Scope, receive: Receive, send: Send) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            found.append(message["bytes"])

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        raise AssertionError("nothing is told")

    asyncio.run(OwnMessages(listen, script=SCRIPT)({"type": "websocket"}, receive, send))
    return found


def told(content: bytes) -> bytes:
    """What a browser is told where Streamlit tells this."""
    sent: list[Message] = []

    async def tell(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.send", "bytes": content})

    async def receive() -> Message:
        raise AssertionError("nothing is asked")

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(OwnMessages(tell, script=SCRIPT)({"type": "websocket"}, receive, send))
    return bytes(sent[0]["bytes"])


def asks(kind: str, value: object = True) -> bytes:
    return BackMsg(**{kind: value}).SerializeToString()


def test_what_pages_send_is_heard() -> None:
    rerun = BackMsg()
    rerun.rerun_script.query_string = "run=1"
    files = BackMsg()
    files.file_urls_request.file_names.append("scene.json")
    rows = BackMsg()
    rows.backend_operation_request.dataframe_chunk.offset = 100
    sent = [
        *(message.SerializeToString() for message in (rerun, files, rows)),
        asks("stop_script"),
        asks("app_heartbeat"),
    ]
    assert heard(*sent) == sent


@pytest.mark.parametrize(
    "kind",
    ["clear_cache", "set_run_on_save", "load_git_info", "debug_disconnect_websocket", "debug_shutdown_runtime"],
)
def test_nobody_clears_the_caches_of_all_or_asks_what_developers_ask(kind: str) -> None:
    assert heard(asks(kind)) == []


def test_nobody_has_anything_installed() -> None:
    installs = BackMsg()
    installs.backend_operation_request.install_skills.SetInParent()
    dismisses = BackMsg()
    dismisses.backend_operation_request.dismiss_skills_nudge.SetInParent()
    assert heard(installs.SerializeToString(), dismisses.SerializeToString(), b"") == []


def test_every_message_that_streamlit_knows_is_heard_or_not_on_purpose() -> None:
    assert {field.name for field in BackMsg.DESCRIPTOR.fields} == {
        *("rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "backend_operation_request"),
        *("clear_cache", "set_run_on_save", "load_git_info", "debug_disconnect_websocket", "debug_shutdown_runtime"),
    }


def test_what_is_no_message_is_for_streamlit_to_end() -> None:
    assert heard(b"\xff\xff\xff") == [b"\xff\xff\xff"]


def test_nobody_is_told_where_the_app_lies() -> None:
    session = ForwardMsg()
    session.new_session.main_script_path = SCRIPT
    session.new_session.main_script_hash = "abc"
    found = ForwardMsg.FromString(told(session.SerializeToString()))
    assert found.new_session.main_script_path == "app"
    assert found.new_session.main_script_hash == "abc"


def test_all_else_is_told_as_it_is() -> None:
    progress = ForwardMsg()
    progress.delta.new_element.markdown.body = "Half"
    content = progress.SerializeToString()
    assert told(content) is content or told(content) == content
