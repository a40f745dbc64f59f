"""How the server's threads share its memory."""

import ctypes
import platform

_M_ARENA_MAX, _MOST = -8, 2
"""The option's number in glibc, and how many heaps there are at most."""


def share_heaps() -> None:
    """From now on, threads take memory from two heaps; where another library than glibc hands it out, nothing changes.

    Each page is made in a thread of its own. By default there are eight heaps for each core; a little that stays comes
    to lie in every one, and the server takes more and more memory while it uses no more.
    """
    if platform.libc_ver()[0] == "glibc":
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _MOST)
