import time
from dataclasses import replace
from pathlib import Path

import pytest

from heatdash.errors import BadSettingError
from heatdash.store.run_register import RunRegister
from heatdash.values.link_settings import LinkSettings
from heatdash.values.stage_cost import StageCost
from tests.builders.runs import a_run, asks, found


def test_a_run_is_found_again_by_another_process(register: RunRegister, tmp_path: Path) -> None:
    project = replace(asks(), link=LinkSettings(tracker="bytetrack", options=(("track_buffer", 60),)))
    run = register.new_run(owner="anna", name="Entrance Mon", source=Path("/clips/door.mp4"), project=project)
    assert run.name == "Entrance Mon"
    assert len(run.run_id) >= 20
    assert RunRegister(tmp_path / "runs.sqlite").run(run.run_id) == run


def test_a_run_that_never_was_is_none(register: RunRegister) -> None:
    assert register.run("nobody") is None


def test_everyone_sees_their_own_runs_the_newest_first(register: RunRegister) -> None:
    first, _, third = a_run(register), a_run(register, owner="ben"), a_run(register)
    assert [run.run_id for run in register.runs_of("anna")] == [third.run_id, first.run_id]
    assert register.runs_of("nobody") == []
    assert len(register.everyones_runs()) == 3


def test_a_deleted_run_is_found_only_among_the_deleted_until_it_is_restored(register: RunRegister) -> None:
    run, other = a_run(register), a_run(register)
    before_s = time.time()
    register.delete(run.run_id)
    assert register.run(run.run_id) is None
    assert register.runs_of("anna") == [other]
    (deleted,) = register.deleted_runs_of("anna")
    assert register.deleted_run(run.run_id) == deleted == replace(run, deleted_at_s=deleted.deleted_at_s)
    assert before_s <= deleted.deleted_at_s <= time.time()
    assert register.deleted_runs_of("ben") == []
    assert register.deleted_run(other.run_id) is None
    register.restore(run.run_id)
    assert register.runs_of("anna") == [other, run]
    assert register.deleted_runs_of("anna") == []


def test_the_last_deleted_run_is_the_first_to_be_restored(register: RunRegister) -> None:
    first, second = a_run(register), a_run(register)
    for run in (second, first, second):
        register.delete(run.run_id)
    assert [run.run_id for run in register.deleted_runs_of("anna")] == [first.run_id, second.run_id]


def test_what_was_deleted_before_a_moment_is_known_whoever_owns_it(register: RunRegister) -> None:
    old, new = a_run(register, owner="ben"), a_run(register)
    a_run(register)
    register.delete(old.run_id)
    between_s = time.time()
    time.sleep(0.01)
    register.delete(new.run_id)
    assert [run.run_id for run in register.deleted_before(between_s)] == [old.run_id]


def test_the_sources_of_all_runs_are_known_of_deleted_ones_too(register: RunRegister) -> None:
    run, _ = a_run(register), a_run(register, source=Path("/clips/aisle.mp4"), owner="ben")
    register.delete(run.run_id)
    assert len(register.everyones_runs()) == 2
    assert register.sources() == {Path("/clips/door.mp4"), Path("/clips/aisle.mp4")}


@pytest.mark.parametrize(
    ("given", "shown"),
    [("  Door  ", "Door"), ("x" * 200, "x" * 80), ("two\nlines", "two lines"), (" \t", "Clip"), ("入口", "入口")],
)
def test_the_name_of_a_new_run_is_made_to_fit(register: RunRegister, given: str, shown: str) -> None:
    run = register.new_run(owner="anna", name=given, source=Path("/clips/door.mp4"), project=asks())
    assert run.name == register.run(run.run_id).name == shown


def test_a_run_is_renamed(register: RunRegister) -> None:
    run, other = a_run(register), a_run(register)
    register.rename(run_id=run.run_id, name="  Aisle 4 ")
    assert register.run(run.run_id).name == "Aisle 4"
    assert register.run(other.run_id).name == "Door"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "two\nlines", "\u202edoor"])
def test_a_name_that_cannot_be_shown_is_refused(register: RunRegister, name: str) -> None:
    run = a_run(register)
    with pytest.raises(BadSettingError, match="give 1 to 80 letters, digits and signs"):
        register.rename(run_id=run.run_id, name=name)
    assert register.run(run.run_id).name == "Door"


def test_what_was_asked_and_found_is_kept(register: RunRegister) -> None:
    run = a_run(register)
    register.keep_project(run_id=run.run_id, project=asks("intensity"))
    register.keep_found(run_id=run.run_id, found=found())
    assert register.run(run.run_id) == replace(run, project=asks("intensity"), found=found())


def test_what_is_found_while_a_run_is_deleted_is_there_when_it_is_restored(register: RunRegister) -> None:
    run = a_run(register)
    register.delete(run.run_id)
    register.keep_found(run_id=run.run_id, found=found())
    assert register.run(run.run_id) is None
    register.restore(run.run_id)
    assert register.run(run.run_id) == replace(run, found=found())


def test_what_is_kept_for_a_run_that_is_gone_brings_it_not_back(register: RunRegister) -> None:
    run = a_run(register)
    register.delete(run.run_id)
    register.forget(run.run_id)
    register.keep_project(run_id=run.run_id, project=asks())
    register.keep_found(run_id=run.run_id, found=found())
    assert register.run(run.run_id) is None
    assert register.everyones_runs() == []


def test_everyone_has_preferences_of_their_own(register: RunRegister) -> None:
    register.set_preference(owner="anna", name="language", value="en")
    register.set_preference(owner="anna", name="language", value="zh")
    assert register.preference(owner="anna", name="language") == "zh"
    assert register.preference(owner="ben", name="language") is None


def test_what_stages_have_cost_is_known_the_newest_first(register: RunRegister) -> None:
    watched = [StageCost("watch", "yolo26n", frames=100, pixels=5_000_000_000, seconds=n) for n in (3.0, 4.0)]
    register.keep_costs([watched[0], StageCost("link", "botsort", frames=100, pixels=0, seconds=0.5)])
    register.keep_costs([watched[1]])
    assert register.costs("watch") == [watched[1], watched[0]]
    assert register.costs("render") == []


def test_only_the_last_costs_of_each_model_are_kept(register: RunRegister) -> None:
    rare = StageCost("watch", "motion", frames=9, pixels=90, seconds=1.0)
    register.keep_costs([rare, *(replace(rare, means="yolo26n", frames=n) for n in range(1, 101))])
    kept = register.costs("watch")
    assert [cost.frames for cost in kept if cost.means == "yolo26n"] == list(range(100, 60, -1))
    assert kept[-1] == rare


def test_what_was_preferred_for_a_run_goes_with_it(register: RunRegister) -> None:
    run, other = a_run(register), a_run(register)
    for one in (run, other):
        register.set_preference(owner="anna", name=f"audit:{one.run_id}:1", value="seen")
    register.set_preference(owner="anna", name="language", value="en")
    register.delete(run.run_id)
    assert register.preference(owner="anna", name=f"audit:{run.run_id}:1") == "seen"
    register.forget(run.run_id)
    assert register.preference(owner="anna", name=f"audit:{run.run_id}:1") is None
    assert register.preference(owner="anna", name=f"audit:{other.run_id}:1") == "seen"
    assert register.preference(owner="anna", name="language") == "en"
