"""What pages and server say to each other over the WebSocket, and what neither needs to hear."""

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_HEARD = ("rerun_script", "stop_script", "file_urls_request", "app_heartbeat")
_DONE_FOR_A_PAGE = ("deferred_file", "dataframe_chunk")
"""What is asked of the server besides; the rest is for whoever develops the app."""


class OwnMessages:
    """Middleware: nothing is heard of a browser but what pages send, and none is told where the app lies.

    Streamlit would clear the caches of all visitors for anyone who asks, and tells each of them the path of `script`.
    """

    def __init__(self, app: ASGIApp, *, script: str) -> None:
        self._app, self._script = app, script.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; of a WebSocket, only the messages that pages need."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return

        async def receive_own() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or _is_heard(message.get("bytes")):
                    return message

        async def send_without_path(message: Message) -> None:
            content = message.get("bytes")
            if content is not None and self._script in content:
                message = {**message, "bytes": _without_path(content)}
            await send(message)

        await self._app(scope, receive_own, send_without_path)


def _is_heard(content: bytes | None) -> bool:
    """True for a message that pages send, and for one that is none, upon which Streamlit ends the connection."""
    if content is None:
        return True
    sent = BackMsg()
    try:
        sent.ParseFromString(content)
    except DecodeError:
        return True
    kind = sent.WhichOneof("type")
    if kind == "backend_operation_request":
        return sent.backend_operation_request.WhichOneof("payload") in _DONE_FOR_A_PAGE
    return kind in _HEARD


def _without_path(content: bytes) -> bytes:
    told = ForwardMsg()
    told.ParseFromString(content)
    if told.WhichOneof("type") == "new_session":
        told.new_session.main_script_path = "app"
        return bytes(told.SerializeToString())
    return content
