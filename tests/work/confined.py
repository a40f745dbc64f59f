"""What a process that was broken into would try: `python -m tests.work.confined HOW BESIDE` tells how it ended.

HOW is `not`, `reader` or `worker`; BESIDE is a file that is none of its business.
"""

import ctypes
import errno
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from heatdash.settings import data_folder
from heatdash.store.run_register import open_register
from heatdash.work.confine import confine
from heatdash.work.confine_worker import confine_worker

_IS_ARM = platform.machine() == "aarch64"
# Called with nothing that makes sense, so that they do no harm where they are not refused.
_CALLS = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "move_mount": (429, 429),
    "open_by_handle_at": (304, 265),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "perf_event_open": (298, 241),
    "io_uring_setup": (425, 425),
    "init_module": (175, 105),
    "kexec_load": (246, 104),
}
_NOWHERE = ctypes.c_void_p(1)


def _call(name: str) -> Callable[[], None]:
    def ask() -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.syscall(_CALLS[name][_IS_ARM], *[_NOWHERE] * 5) < 0:
            raise OSError(ctypes.get_errno(), name)

    return ask


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _begin_a_thread() -> None:
    thread = threading.Thread(target=int)
    thread.start()
    thread.join()


def _keep_a_preference() -> None:
    open_register().set_preference(owner="o", name="n", value="v")


def _make_and_move() -> None:
    made = data_folder() / "store" / "tmp" / "made"
    made.mkdir(parents=True)
    (made / "file").write_text("x", encoding="utf-8")
    (data_folder() / "store" / "kind").mkdir()
    made.rename(data_folder() / "store" / "kind" / "made")


def _write_for_a_moment() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"x")


def _attempts(beside: Path) -> dict[str, Callable[[], object]]:
    data = data_folder()
    return {
        "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "tcp": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
        "listen": lambda: socket.create_server(("127.0.0.1", 0)),
        "unix": lambda: socket.socket(socket.AF_UNIX),
        "netlink": lambda: socket.socket(getattr(socket, "AF_NETLINK", 16), socket.SOCK_RAW),
        "pair": socket.socketpair,
        "program": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
        "process": _fork,
        **{name: _call(name) for name in _CALLS},
        "other memory": lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes(),
        "secret": lambda: (data / "secret").read_bytes(),
        "beside": lambda: beside.read_bytes(),
        "clip": lambda: (data / "uploads" / "u" / "clip.mp4").read_bytes(),
        "change clip": lambda: (data / "uploads" / "u" / "clip.mp4").write_bytes(b"x"),
        "delete clip": lambda: (data / "uploads" / "u" / "clip.mp4").unlink(),
        "change program": lambda: Path(__file__).with_name("made_by_a_test.txt").write_bytes(b""),
        "checkout": lambda: (Path(__file__).parents[2] / "README.md").read_bytes(),
        "thread": _begin_a_thread,
        "store": _make_and_move,
        "register": _keep_a_preference,
        "temporary": _write_for_a_moment,
    }


def main() -> None:
    """Confine this process as asked, and tell for each attempt the name of its error, empty where it succeeded."""
    how, beside = sys.argv[1], Path(sys.argv[2])
    if how == "reader":
        clip = data_folder() / "uploads" / "u" / "clip.mp4"
        confine(reads=[clip], writes=[], memory_bytes=10**9, cpu_s=60)
    elif how == "worker":
        confine_worker("w")
    ended = {}
    for name, attempt in _attempts(beside).items():
        try:
            attempt()
            ended[name] = ""
        except OSError as error:
            ended[name] = errno.errorcode.get(error.errno or 0, str(error))
        except Exception as error:  # noqa: BLE001 - whatever it says, it was refused
            ended[name] = type(error).__name__
    print(json.dumps(ended))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
