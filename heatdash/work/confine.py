"""Limiting a process, before it reads a stranger's file, to little memory and time, and to that file.

Limits on memory, time and files hold on every Linux. Landlock, which Linux has since 5.13, leaves the process only the
files that it is given, and since 6.7 no network. It needs no package: three calls of the kernel do all of it.
"""

import ctypes
import os
import random
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

MEMORY_BYTES = 1_500_000_000
"""What reading a clip may usually take."""
WRITTEN_BYTES = 1 << 28
OPEN_FILES = 64
CORES = 2
"""A decoder takes memory for each core that it may use."""

_DIE_WITH_PARENT, _NO_NEW_RIGHTS = 1, 38
_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_BENEATH, _ASK_VERSION = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER, _REMOVE_FILE, _MAKE_FILE, _TRUNCATE = (
    1 << bit for bit in (0, 1, 2, 3, 5, 8, 14)
)
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
_SYSTEM = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom")


def confine(*, reads: Iterable[Path], writes: Iterable[Path], memory_bytes: int, cpu_s: float) -> None:
    """Limit this process for good, to reading `reads` and writing into the folders `writes`; and to what Python needs.

    It is refused more than `memory_bytes` on top of what it has, and ends with its parent and after `cpu_s` of a core.
    """
    _limit_resources(memory_bytes, cpu_s)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0)
    version = landlock_version()
    if version:
        _lock_files(libc, version, reads=[*map(Path, (*_SYSTEM, *sys.path)), *reads], writes=writes)


def landlock_version() -> int:
    """The version of Landlock that this system's kernel has; 0 where it has none, or where it is switched off."""
    if sys.platform != "linux":
        return 0
    return max(0, int(ctypes.CDLL(None).syscall(_CREATE, None, ctypes.c_size_t(0), _ASK_VERSION)))


def told_confinement() -> str:
    """What holds for a process that reads a clip for a page, in words for a bug report."""
    if sys.platform != "linux":
        return "none: pages read clips in the server's own process, as this is not Linux"
    limits = f"a process of its own, {MEMORY_BYTES / 1e9:g} GB"
    version = landlock_version()
    if not version:
        return f"{limits}; it can read other files, as this kernel has no Landlock (Linux 5.13 or newer)"
    return f"{limits}, no files but the clip{', no network (TCP)' if version >= 4 else ''} (Landlock {version})"


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


def _lock_files(libc: Any, version: int, *, reads: Iterable[Path], writes: Iterable[Path]) -> None:
    """Leave the process nothing but these, and what is in them. Threads that it starts later are bound as well."""
    handled = (1 << (13, 14, 15, 15, 16)[min(version, 5) - 1]) - 1
    rules = _Ruleset(files=handled, network=3 if version >= 4 else 0, scope=3 if version >= 6 else 0)
    ruleset = _called(libc, _CREATE, ctypes.byref(rules), ctypes.c_size_t(ctypes.sizeof(rules)), 0)
    read = _READ_FILE | _READ_FOLDER | _EXECUTE
    write = _READ_FILE | _READ_FOLDER | _WRITE_FILE | _MAKE_FILE | _REMOVE_FILE | _TRUNCATE
    for paths, allowed in ((reads, read), (writes, write)):
        for path in paths:
            if not path.exists():
                continue
            parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
            rule = _Rule(allowed=allowed & handled & (~0 if path.is_dir() else _OF_FILES), parent=parent)
            _called(libc, _ADD_RULE, ruleset, _BENEATH, ctypes.byref(rule), 0)
            os.close(parent)
    _called(libc, _RESTRICT, ruleset, 0)
    os.close(ruleset)


def _called(libc: Any, number: int, *given: Any) -> int:
    done = int(libc.syscall(number, *given))
    if done < 0:
        raise OSError(ctypes.get_errno(), f"The kernel refused the limit of files (call {number}).")
    return done
