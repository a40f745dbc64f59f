"""A file that cannot be analysed: one sentence, exit code 2, nothing left."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.builders.clips import cut_file, header_only, make_clip, make_sound
from tests.builders.commands import Said, run_python
from tests.builders.scenes import make_picture
from tests.cli.conftest import Command, refused


def _file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _bomb(folder: Path) -> Path:
    """A picture of a few kilobytes that would fill 200 megabytes."""
    Image.new("1", (8192, 8192)).save(folder / "bomb.png")
    return folder / "bomb.png"


BAD_SOURCES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (lambda at: at / "none.mp4", "There is no file"),
    "a folder": (lambda at: at, "holds no clips"),
    "empty": (lambda at: _file(at / "a.mp4", b""), "is empty"),
    "text": (lambda at: _file(at / "a.mp4", b"Dear camera,\nplease send it.\n" * 9), "neither a clip nor a picture"),
    "only sound": (lambda at: make_sound(at / "a.m4a", codec="aac"), "only sound"),
    "no index": (lambda at: cut_file(make_clip(at / "a.mp4"), to=0.6), "cut off before its index"),
    "no frames": (header_only, "0 frames"),
    "a playlist": (lambda at: _file(at / "a.mp4", b"#EXTM3U\n#EXTINF:10,\n/etc/passwd\n"), "playlist"),
    "a script": (lambda at: _file(at / "a.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n"), "playlist"),
    "a gif": (lambda at: make_picture(at / "a.gif"), "GIF animation"),
    "a bomb": (_bomb, "8192x8192"),
    "a line break in its name": (lambda at: at / "two\nlines.mp4", "There is no file"),
}


@pytest.mark.parametrize("case", BAD_SOURCES)
def test_a_bad_source_is_refused(heatdash: Command, data_folder: Path, tmp_path: Path, case: str) -> None:
    make, words = BAD_SOURCES[case]
    refused(heatdash("analyze", make(tmp_path), "--out", tmp_path / "out", "--model", "motion"), words, at=tmp_path)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become nobody")
def test_an_unreadable_source_is_refused(heatdash: Command, tmp_path: Path) -> None:
    secret = _file(tmp_path / "secret.mp4", b"x" * 100)
    secret.chmod(0)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    code = (
        "import locale, os, shutil, sys; from heatdash.cli import main; import heatdash.media.probe_clip; "
        "os.setuid(65534); sys.exit(main(sys.argv[1:]))"
    )
    done = run_python("probe", str(secret), data=tmp_path / "data", code=code)
    refused(Said(done.returncode, done.stdout, done.stderr), "may not be read", at=tmp_path)
