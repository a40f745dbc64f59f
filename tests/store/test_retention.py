import os
import time
from pathlib import Path

import pytest

from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.manifest import MANIFEST
from heatdash.store.retention import FairShare, evict_unused, sweep_leftovers
from tests.store.store_process import output_of, start_process, wait_for

SIZE = 10_000


def key_number(number: int) -> str:
    return f"{number:040x}"


def fill(store: ArtefactStore, *numbers: int) -> None:
    """Artefacts of about `SIZE` bytes, the first of them used longest ago, all of them used long ago."""
    for age, number in enumerate(numbers):
        with store.get_or_make(kind="heat", key=key_number(number), make=make) as artefact:
            pass
        set_used(artefact.folder, 1_000 + age)


def make(folder: Path) -> dict[str, object]:
    (folder / "data").write_bytes(b"x" * SIZE)
    return {}


def set_used(folder: Path, at_s: float) -> None:
    os.utime(folder / MANIFEST, (at_s, at_s))


def kept(store: ArtefactStore) -> list[int]:
    return sorted(int(folder.name, 16) for folder in (store.root / "heat").iterdir())


def test_below_the_limit_nothing_goes(store):
    fill(store, 1, 2, 3)
    assert evict_unused(root=store.root, limit_bytes=4 * SIZE) == []
    assert kept(store) == [1, 2, 3]


def test_what_was_used_longest_ago_goes_first_until_below_ninety_percent(store):
    fill(store, 3, 1, 2, 5, 4)
    evicted = evict_unused(root=store.root, limit_bytes=int(3.6 * SIZE))
    assert [folder.name for folder in evicted] == [key_number(3), key_number(1)]
    assert kept(store) == [2, 4, 5]


def test_opening_counts_as_use(store):
    fill(store, 1, 2, 3)
    with store.open(kind="heat", key=key_number(1)):
        pass
    evict_unused(root=store.root, limit_bytes=int(2.6 * SIZE))
    assert kept(store) == [1, 3]


def test_an_evicted_artefact_leaves_no_trace(store):
    fill(store, 1)
    evict_unused(root=store.root, limit_bytes=1)
    assert {path.name for path in store.root.rglob("*")} <= {"heat", "locks", "tmp", "retention.lock"}


def test_what_is_no_artefact_is_never_removed(store):
    fill(store, 1)
    others = [store.root / "models" / "yolo" / "weights.pt", store.root / "heat" / "notes.txt"]
    for other in others:
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_bytes(b"x" * SIZE)
    assert len(evict_unused(root=store.root, limit_bytes=1)) == 1
    assert all(other.exists() for other in others)


def test_what_this_process_uses_stays(store):
    fill(store, 1, 2, 3)
    with store.open(kind="heat", key=key_number(1)) as artefact:
        evict_unused(root=store.root, limit_bytes=1)
        assert (artefact.folder / "data").exists()
    assert kept(store) == [1]


def test_what_another_process_uses_stays_until_it_is_killed(store, tmp_path):
    fill(store, 1, 2)
    code = f"with store.open(kind='heat', key='{key_number(1)}'): note('open'); time.sleep(60)"
    user = start_process(code=code, root=store.root)
    wait_for(tmp_path / "open")
    evict_unused(root=store.root, limit_bytes=1)
    assert kept(store) == [1]
    user.kill()
    user.communicate()
    evict_unused(root=store.root, limit_bytes=1)
    assert kept(store) == []


def test_a_make_evicts_but_never_what_it_made(tmp_path):
    store = ArtefactStore(root=tmp_path / "store", limit_bytes=SIZE // 2)
    fill(store, 1)
    with store.get_or_make(kind="heat", key=key_number(2), make=make) as artefact:
        assert (artefact.folder / "data").stat().st_size == SIZE
        assert kept(store) == [2]


def test_opening_while_another_process_evicts_yields_a_whole_artefact_or_none(store):
    code = """
from heatdash.store.retention import evict_unused
note('ready')
end = time.monotonic() + 0.6
while time.monotonic() < end:
    evict_unused(root=root, limit_bytes=1)
"""
    evictor = start_process(code=code, root=store.root)
    wait_for(store.root.parent / "ready")
    seen = {True: 0, False: 0}
    while evictor.poll() is None:
        with store.get_or_make(kind="heat", key=key_number(1), make=make) as artefact:
            assert (artefact.folder / "data").stat().st_size == SIZE
            time.sleep(0.001)
        with store.open(kind="heat", key=key_number(1)) as found:
            seen[found is not None] += 1
            assert found is None or (found.folder / "data").read_bytes() == b"x" * SIZE
    output_of(evictor)
    assert sum(seen.values()) > 10
    assert not (store.root / "set-aside").exists()


def test_leftovers_of_the_dead_are_swept_and_those_of_the_living_stay(store):
    dead = store.root / "tmp" / f"heat-{key_number(1)}.0123"
    dead.mkdir(parents=True)
    (dead / "half").write_bytes(b"x")

    def make_and_sweep(folder):
        sweep_leftovers(store.root)
        assert folder.exists()
        assert not dead.exists()
        return make(folder)

    with store.get_or_make(kind="heat", key=key_number(2), make=make_and_sweep):
        pass


def test_sweeping_a_store_that_is_not_there_does_nothing(tmp_path):
    sweep_leftovers(tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("is_used", [True, False])
def test_drop_removes_what_nobody_uses(store, is_used):
    fill(store, 1)
    if is_used:
        with store.open(kind="heat", key=key_number(1)):
            assert not store.drop(kind="heat", key=key_number(1))
        assert kept(store) == [1]
    else:
        assert store.drop(kind="heat", key=key_number(1))
        assert store.drop(kind="heat", key=key_number(1))
        assert kept(store) == []


def leave(store: ArtefactStore, number: int, *, belongs_to: str | None) -> Path:
    with store.get_or_make(kind="heat", key=key_number(number), make=make, belongs_to=belongs_to) as artefact:
        return artefact.folder


def test_all_that_belongs_to_one_thing_goes_and_nothing_else(store):
    for number, owner in enumerate(["a clip", "another clip", None, "a clip"]):
        leave(store, number, belongs_to=owner)
    assert store.drop_all(belonging_to="a clip")
    assert kept(store) == [1, 2]
    assert store.drop_all(belonging_to="a clip")


def test_what_is_found_again_belongs_to_what_it_was_made_for(store):
    for owner in ("a clip", "another clip"):
        leave(store, 1, belongs_to=owner)
    store.drop_all(belonging_to="another clip")
    assert kept(store) == [1]


def test_what_someone_uses_stays_and_that_is_told(store):
    for number in (1, 2):
        leave(store, number, belongs_to="a clip")
    with store.open(kind="heat", key=key_number(1)):
        assert not store.drop_all(belonging_to="a clip")
    assert kept(store) == [1]


def test_what_was_damaged_and_set_aside_goes_too(store):
    folder = leave(store, 1, belongs_to="a clip")
    (folder / "data").write_bytes(b"")
    leave(store, 1, belongs_to="a clip")
    assert len(list((store.root / "set-aside").iterdir())) == 1
    store.drop_all(belonging_to="a clip")
    assert list((store.root / "set-aside").iterdir()) == kept(store) == []


def test_a_folder_without_a_manifest_belongs_to_nobody(store):
    (store.root / "heat" / key_number(1)).mkdir(parents=True)
    assert store.drop_all(belonging_to="a clip")
    assert kept(store) == [1]


def fill_for(store: ArtefactStore, owners: str) -> None:
    """Artefacts of about `SIZE` bytes, each of the clip of the owner named at its place, the first used longest ago."""
    for number, owner in enumerate(owners):
        with store.get_or_make(kind="heat", key=key_number(number), make=make, belongs_to=f"{owner}.mp4") as artefact:
            pass
        set_used(artefact.folder, 1_000 + number)


def share(**room_bytes: float) -> FairShare:
    return FairShare(owners={"a.mp4": "anna", "b.mp4": "ben"}, room_bytes=room_bytes)


def test_whoever_has_the_most_gives_way_first(store):
    fill_for(store, "abbbbb")
    evict_unused(root=store.root, limit_bytes=int(4.8 * SIZE), fair_share=share)
    assert kept(store) == [0, 3, 4, 5], "the oldest of all is of the one who has the least"


def test_what_belongs_to_nobody_known_is_all_of_one_more_owner(store):
    fill_for(store, "axybc")
    evict_unused(root=store.root, limit_bytes=int(4.8 * SIZE), fair_share=share)
    assert kept(store) == [0, 2, 3, 4]


def test_an_owner_who_is_over_their_share_loses_their_oldest_and_nobody_else_anything(store):
    fill_for(store, "abbbb")
    evict_unused(root=store.root, limit_bytes=100 * SIZE, fair_share=lambda: share(ben=2.5 * SIZE))
    assert kept(store) == [0, 3, 4]


def test_within_all_limits_nothing_goes(store):
    fill_for(store, "abbb")
    assert evict_unused(root=store.root, limit_bytes=100 * SIZE, fair_share=lambda: share(ben=9 * SIZE)) == []
