"""How many heaps there are, however many threads take memory at once."""

import platform
import subprocess
import sys

import pytest

TAKE_MEMORY = """
import ctypes, threading
from heatdash.web.few_heaps import share_heaps

{first}
all_there = threading.Barrier(12)
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p

def take():
    all_there.wait()
    for _ in range(2000):
        libc.malloc(1000)

threads = [threading.Thread(target=take) for _ in range(12)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc.malloc_stats()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="memory is handed out by another library than glibc")
@pytest.mark.parametrize(("first", "is_few"), [("share_heaps()", True), ("", False)])
def test_threads_share_two_heaps(first: str, is_few: bool) -> None:
    told = subprocess.run(
        [sys.executable, "-c", TAKE_MEMORY.format(first=first)], stderr=subprocess.PIPE, text=True, check=True
    ).stderr
    assert (told.count("Arena ") <= 2) is is_few
