"""What a larger picture for the model would find more, tried on ten seconds of a clip."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from heatdash.values.classes import ClassChoice, kind_of, should_move
from heatdash.values.watch_settings import fitting_side_px

TRIED_FPS = 10.0
"""Frames a second of the care levels that are compared."""
TRIED_S = 10.0
BUSIEST, MIDDLE, WHOLE = "busiest", "middle", "whole"
"""Which seconds were tried: around the fullest of a few pictures; the middle, where these showed nobody; all there are.
"""
OWN_PX = 640
"""The longer side of what most models are made for."""
MEDIUM, LARGE = 1.5, 2.0
"""The larger sizes, beside the model's own."""
SMALL_PX = 40.0
"""Measured: up to this height in the model's own input, people are found better still in the large size."""
MORE, LONGER = 1.15, 1.05
"""The longer wait is worth it where objects are seen so much longer all together, or more of them somewhat longer."""


def larger_px(*, own_px: int, size_px: float | None) -> int:
    """The longer side to give the model where the middle one of the objects is of that size in its own input.

    Where nothing was found, what there is may be very small.
    """
    times = LARGE if size_px is None or size_px < SMALL_PX else MEDIUM
    return fitting_side_px(round(times * own_px))


@dataclass(frozen=True)
class Look:
    """What was found at one size of the model's input: objects by class, those that never moved left out.

    `moments` are how many frames the objects of a class were seen in, all together. `height_px` is the middle one of
    the objects' heights by kind, in pixels of the clip. `static` counts who did not move, `seconds` is the time taken.
    """

    input_px: int
    objects: Mapping[str, int]
    moments: Mapping[str, int]
    height_px: Mapping[str, float]
    static: int
    seconds: float

    def kinds(self, names: Collection[str], /) -> dict[str, int]:
        """The objects of the classes of those names by kind: people, vehicles, other."""
        kinds: dict[str, int] = {}
        for name, count in self.objects.items():
            if name in names:
                kinds[kind_of(name)] = kinds.get(kind_of(name), 0) + count
        return kinds

    def least_px(self, *, scale: float) -> float | None:
        """The least of the heights of people and vehicles, at that scale; where there are none, of other things."""
        moving = [height for kind, height in self.height_px.items() if kind != "other"]
        heights = moving or list(self.height_px.values())
        return min(heights) * scale if heights else None

    def seen(self, names: Collection[str], /) -> int:
        """In how many frames the objects of those classes were seen, all together."""
        return sum(count for name, count in self.moments.items() if name in names)


@dataclass(frozen=True)
class Trial:
    """Two looks at the same seconds of a clip, at the model's own size and at a larger one.

    `where` is BUSIEST, MIDDLE or WHOLE. The clip's pictures are `picture_px` high. `frames` were looked at, of
    `clip_frames` that the whole clip would have.
    """

    from_s: float
    to_s: float
    where: str
    picture_px: int
    frames: int
    clip_frames: int
    own: Look
    larger: Look

    @property
    def times_as_long(self) -> float:
        """How many times as long the larger size takes."""
        return self.larger.seconds / self.own.seconds

    def names(self, choices: Collection[ClassChoice], /) -> frozenset[str]:
        """The classes that count: the chosen ones, whatever their colour; else people and vehicles, if any."""
        if choices:
            return frozenset(choice.class_name for choice in choices)
        found = {*self.own.objects, *self.larger.objects}
        return frozenset(name for name in found if should_move(name)) or frozenset(found)

    def is_advised(self, choices: Collection[ClassChoice], /) -> bool:
        """True where the larger size sees clearly more of the chosen classes.

        More objects alone are not enough, as a follower that loses them makes two of one: they have to be seen longer,
        too.
        """
        names = self.names(choices)
        before, after = (sum(look.kinds(names).values()) for look in (self.own, self.larger))
        seen_before, seen_after = self.own.seen(names), self.larger.seen(names)
        more = after >= MORE * before and seen_after >= LONGER * seen_before
        return after > 0 and (more or seen_after >= MORE * seen_before)

    def clip_seconds(self, look: Look, /) -> float:
        """How long watching the whole clip should take at that size."""
        return look.seconds / self.frames * self.clip_frames

    def to_json(self) -> dict[str, Any]:
        """The trial as `trial_from_json` reads it."""
        return asdict(self)


def trial_from_json(content: Mapping[str, Any], /) -> Trial:
    """The trial that `to_json` has written."""
    return Trial(**{**content, "own": Look(**content["own"]), "larger": Look(**content["larger"])})
