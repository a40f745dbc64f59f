"""What the app is refused to start for, and that it is told in one sentence."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from heatdash.messages import message
from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.variables import HOSTED, MODE_VARIABLE
from heatdash.web.begin_serving import begin_serving
from heatdash.work import confine

ROOT = Path(__file__).parents[2]
SERVE = """
import sys
from heatdash.web.begin_serving import begin_serving
begin_serving()
print("serving", flush=True)
sys.stdin.read()
"""
OTHER_SERVER = "A HeatDash server uses the folder '{data}' already, and there can be one only; stop that one first, or "


def start(command: list[str], *, data: Path, **settings: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    surroundings = {**os.environ, "HEATDASH_DATA": str(data), **settings}
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=surroundings, cwd=ROOT)


@contextmanager
def serving(data: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that serves from the folder."""
    with start([sys.executable, "-c", SERVE], data=data) as server:
        assert server.stdout.readline() == "serving\n"
        yield server
        server.kill()


def refusal(data: Path, **settings: str) -> str:
    """The one sentence with which a server ends that is started there."""
    with start([sys.executable, "-c", SERVE], data=data, **settings) as server:
        said, told = server.communicate("", timeout=60)
    assert (server.returncode, said) == (2, "")
    assert told.endswith(".\n")
    assert told.count("\n") == 1
    return told


def test_a_second_server_is_refused_until_the_first_is_gone(data_folder: Path) -> None:
    with serving(data_folder):
        assert refusal(data_folder).startswith(OTHER_SERVER.format(data=data_folder))
        open_register().set_preference(owner="anna", name="language", value="zh")
        open_store(), open_register().running()
    with serving(data_folder) as following:
        assert following.poll() is None, "the first was killed, and has left its lock file"


@pytest.mark.parametrize("door", ["streamlit run app.py --server.port 0", "heatdash app --port 0"])
def test_each_way_of_starting_the_app_tells_it_and_fails(door: str, data_folder: Path) -> None:
    with serving(data_folder), start([sys.executable, "-m", *door.split()], data=data_folder) as second:
        _, told = second.communicate("", timeout=60)
    assert second.returncode == 2
    assert told.startswith(OTHER_SERVER.format(data=data_folder))
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("HEATDASH_HOSTS", "http://heat.shop.example", "without http:// and port"),
        ("HEATDASH_IFRAME", "huggingface", "or sites with commas"),
        ("HEATDASH_WORKERS", "99", "from 1 to 16"),
        ("HEATDASH_KEEP_DAYS", "soon", "'soon'"),
        ("HEATDASH_MODE", "public", "'public'"),
        ("HEATDASH_DATA", __file__, "cannot be"),
    ],
)
def test_a_setting_that_makes_no_sense_is_told_before_anything_starts(
    variable: str, value: str, says: str, data_folder: Path
) -> None:
    told = refusal(data_folder, **{variable: value})
    assert says in told
    assert variable in told
    assert not data_folder.exists()


def test_strangers_are_not_let_in_where_their_clips_cannot_be_confined(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(confine, "missing_confinement", lambda: message("work.lacks_linux"))
    monkeypatch.setenv(MODE_VARIABLE, HOSTED)
    with pytest.raises(SystemExit) as ended:
        begin_serving()
    told = capsys.readouterr().err
    assert (ended.value.code, told.count("\n")) == (2, 1)
    assert "HeatDash does not start here: only Linux can confine" in told


def test_a_library_of_a_newer_version_and_an_odd_secret_are_told(data_folder: Path) -> None:
    open_register().running()
    (data_folder / "secret").write_bytes(b"short")
    assert "has 5 bytes, not 32" in refusal(data_folder)
    with sqlite3.connect(data_folder / "runs.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    assert "form 99" in refusal(data_folder)


def test_a_restore_that_broke_off_is_finished_before_anything_is_read(data_folder: Path) -> None:
    open_register().set_preference(owner="anna", name="language", value="zh")
    whole = data_folder / "restored-20261127-120000-ab12"
    whole.mkdir()
    with sqlite3.connect(whole / "runs.sqlite") as new:
        new.execute("VACUUM")
    with serving(data_folder):
        assert not whole.exists()
        with sqlite3.connect(data_folder / "runs.sqlite") as connection:
            assert connection.execute("SELECT COUNT(*) FROM preferences").fetchone() == (0,)
    assert (data_folder / "before-restore-20261127-120000-ab12" / "runs.sqlite").exists()
