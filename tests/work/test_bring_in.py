"""What a browser had made, brought into an account."""

from pathlib import Path

from heatdash.store.run_register import open_register
from heatdash.work.bring_in import bring_in
from heatdash.work.storage_room import used_bytes_of
from heatdash.work.uploads import upload_path
from tests.builders.analysed_runs import new_run


def test_all_of_it_is_the_accounts_and_nothing_of_others(data_folder: Path) -> None:
    register = open_register()
    mine = new_run(owner="desk", file="mine.mp4")
    others = new_run(owner="phone", file="others.mp4")
    register.delete(new_run(owner="desk", file="gone.mp4").run_id)
    task = register.ask(run_id=mine.run_id, kind="look", project=mine.project)
    _link, token = register.new_link(run_id=mine.run_id, name="Link")
    for owner, name, value in (("desk", "language", "zh"), ("desk", "order", "name"), ("anna", "language", "en")):
        register.set_preference(owner=owner, name=name, value=value)
    bring_in(browser="desk", account="anna", register=register)
    assert [run.run_id for run in register.runs_of("anna")] == [mine.run_id]
    assert len(register.deleted_runs_of("anna")) == 1
    assert (register.runs_of("desk"), register.deleted_runs_of("desk")) == ([], [])
    assert [run.run_id for run in register.runs_of("phone")] == [others.run_id]
    assert [work.task.task_id for work in register.work_of("anna")] == [task.task_id]
    assert register.linked_run_id(token) == mine.run_id
    assert (register.preference(owner="anna", name="language"), register.preference(owner="anna", name="order")) == (
        "en",
        "name",
    )


def test_its_clips_count_as_the_accounts(data_folder: Path) -> None:
    from tests.builders.analysed_runs import upload

    clip = upload("mine.mp4", content=b"x" * 5000, owner="desk")
    bring_in(browser="desk", account="anna", register=open_register())
    assert used_bytes_of("desk") == 0
    assert used_bytes_of("anna") > 5000
    assert upload_path(clip.parent.name, owner="anna") == clip
    assert upload_path(clip.parent.name, owner="desk") is None
