"""An ordered set of parts, each one clip, on one clock."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from itertools import pairwise

from heatdash.errors import BadSettingError
from heatdash.messages import Message, Value, message
from heatdash.values.part import ROUNDING_S, Part
from heatdash.values.put_back import may_be_second, second_showings
from heatdash.values.recording_start import (
    FROM_FILE_TIME,
    FROM_METADATA,
    FROM_NAME,
    RecordingStart,
    flat,
    in_zone,
    zone_called,
)
from heatdash.values.wording import few, length

JOINED_WITHIN_S = 2.0
"""Less is no gap: names tell whole seconds, recorders lose a moment between two files, and clocks drift."""
_LEAST_S = 0.001
_EVIDENCE = (None, FROM_NAME, FROM_METADATA, FROM_FILE_TIME)
"""What a person says goes first, and a guess last."""


@dataclass(frozen=True)
class PlacedPart:
    """A part with its place on the recording's clock.

    It begins `offset_s` after the recording. Of its beginning `skip_s` are left out, as parts before it show the same.
    `follows` is True where it goes on from the part before it without a gap.
    """

    part: Part
    offset_s: float
    skip_s: float = 0.0
    follows: bool = False

    @property
    def from_s(self) -> float:
        """When, on the recording's clock, it begins to be used."""
        return self.offset_s + self.skip_s

    @property
    def to_s(self) -> float:
        """When, on the recording's clock, it ends."""
        return self.offset_s + self.part.duration_s


@dataclass(frozen=True)
class Recording:
    """Parts in order of time, each used from `from_s` up to, but not including, `to_s`; no two of them at once.

    `start` is that of the first part. It is None where there are no parts, or for a single one whose beginning is not
    known. `problems` tell what was found when the parts were put in their places, and what to do about it.
    """

    parts: tuple[PlacedPart, ...] = ()
    start: RecordingStart | None = None
    problems: tuple[Message, ...] = ()

    def __post_init__(self) -> None:
        for before, placed in zip((None, *self.parts), self.parts, strict=False):
            due = PlacedPart(placed.part, 0.0)
            if before is not None:
                due = _after(before, PlacedPart(placed.part, max(before.offset_s, placed.offset_s)))
            if placed != due or (before is not None and placed.to_s <= before.to_s):
                raise BadSettingError("recording.odd_recording", name=placed.part.name, seconds=placed.offset_s)

    @property
    def beginning(self) -> datetime | None:
        """When it began, by its clock, in its time zone where that is known; None where the day is not known."""
        return self.start.moment if self.start is not None and self.start.has_day else None

    @property
    def length_s(self) -> float:
        """From its beginning to its end, gaps included."""
        return self.parts[-1].to_s if self.parts else 0.0

    @property
    def watched_s(self) -> float:
        """How much of it is shown: what its parts last together, without what is left out of them."""
        return sum(placed.to_s - placed.from_s for placed in self.parts)

    @property
    def stretches(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of the parts, from 0, of each stretch without a gap."""
        begins = [number for number, placed in enumerate(self.parts) if not placed.follows]
        return tuple(tuple(range(begin, end)) for begin, end in pairwise((*begins, len(self.parts))))

    @property
    def gaps(self) -> tuple[tuple[float, float], ...]:
        """From when to when, on its clock, it shows nothing; what is not even JOINED_WITHIN_S long is no gap."""
        return tuple((before.to_s, after.offset_s) for before, after in pairwise(self.parts) if not after.follows)


def recording_of(*, parts: Iterable[Part], zone: str | None = None) -> Recording:
    """The recording that the parts make, whatever order they are given in; problems tell what is left out, and why.

    `zone` is where the camera stands; without one it is what the starts state, where any does. A start that states none
    is of that zone. Each part lies where its start says, never where the one before ends: errors do not add up. Where
    two show the same time, it is taken from the one that begins earlier, or else lasts longer. A single part needs no
    start.
    """
    known, copies = _without_copies(parts)
    known = _in_one_zone(known, zone)
    dated = [part for part in known if part.start is not None and part.start.has_day]
    problems = list(_told("double", copies))
    if len(known) == 1:
        guessed = [part for part in known if _is_guess(part)]
        return Recording((PlacedPart(known[0], 0.0),), known[0].start, (*problems, *_told("guessed", guessed)))
    problems += _told("no_start", [part for part in known if part.start is None])
    problems += _told("no_day", [part for part in known if part.start is not None and not part.start.has_day])
    later = second_showings(dated)
    timed = _timed({part.sha256: part for part in (*dated, *later)}.values())
    doubtful = _doubtful(timed)
    timed = _timed({placed.part for placed in timed} - doubtful)
    used, within = _used(timed)
    problems += _told("guess_overlaps", doubtful)
    problems += _told("guessed", [placed.part for placed in used if _is_guess(placed.part)])
    problems += _told("put_later", later)
    problems += _about_overlaps(used, within)
    problems += _about_sizes([placed.part for placed in used])
    return Recording(tuple(used), used[0].part.start if used else None, tuple(problems))


def _without_copies(parts: Iterable[Part]) -> tuple[list[Part], list[Part]]:
    """The parts, each clip once, by the best evidence of its start; and those that are left out for that."""
    kept: dict[str, Part] = {}
    copies = []
    for part in sorted(parts, key=_by_evidence):
        if part.sha256 in kept:
            copies.append(part)
        kept.setdefault(part.sha256, part)
    return list(kept.values()), copies


def _by_evidence(part: Part) -> tuple[bool, int, str]:
    if part.start is None:
        return True, 0, repr(part)
    return not part.start.has_day, _EVIDENCE.index(part.start.source), repr(part)


def _in_one_zone(parts: Sequence[Part], zone: str | None) -> list[Part]:
    """The parts, their starts by the clocks of the zone; without one, by those of the earliest that states its own."""
    there: tzinfo | None = None if zone is None else zone_called(zone)
    if there is None:
        moments = [part.start.moment for part in parts if part.start is not None and part.start.moment.tzinfo]
        earliest = min(moments, key=lambda moment: (flat(moment), str(moment.tzinfo)), default=None)
        there = earliest.tzinfo if earliest is not None else None
    if there is None:
        return list(parts)
    return [
        part.with_start(replace(part.start, moment=in_zone(part.start.moment, zone=there)))
        if part.start is not None and part.start.has_day
        else part
        for part in parts
    ]


def _timed(parts: Iterable[Part]) -> list[PlacedPart]:
    """The parts in order of time, each as long after the first as its start says; a longer one before a shorter one."""
    starts = [(flat(part.start.moment), part) for part in parts if part.start is not None]
    starts.sort(key=lambda one: (one[0], -one[1].duration_s, one[1].sha256))
    return [PlacedPart(part, (moment - starts[0][0]).total_seconds()) for moment, part in starts]


def _doubtful(timed: Sequence[PlacedPart]) -> set[Part]:
    """The parts with a guessed start that share more than half of themselves, or of the other, with another part.

    When files are copied, their times become those of copying, a second or two apart.
    """
    found: set[Part] = set()
    furthest = None
    for placed in timed:
        if furthest is not None:
            both_s = min(placed.to_s, furthest.to_s) - placed.offset_s
            if both_s > min(placed.part.duration_s, furthest.part.duration_s) / 2:
                found |= {one.part for one in (placed, furthest) if _is_guess(one.part)}
        if furthest is None or placed.to_s > furthest.to_s:
            furthest = placed
    return found


def _used(timed: Iterable[PlacedPart]) -> tuple[list[PlacedPart], list[Part]]:
    """The parts in their places; and those that show nothing but what others show, which are not used."""
    used: list[PlacedPart] = []
    within = []
    for placed in timed:
        if used and placed.to_s <= used[-1].to_s + _LEAST_S:
            within.append(placed.part)
        else:
            used.append(_after(used[-1], placed) if used else placed)
    return used, within


def _after(before: PlacedPart, placed: PlacedPart) -> PlacedPart:
    """The part without what the one before it shows."""
    gap_s = placed.offset_s - before.to_s
    return replace(placed, skip_s=max(0.0, -gap_s), follows=gap_s < JOINED_WITHIN_S)


def _about_overlaps(used: Sequence[PlacedPart], within: Sequence[Part]) -> Iterator[Message]:
    overlapping = [placed for placed in used if placed.skip_s > ROUNDING_S]
    cut = [placed for placed in overlapping if not may_be_second(placed.part)]
    unclear = [part for part in (*(placed.part for placed in overlapping), *within) if may_be_second(part)]
    yield from _told("shown_twice", unclear)
    if cut:
        longest = length(max(placed.skip_s for placed in cut))
        yield from _told("overlap", [placed.part for placed in cut], longest=longest)
    yield from _told("within", [part for part in within if not may_be_second(part)])


def _about_sizes(parts: Sequence[Part]) -> Iterator[Message]:
    counts = Counter(part.size_px for part in parts)
    if len(counts) > 1:
        width, height = max(counts, key=lambda size: (counts[size], size[0] * size[1], size))
        others = [part for part in parts if part.size_px != (width, height)]
        yield from _told("other_size", others, width=width, height=height)


def _is_guess(part: Part) -> bool:
    return part.start is not None and part.start.is_guess


def _told(kind: str, parts: Collection[Part], **more: Value) -> Iterator[Message]:
    """One sentence on all parts of which it holds, the first of them by name; none where there are no such parts."""
    if parts:
        names = few(sorted(part.name for part in parts))
        yield message(f"recording.{kind}", count=len(parts), names=names, **more)
