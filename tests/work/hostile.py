"""Files that do harm once a reading process looks at them, as one that has found a way into a decoder would."""

import os
import socket
import time
from pathlib import Path, PosixPath
from typing import Any


class Hungry(PosixPath):
    """Takes more memory than there may be."""

    def stat(self, **_: Any) -> os.stat_result:
        taken = [b"x" * 100_000_000 for _ in range(40)]
        return Path("/").stat() if taken else super().stat()


class Endless(PosixPath):
    """Never comes to an end."""

    def stat(self, **_: Any) -> os.stat_result:
        time.sleep(3600)
        raise AssertionError


class Stuck:
    """A clip of which nothing can be learnt."""

    @property
    def is_image(self) -> bool:
        time.sleep(3600)
        raise AssertionError


class Dying(PosixPath):
    """Crashes the decoder."""

    def stat(self, **_: Any) -> os.stat_result:
        os.abort()


class Nosy(PosixPath):
    """Reads what is beside the clip."""

    def stat(self, **_: Any) -> os.stat_result:
        return os.stat_result((Path(os.fspath(self)).with_name("secret.txt").read_bytes()[0],) * 10)


class Writing(PosixPath):
    """Writes beside the clip."""

    def stat(self, **_: Any) -> os.stat_result:
        Path(os.fspath(self)).with_name("written.txt").write_text("here", encoding="utf-8")
        return super().stat()


class Calling(PosixPath):
    """Calls home."""

    def stat(self, **_: Any) -> os.stat_result:
        socket.create_connection(("127.0.0.1", int(self.stem)), timeout=1)
        return super().stat()
