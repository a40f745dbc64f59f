"""Limiting a process, before it reads a stranger's file, to little memory and time, and to that file.

Limits on memory, time and files hold on every Linux. Landlock, which Linux has since 5.13, leaves the process only the
files that it is given; a filter of system calls (`forbid_calls`) leaves it no network, no other program and no other
process. Neither needs a package.
"""

import ctypes
import os
import random
import signal
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.messages import Message, message
from heatdash.settings import is_hosted, unconfined_allowed
from heatdash.variables import MODE_VARIABLE, UNCONFINED_VARIABLE
from heatdash.work.forbid_calls import can_forbid_calls, forbid_calls

MEMORY_BYTES = 1_500_000_000
"""What reading a clip may usually take."""
WRITTEN_BYTES = 1 << 28
OPEN_FILES = 64
CORES = 2
"""A decoder takes memory for each core that it may use."""

_DIE_WITH_PARENT, _NO_NEW_RIGHTS = 1, 38
_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_BENEATH, _ASK_VERSION = 1, 1
(
    _WRITE_FILE,
    _READ_FILE,
    _READ_FOLDER,
    _REMOVE_FOLDER,
    _REMOVE_FILE,
    _MAKE_FOLDER,
    _MAKE_FILE,
    _MOVE,
    _TRUNCATE,
    _DRIVE,
) = (1 << bit for bit in (1, 2, 3, 4, 5, 7, 8, 13, 14, 15))
_OF_FILES = _WRITE_FILE | _READ_FILE | _TRUNCATE | _DRIVE
_READ = _READ_FILE | _READ_FOLDER
_WRITE = _READ | _WRITE_FILE | _MAKE_FILE | _REMOVE_FILE | _MAKE_FOLDER | _REMOVE_FOLDER | _MOVE | _TRUNCATE | _DRIVE
_LEAST_VERSION = 2
"""The first in which what a process makes can be moved to another folder, as the store does."""
_BIND, _CONNECT = 1, 2
_SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom")


def confine(*, reads: Iterable[Path], writes: Iterable[Path], memory_bytes: int, cpu_s: float) -> None:
    """Limit this process for good, to reading `reads` and writing into the folders `writes`; and to what Python needs.

    It is refused more than `memory_bytes` on top of what it has, and ends with its parent and after `cpu_s` of a core.
    """
    _limit_resources(memory_bytes, cpu_s)
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    shut_in(reads=reads, writes=writes)


def shut_in(*, reads: Iterable[Path], writes: Iterable[Path], may_connect: bool = False) -> None:
    """Leave this process, for good, these paths and what Python needs, and none of the calls that do harm.

    It can make no sockets, unless it `may_connect`, and then none that listen on TCP. What the system lacks is left
    out: `missing_confinement` tells it. Other threads would be left as they are, so there must be none yet.
    """
    if sys.platform != "linux":
        return
    assert len(list(Path("/proc/self/task").iterdir())) == 1
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0)
    version = landlock_version()
    if version >= _LEAST_VERSION:
        paths = [(path, _READ) for path in (*map(Path, _SYSTEM), *_code(), *reads)]
        _lock_files(libc, version, [*paths, *((path, _WRITE) for path in writes)], may_connect=may_connect)
    if can_forbid_calls():
        forbid_calls(network=not may_connect)


def _code() -> Iterator[Path]:
    """Where Python finds code: of a checkout the package alone, since the data may lie beside it."""
    package = Path(__file__).parents[1]
    yield package
    yield from (path for path in map(Path, sys.path) if path != package.parent or path.name.endswith("-packages"))


def landlock_version() -> int:
    """The version of Landlock that this system's kernel has; 0 where it has none, or where it is switched off."""
    if sys.platform != "linux":
        return 0
    return max(0, int(ctypes.CDLL(None).syscall(_CREATE, None, ctypes.c_size_t(0), _ASK_VERSION)))


def missing_confinement() -> Message | None:
    """What this system lacks to confine a process; None where it has all that is needed."""
    if sys.platform != "linux":
        return message("work.lacks_linux")
    if landlock_version() < _LEAST_VERSION:
        return message("work.lacks_landlock")
    return None if can_forbid_calls() else message("work.lacks_filter")


def check_confinement() -> None:
    """Raise a BadSettingError where strangers are let in and what works on their clips cannot be confined, unasked."""
    lacking = missing_confinement()
    if lacking is not None and is_hosted() and not unconfined_allowed():
        raise BadSettingError("work.unconfined", mode=MODE_VARIABLE, lacking=lacking, variable=UNCONFINED_VARIABLE)


def told_confinement() -> str:
    """What holds for a process that reads a clip for a page, in words for a bug report."""
    if sys.platform != "linux":
        return "none: pages read clips in the server's own process, as this is not Linux"
    version = landlock_version()
    files = "can read other files" if version < _LEAST_VERSION else f"no files but the clip (Landlock {version})"
    calls = "no network, no other programs (seccomp)" if can_forbid_calls() else "no filter of system calls"
    lacking = missing_confinement()
    why = "" if lacking is None else f"; not confined as it should be: {lacking}"
    return f"a process of its own, {MEMORY_BYTES / 1e9:g} GB, {files}, {calls}{why}"


def _limit_resources(memory_bytes: int, cpu_s: float) -> None:
    import resource

    mine = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, random.sample(mine, min(CORES, len(mine))))
    # The kernel ends who takes more time. Who takes more memory is refused it, and tells so.
    pages, data_pages = (int(Path("/proc/self/statm").read_text().split()[field]) for field in (0, 5))
    page_bytes = resource.getpagesize()
    for kind, most in (
        (resource.RLIMIT_DATA, data_pages * page_bytes + memory_bytes),
        # Threads reserve far more than they take.
        (resource.RLIMIT_AS, pages * page_bytes + 2 * memory_bytes),
        (resource.RLIMIT_CPU, int(cpu_s) + 1),
        (resource.RLIMIT_FSIZE, WRITTEN_BYTES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (least, least))


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scope", ctypes.c_uint64))


class _Rule(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def _lock_files(libc: Any, version: int, allowed: Iterable[tuple[Path, int]], *, may_connect: bool) -> None:
    """Leave the process nothing but these, each for what is allowed there. Threads that it starts later are bound."""
    handled = (1 << (13, 14, 15, 15, 16)[min(version, 5) - 1]) - 1
    network = _BIND | (0 if may_connect else _CONNECT)
    rules = _Ruleset(files=handled, network=network if version >= 4 else 0, scope=3 if version >= 6 else 0)
    ruleset = _called(libc, _CREATE, ctypes.byref(rules), ctypes.c_size_t(ctypes.sizeof(rules)), 0)
    for path, rights in allowed:
        if not path.exists():
            continue
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rule = _Rule(allowed=rights & handled & (~0 if path.is_dir() else _OF_FILES), parent=parent)
        _called(libc, _ADD_RULE, ruleset, _BENEATH, ctypes.byref(rule), 0)
        os.close(parent)
    _called(libc, _RESTRICT, ruleset, 0)
    os.close(ruleset)


def _called(libc: Any, number: int, *given: Any) -> int:
    done = int(libc.syscall(number, *given))
    if done < 0:
        raise OSError(ctypes.get_errno(), f"The kernel refused the limit of files (call {number}).")
    return done
