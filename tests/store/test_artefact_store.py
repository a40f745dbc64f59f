import logging
import signal
import threading
import time
from pathlib import Path

import pytest

from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.manifest import MANIFEST
from tests.store.store_process import KEY, OTHER_KEY, output_of, start_process, wait_for


def make_hello(folder: Path) -> dict[str, object]:
    (folder / "hello.txt").write_text("hello")
    return {"frames": 3}


def never(_folder: Path) -> dict[str, object]:
    raise AssertionError("made again")


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()] if folder.exists() else []


def test_what_was_made_is_found_again(store):
    with store.get_or_make(kind="tracks", key=KEY, make=make_hello) as made:
        assert (made.meta, made.was_cached) == ({"frames": 3}, False)
        assert made.folder == store.root / "tracks" / KEY
    with store.get_or_make(kind="tracks", key=KEY, make=never) as found:
        assert (found.folder / "hello.txt").read_text() == "hello"
        assert (found.meta, found.was_cached) == ({"frames": 3}, True)
    assert names_in(store.root / "tmp") == []


def test_open_finds_but_never_makes(store):
    with store.open(kind="tracks", key=KEY) as missing:
        assert missing is None
    assert not store.root.exists()
    with store.get_or_make(kind="tracks", key=KEY, make=make_hello), store.open(kind="tracks", key=KEY) as found:
        assert found is not None
        assert found.meta == {"frames": 3}


@pytest.mark.parametrize("kind", ["locks", "tmp", "set-aside", "../up", "", "Tracks", "a/b"])
def test_a_kind_is_a_plain_word(store, kind):
    with pytest.raises(ValueError, match="cannot be a kind"), store.open(kind=kind, key=KEY):
        pass


@pytest.mark.parametrize("key", ["..", "", "abc", "A" * 40, KEY + "\n"])
def test_a_key_is_forty_hex_digits(store, key):
    with pytest.raises(ValueError, match="is no key"), store.open(kind="tracks", key=key):
        pass


def test_an_error_in_the_block_passes_as_it_is(store):
    with (
        pytest.raises(PermissionError),
        store.get_or_make(kind="tracks", key=KEY, make=make_hello),
    ):
        raise PermissionError(13, "Permission denied")
    assert store.drop(kind="tracks", key=KEY)


@pytest.mark.parametrize("error", [RuntimeError("no model"), KeyboardInterrupt(), OSError(5, "I/O error")])
def test_a_make_that_raises_leaves_nothing_and_the_error_passes(store, error):
    def fail(folder):
        make_hello(folder)
        raise error

    with pytest.raises(type(error)), store.get_or_make(kind="tracks", key=KEY, make=fail):
        pass
    assert names_in(store.root / "tmp") == names_in(store.root / "tracks") == []
    with store.get_or_make(kind="tracks", key=KEY, make=make_hello) as artefact:
        assert not artefact.was_cached


def cut_short(folder: Path) -> None:
    (folder / "hello.txt").write_text("hel")


def flip_byte(folder: Path) -> None:
    time.sleep(0.02)  # the file system's clock ticks every few milliseconds
    (folder / "hello.txt").write_text("hellO")


def lose_manifest(folder: Path) -> None:
    (folder / MANIFEST).unlink()


@pytest.mark.parametrize("damage", [cut_short, flip_byte, lose_manifest])
@pytest.mark.parametrize("opens_first", [True, False])
def test_a_damaged_artefact_is_set_aside_named_and_made_again(store, damage, opens_first, caplog):
    with store.get_or_make(kind="tracks", key=KEY, make=make_hello) as artefact:
        pass
    damage(artefact.folder)
    with caplog.at_level(logging.WARNING):
        if opens_first:
            with store.open(kind="tracks", key=KEY) as found:
                assert found is None
        with store.get_or_make(kind="tracks", key=KEY, make=make_hello) as again:
            assert not again.was_cached
            assert (again.folder / "hello.txt").read_text() == "hello"
    assert len(names_in(store.root / "set-aside")) == 1
    (record,) = caplog.records
    assert f"tracks {KEY} is damaged" in record.getMessage()


def test_only_the_last_five_damaged_artefacts_are_kept(store):
    for _ in range(7):
        with store.get_or_make(kind="tracks", key=KEY, make=make_hello) as artefact:
            pass
        lose_manifest(artefact.folder)
    with store.open(kind="tracks", key=KEY):
        pass
    assert len(names_in(store.root / "set-aside")) == 5


def test_a_damaged_artefact_is_made_again_even_by_those_who_use_it(store):
    with store.get_or_make(kind="tracks", key=KEY, make=make_hello) as artefact:
        lose_manifest(artefact.folder)
        with store.get_or_make(kind="tracks", key=KEY, make=make_hello) as again:
            assert not again.was_cached


def test_two_threads_do_the_work_once(store):
    made, waits, cached = [], [], []
    both = threading.Barrier(2)

    def make_slowly(folder):
        made.append(1)
        time.sleep(0.2)
        return make_hello(folder)

    def work():
        both.wait()
        with store.get_or_make(kind="tracks", key=KEY, make=make_slowly, on_wait=lambda: waits.append(1)) as artefact:
            cached.append(artefact.was_cached)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (len(made), len(waits), sorted(cached)) == (1, 1, [False, True])


MAKE_SLOWLY = """
def make(folder):
    note('made')
    (folder / 'hello.txt').write_text('hello')
    time.sleep(0.3)
    return {'frames': 3}

note(f'ready{os.getpid()}')
wait_for('go')
with store.get_or_make(kind='tracks', key=KEY, make=make, on_wait=lambda: note('waits')) as artefact:
    print(artefact.was_cached, (artefact.folder / 'hello.txt').read_text())
"""


def test_three_processes_do_the_work_once(store, tmp_path):
    processes = [start_process(code=MAKE_SLOWLY, root=store.root) for _ in range(3)]
    for process in processes:
        wait_for(tmp_path / f"ready{process.pid}")
    (tmp_path / "go").touch()
    assert sorted(output_of(process) for process in processes) == ["False hello", "True hello", "True hello"]
    assert (tmp_path / "made").read_text() == "x"
    assert (tmp_path / "waits").read_text() == "xx"


MAKE_FOR_EVER = """
def make(folder):
    (folder / 'half.bin').write_bytes(b'x' * 1000)
    {before}
    note('half')
    time.sleep(60)

with store.get_or_make(kind='tracks', key=KEY, make=make):
    pass
"""
FORK_A_WORKER = "note('worker') if os.fork() else (time.sleep(3), os._exit(0))"


@pytest.mark.parametrize("before", ["pass", FORK_A_WORKER])
def test_a_waiter_makes_it_when_the_maker_is_killed_even_if_forked_workers_live_on(store, tmp_path, before):
    maker = start_process(code=MAKE_FOR_EVER.format(before=before), root=store.root)
    wait_for(tmp_path / "half")
    (tmp_path / "go").touch()
    waiter = start_process(code=MAKE_SLOWLY, root=store.root)
    wait_for(tmp_path / "waits")
    maker.send_signal(signal.SIGKILL)
    killed_s = time.monotonic()
    assert output_of(waiter) == "False hello"
    assert time.monotonic() - killed_s < 2.5
    maker.wait()
    with store.get_or_make(kind="tracks", key=OTHER_KEY, make=make_hello):
        pass
    assert names_in(store.root / "tmp") == []


def test_a_killed_maker_leaves_nothing_that_could_be_taken_for_an_artefact(store, tmp_path):
    maker = start_process(code=MAKE_FOR_EVER.format(before="pass"), root=store.root)
    wait_for(tmp_path / "half")
    maker.kill()
    maker.communicate()
    with store.open(kind="tracks", key=KEY) as artefact:
        assert artefact is None
    assert len(names_in(store.root / "tmp")) == 1
    with store.get_or_make(kind="tracks", key=KEY, make=make_hello) as artefact:
        assert not artefact.was_cached
    assert names_in(store.root / "tmp") == []


def test_others_read_while_the_maker_still_uses_it(store):
    code = "with store.open(kind='tracks', key=KEY) as artefact: print(artefact.meta['frames'])"
    with store.get_or_make(kind="tracks", key=KEY, make=make_hello):
        assert output_of(start_process(code=code, root=store.root)) == "3"


def test_the_store_imports_nothing_heavy(tmp_path):
    code = "import heatdash.store.parquet_tables; print({'pandas', 'pyarrow', 'portalocker'} & set(sys.modules))"
    assert output_of(start_process(code=code, root=tmp_path)) == "set()"


def test_a_store_is_a_value(tmp_path):
    assert ArtefactStore(root=tmp_path, limit_bytes=1) == ArtefactStore(root=tmp_path, limit_bytes=1)
    assert len({ArtefactStore(root=tmp_path, limit_bytes=1), ArtefactStore(root=tmp_path, limit_bytes=1)}) == 1
