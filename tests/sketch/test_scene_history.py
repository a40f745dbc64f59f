"""Undoing and redoing changes to a scene."""

from dataclasses import replace

from heatdash.sketch.edit_scene import add_line, add_zone
from heatdash.sketch.scene_history import SceneHistory
from heatdash.values.scene import Scene

EMPTY = Scene()
ONE = add_zone(scene=EMPTY)
TWO = add_line(scene=ONE)


def test_changes_are_undone_and_redone_one_by_one():
    history = SceneHistory(EMPTY).seen(ONE).seen(TWO)
    assert history.undo().now == ONE
    assert history.undo().undo().now == EMPTY
    assert history.undo().undo().redo().redo() == history


def test_what_has_no_end_stays_there():
    assert SceneHistory(ONE).undo() == SceneHistory(ONE) == SceneHistory(ONE).redo()


def test_the_same_scene_again_is_no_change():
    history = SceneHistory(EMPTY).seen(ONE)
    assert history.seen(replace(ONE)) == history
    assert history.undo().seen(EMPTY).redo().now == ONE, "what was undone can be redone after the page is made anew"


def test_a_change_forgets_what_was_undone():
    history = SceneHistory(EMPTY).seen(ONE).undo().seen(TWO)
    assert history.redo() == history
    assert history.undo().now == EMPTY


def test_only_so_much_is_remembered():
    history = SceneHistory(EMPTY)
    for number in range(300):
        history = history.seen(ONE if number % 2 == 0 else TWO)
    assert len(history.past) == 100
    assert history.undo().now == ONE


def test_clearing_is_a_change_that_can_be_undone():
    assert SceneHistory(TWO).cleared().now == EMPTY
    assert SceneHistory(TWO).cleared().undo().now == TWO
    assert SceneHistory(EMPTY).cleared() == SceneHistory(EMPTY)
