"""A real web server in a thread of this process, for what only real connections show."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp


@contextmanager
def real_server(app: ASGIApp) -> Iterator[int]:
    """The port at which the app is served within the block; connections without a request may stay for a minute."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", timeout_keep_alive=60))
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    serving = threading.Thread(target=server.run, args=([listening],), daemon=True)
    serving.start()
    while not server.started:
        time.sleep(0.01)
    yield int(listening.getsockname()[1])
    server.should_exit = True
    serving.join(10)
