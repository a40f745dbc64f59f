"""Who uses how much."""

from pathlib import Path

import pytest

from heatdash.store.artefact_store import open_store
from heatdash.store.run_register import open_register
from heatdash.values.account import Account
from heatdash.work.storage_room import used_bytes_of
from heatdash.work.usage import UNKNOWN, usage_of_all
from tests.builders.analysed_runs import new_run, upload
from tests.web.conftest import put


@pytest.fixture
def used(data_folder: Path) -> dict[str, object]:
    """What each owner uses: Anna, who has an account, has two results, a clip and what was made of it."""
    register, anna = open_register(), Account(owner="anna", name="Anna")
    register.sign_in(name="desk", login="1", account=anna)
    run = new_run(owner="anna", file="door.mp4")
    register.delete(new_run(owner="anna", file="gone.mp4").run_id)
    new_run(owner="anna", file="gate.mp4")
    register.ask(run_id=run.run_id, kind="look", project=run.project)
    put(kind="files", key="a" * 40, files={"counts.csv": b"x" * 3000}, made_of=str(run.source))
    put(kind="sample", key="b" * 40, files={"clip.mp4": b"x" * 2000}, made_of="nobody's")
    upload("phone.mp4", content=b"x" * 1000, owner="phone")
    new_run(owner="phone", file="phone2.mp4")
    return {one.owner: one for one in usage_of_all(register=register, store=open_store())}


def test_each_owner_has_their_own_numbers(used) -> None:
    anna, phone = used["anna"], used["phone"]
    assert (anna.account.name, anna.results, anna.open_tasks) == ("Anna", 2, 1)
    assert anna.results_bytes > 3000
    assert anna.clips_bytes + anna.results_bytes == used_bytes_of("anna")
    assert (phone.account, phone.results, phone.open_tasks, phone.results_bytes) == (None, 1, 0, 0)


def test_what_is_nobodys_is_told_apart(used) -> None:
    assert 2000 < used[UNKNOWN].results_bytes < 3000
    assert list(used) == sorted(used, key=lambda owner: -used[owner].clips_bytes - used[owner].results_bytes)
