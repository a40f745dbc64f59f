"""What refining made of a clip's tracks: how sure its numbers are."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class RefineReport:
    """What was dropped, joined, split and filled.

    `ghosts` are raw tracks of which nothing is left. `joins` and `splits` count the places where two raw tracks became
    one object, or one raw track two. `filled_share` is of all rows. `lost_share` is of the begins and ends that fall
    within the clip: the share that lies inside the picture, away from its edges. Some of these are doors; the others
    are objects that were lost or found on their way. `mean_conf` is that of the boxes that were seen.
    """

    raw_tracks: int
    tracks: int
    ghosts: int
    joins: int
    splits: int
    static_tracks: int
    filled_share: float
    lost_share: float
    mean_conf: float

    def to_json(self) -> dict[str, int | float]:
        """The report as summary.json shows it."""
        return {name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(self).items()}
