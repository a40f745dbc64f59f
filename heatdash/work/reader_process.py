"""The process that reads clips for the server: for each request it forks a reader, which answers once and ends.

It stays small and reads no clip itself, so that each reader begins clean, with everything loaded, in milliseconds.
"""

import argparse
import os
import pickle
import select
import signal
import socket
import time
import traceback
from contextlib import suppress

from heatdash.errors import HeatDashError
from heatdash.work.confine import CORES, confine
from heatdash.work.reading_tasks import BLOCK_BYTES, SECONDS, TASKS, Request, to_bytes

LOOK_EVERY_S = 0.2
_GIVES_WAY = 5
"""How much what takes long gives way to what a page cannot be shown without; workers give way to both."""
LOAD_AFTER_S = 2.0
"""What only some requests need is loaded once nothing has been asked for so long."""


def serve_readers(control: socket.socket, /) -> None:
    """Fork a reader for each connection that comes over `control`, until that closes; kill those that take too long."""
    readers: dict[int, float] = {}
    idle_since, is_loaded = time.monotonic(), False
    while True:
        wait_s = LOOK_EVERY_S if readers or not is_loaded else None
        ready, _, _ = select.select([control], [], [], wait_s)
        if ready:
            sent, connections, *_ = socket.recv_fds(control, SECONDS.size, 1)
            if not sent:
                break
            (deadline_s,) = SECONDS.unpack(sent)
            readers[_fork_reader(connections[0], control)] = time.monotonic() + deadline_s
            idle_since = time.monotonic()
        elif not is_loaded and not readers and time.monotonic() - idle_since > LOAD_AFTER_S:
            import heatdash.audit.snippet  # noqa: F401

            is_loaded = True
        _clear_away(readers)
    for pid in readers:
        os.kill(pid, signal.SIGKILL)


def _clear_away(readers: dict[int, float]) -> None:
    """Kill the readers whose time is over, and forget those that have ended."""
    for pid, until in list(readers.items()):
        if time.monotonic() > until:
            # It has not been waited for, so no other process can have its number yet.
            os.kill(pid, signal.SIGKILL)
        if os.waitpid(pid, os.WNOHANG)[0]:
            del readers[pid]


def _fork_reader(connection: int, control: socket.socket) -> int:
    pid = os.fork()
    if pid:
        os.close(connection)
        return pid
    try:
        control.close()
        read_once(socket.socket(fileno=connection))
    finally:
        os._exit(0)


def read_once(connection: socket.socket, /) -> None:
    """Answer the one request that comes over the connection, limited to what it names."""
    request: Request = pickle.loads(_all_bytes(connection))
    task = TASKS[request.task]
    if task.is_long:
        os.nice(_GIVES_WAY)
    try:
        confine(
            reads=request.reads,
            writes=request.writes,
            memory_bytes=request.memory_bytes,
            cpu_s=request.deadline_s * CORES,
        )
        content, arrays = task.pack(task.do(**request.given))
        answer = to_bytes({"done": content}, arrays=arrays)
    except HeatDashError as error:
        answer = to_bytes({"refused": type(error).__name__, "message": error.message.to_json()})
    except Exception:  # noqa: BLE001 - a damaged file can break a reader in any way, and the server's log shows it
        answer = to_bytes({"broke": traceback.format_exc()})
    with suppress(BrokenPipeError, ConnectionError):
        connection.sendall(answer)


def _all_bytes(connection: socket.socket) -> bytes:
    blocks = []
    while block := connection.recv(BLOCK_BYTES):
        blocks.append(block)
    return b"".join(blocks)


def main() -> None:
    """Serve over the socket that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m heatdash.work.reader_process")
    parser.add_argument("control", type=int, help="the number of the open socket")
    control = socket.socket(fileno=parser.parse_args().control)
    # Loaded before the first fork, so that no reader has to.
    import av  # noqa: F401
    import cv2  # noqa: F401
    import PIL.Image  # noqa: F401

    import heatdash.media.empty_scene
    import heatdash.media.examine_picture
    import heatdash.media.pictures
    import heatdash.media.recording_time  # noqa: F401

    serve_readers(control)


if __name__ == "__main__":
    main()
