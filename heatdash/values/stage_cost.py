"""What a stage of a task has cost, from which the cost of the next one is learnt."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StageCost:
    """The seconds that a stage took, and how much work it was.

    `means` is what did it: the model or the tracker; empty where there is no choice. `frames` are those worked on,
    `pixels` those decoded on the way.
    """

    stage: str
    means: str
    frames: int
    pixels: int
    seconds: float
