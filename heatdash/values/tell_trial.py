"""A trial in words: what was found, what it would cost, and what is advised."""

from collections.abc import Collection, Mapping

from heatdash.values.classes import ClassChoice
from heatdash.values.trial import Trial
from heatdash.values.wording import Wording

_KINDS = ("people", "vehicles", "other")


def advice(*, trial: Trial, choices: Collection[ClassChoice], wording: Wording) -> str:
    """Whether the larger size is worth it for the chosen classes, in one sentence."""
    if trial.is_advised(choices):
        return wording.say("trial.advised")
    names = trial.names(choices)
    return wording.say("trial.not_advised" if trial.own.kinds(names) or trial.larger.kinds(names) else "trial.nothing")


def trial_in_words(
    *, trial: Trial, choices: Collection[ClassChoice], wording: Wording, usual: str, longer: str
) -> list[str]:
    """The sentences that tell what was found at both sizes, of the chosen classes, and which seconds were tried.

    `usual` and `longer` are in words how long watching the whole clip takes.
    """
    own, larger, names, say = trial.own, trial.larger, trial.names(choices), wording.say
    of_kinds = [kind for kind in _KINDS if kind in own.kinds(names) or kind in larger.kinds(names)]
    sentences = [
        say(
            "trial.found",
            span=wording.span(from_s=trial.from_s, to_s=trial.to_s),
            seconds=wording.seconds(trial.to_s - trial.from_s),
            before=_counted(own.kinds(names), of_kinds, wording),
            after=_counted(larger.kinds(names), of_kinds, wording),
        )
    ]
    if own.seen(names) or larger.seen(names):
        before, after = (wording.number(round(look.seen(names) / trial.frames, 1)) for look in (own, larger))
        sentences.append(say("trial.at_once", before=before, after=after))
    heights = [(kind, larger.height_px[kind]) for kind in of_kinds if kind in larger.height_px]
    sentences += [say(f"trial.tall_{kind}", px=round(px), of=trial.picture_px) for kind, px in heights]
    ratio = wording.number(round(trial.times_as_long, 1))
    sentences.append(say("trial.cost", times=ratio, usual=usual, longer=longer))
    if own.static or larger.static:
        sentences.append(say("trial.static", before=own.static, after=larger.static))
    sentences.append(say(f"trial.{trial.where}"))
    return sentences


def _counted(counts: Mapping[str, int], of_kinds: list[str], wording: Wording) -> str:
    """3 people, 1 vehicle; of every kind that either look has found."""
    told = [wording.say(f"trial.{kind}", count=counts.get(kind, 0)) for kind in of_kinds]
    return wording.say("trial.and").join(told) or wording.say("trial.nobody")
