"""Forbidding a process what reading and watching clips never needs of the kernel: a filter of system calls (seccomp).

No network, no other programs, no other processes, no keys, no mounts, and none of the calls through which kernels are
attacked most. It needs no package: the filter is a list of numbers that one call hands over.
"""

import ctypes
import errno
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_GET_FILTER, _SET_FILTER, _FILTER_MODE = 21, 22, 2
_LOAD, _IS, _AT_LEAST, _HAS_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _MACHINE_AT, _FIRST_GIVEN_AT = 0, 4, 16
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_OTHER_NUMBERS = 0x40000000
"""From here on x86-64 repeats its calls under other numbers (x32)."""
_THREAD, _NEW_SPACES = 0x00010000, 0x7E020000
"""What cloning is asked for: a thread of the same process, and rooms of its own (namespaces)."""

_NETWORK = {"socket": (41, 198), "socketpair": (53, 199)}
_INTERNET, _INTERNET_6 = 2, 10
# Each with its number on x86-64 and on ARM (aarch64), None where that has no such call. From 424 on all are the same.
_CALLS: dict[str, tuple[int | None, int | None]] = {
    # Other programs and processes.
    "execve": (59, 221),
    "execveat": (322, 281),
    "fork": (57, None),
    "vfork": (58, None),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "kcmp": (312, 272),
    # Rooms, roots and mounts.
    "unshare": (272, 97),
    "setns": (308, 268),
    "chroot": (161, 51),
    "pivot_root": (155, 41),
    "mount": (165, 40),
    "umount2": (166, 39),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    # Keys, and large parts of the kernel that few need.
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "perf_event_open": (298, 241),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "memfd_secret": (447, 447),
    "modify_ldt": (154, None),
    "personality": (135, 92),
    # The machine itself.
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "syslog": (103, 116),
    "vhangup": (153, 58),
    "iopl": (172, None),
    "ioperm": (173, None),
}


@dataclass(frozen=True)
class _Machine:
    """How the kernel calls a kind of machine, which number of each pair is its own, and its ways to clone."""

    code: int
    column: int
    clone: int
    clone3: int = 435


_MACHINES = {"x86_64": _Machine(0xC000003E, 0, 56), "aarch64": _Machine(0xC00000B7, 1, 220)}


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("yes", ctypes.c_uint8), ("no", ctypes.c_uint8), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))


def can_forbid_calls() -> bool:
    """True where the kernel filters calls, and it is known by which numbers this machine calls them."""
    return _machine() is not None and int(ctypes.CDLL(None).prctl(_GET_FILTER, 0, 0, 0, 0)) >= 0


def forbid_calls(*, network: bool) -> None:
    """Refuse this process the calls for good, and with `network` all sockets, else those within the machine.

    Threads that it starts later are bound as well. A refused call fails with "Operation not permitted". The process
    must have given up gaining rights before.
    """
    machine = _machine()
    assert machine is not None
    given = [_Step(*step) for step in _steps(machine, network=network)]
    steps = (_Step * len(given))(*given)
    libc = ctypes.CDLL(None, use_errno=True)
    program = _Program(length=len(given), steps=steps)
    if libc.prctl(_SET_FILTER, _FILTER_MODE, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "The kernel refused the filter of system calls.")


def _machine() -> _Machine | None:
    is_native = sys.platform == "linux" and sys.maxsize > 2**32
    return _MACHINES.get(platform.machine()) if is_native else None


def _steps(machine: _Machine, *, network: bool) -> Iterator[tuple[int, int, int, int]]:
    """The filter: each step with how many to skip where it holds, and where it does not."""
    refused = (_RETURN, 0, 0, _FAIL | errno.EPERM)
    yield from ((_LOAD, 0, 0, _MACHINE_AT), (_IS, 1, 0, machine.code), (_RETURN, 0, 0, _KILL))
    yield _LOAD, 0, 0, _NUMBER_AT
    if machine.column == 0:
        yield from ((_AT_LEAST, 0, 1, _OTHER_NUMBERS), refused)
    calls: dict[str, Any] = {**_CALLS, **(_NETWORK if network else {})}
    for numbers in calls.values():
        if numbers[machine.column] is not None:
            yield from ((_IS, 0, 1, numbers[machine.column]), refused)
    if not network:
        # Through a socket of the machine itself, it could ask other programs to do what it must not.
        yield from ((_IS, 0, 5, _NETWORK["socket"][machine.column]), (_LOAD, 0, 0, _FIRST_GIVEN_AT))
        yield from ((_IS, 2, 0, _INTERNET), (_IS, 1, 0, _INTERNET_6), refused, (_RETURN, 0, 0, _ALLOW))
    # Its flags lie where no filter can look; told that there is no such call, libraries use `clone`.
    yield from ((_IS, 0, 1, machine.clone3), (_RETURN, 0, 0, _FAIL | errno.ENOSYS))
    yield from ((_IS, 0, 5, machine.clone), (_LOAD, 0, 0, _FIRST_GIVEN_AT))
    yield from ((_HAS_BITS, 1, 0, _THREAD), refused, (_HAS_BITS, 0, 1, _NEW_SPACES), refused)
    yield _RETURN, 0, 0, _ALLOW
