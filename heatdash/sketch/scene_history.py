"""What a visitor's scene was before, to undo and redo changes."""

from dataclasses import dataclass

from heatdash.values.scene import Scene

_LONGEST = 100


@dataclass(frozen=True)
class SceneHistory:
    """The scene as it is, those before it, and those that were undone, the last of each nearest to now."""

    now: Scene
    past: tuple[Scene, ...] = ()
    undone: tuple[Scene, ...] = ()

    def seen(self, scene: Scene) -> "SceneHistory":
        """The history after this scene was seen: a scene that differs is a change, and what was undone is forgotten."""
        if scene == self.now:
            return self
        return SceneHistory(now=scene, past=(*self.past, self.now)[-_LONGEST:])

    def undo(self) -> "SceneHistory":
        """The history with the last change undone; the same one where there is none."""
        if not self.past:
            return self
        return SceneHistory(now=self.past[-1], past=self.past[:-1], undone=(*self.undone, self.now))

    def redo(self) -> "SceneHistory":
        """The history with what was undone last done again; the same one where there is nothing."""
        if not self.undone:
            return self
        return SceneHistory(now=self.undone[-1], past=(*self.past, self.now), undone=self.undone[:-1])

    def cleared(self) -> "SceneHistory":
        """The history with all places deleted, which is a change as any other."""
        return self.seen(Scene())
