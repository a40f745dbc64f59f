import os
import threading
from pathlib import Path

import portalocker
import pytest

from heatdash.errors import StorageError
from heatdash.store.file_lock import file_lock, file_lock_if_free


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    return tmp_path / "locks" / "a.lock"


def test_an_exclusive_lock_keeps_others_out_even_in_one_process(lock):
    with file_lock(path=lock), file_lock_if_free(lock) as is_free:
        assert not is_free
    with file_lock_if_free(lock) as is_free:
        assert is_free


def test_shared_locks_do_not_exclude_each_other_but_keep_the_exclusive_out(lock):
    waits = []
    with file_lock(path=lock, shared=True), file_lock(path=lock, shared=True, on_wait=lambda: waits.append(1)):
        assert not waits
        with file_lock_if_free(lock) as is_free:
            assert not is_free


def test_a_waiter_says_so_once_and_goes_on_when_the_lock_is_free(lock):
    waiting, order = threading.Event(), []

    def wait_for_it():
        with file_lock(path=lock, on_wait=waiting.set):
            order.append("waiter")

    with file_lock(path=lock):
        waiter = threading.Thread(target=wait_for_it)
        waiter.start()
        assert waiting.wait(5)
        order.append("holder")
    waiter.join(5)
    assert order == ["holder", "waiter"]


def test_a_waiter_keeps_others_out_though_the_holder_deleted_the_file(lock):
    waiting, done, holds = threading.Event(), threading.Event(), threading.Event()

    def wait_for_it():
        with file_lock(path=lock, on_wait=waiting.set):
            holds.set()
            done.wait(5)

    with file_lock(path=lock):
        waiter = threading.Thread(target=wait_for_it)
        waiter.start()
        assert waiting.wait(5)
    assert holds.wait(5)
    with file_lock_if_free(lock) as is_free:
        assert not is_free
    done.set()
    waiter.join(5)


def test_a_forked_child_that_leaves_the_block_does_not_free_the_lock_of_its_parent(lock):
    child = 1
    try:
        with file_lock(path=lock):
            child = os.fork()
            if child:
                os.waitpid(child, 0)
                assert lock.exists()
                with file_lock_if_free(lock) as is_free:
                    assert not is_free
    finally:
        if child == 0:
            os._exit(0)


def test_a_disk_without_locks_is_told_to_the_user(lock, monkeypatch):
    def refuse(*_):
        raise portalocker.LockException("No locks available")

    monkeypatch.setattr(portalocker, "lock", refuse)
    sentence = r"cannot lock files \(No locks available\); set HEATDASH_DATA"
    with pytest.raises(StorageError, match=sentence), file_lock(path=lock):
        pass
