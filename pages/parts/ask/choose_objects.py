"""Which objects a question is about: people, vehicles, everything, or single classes and colours."""

from collections import Counter
from collections.abc import Collection, Mapping

import streamlit as st

from heatdash.values.class_map import ClassMap
from heatdash.values.classes import COLOUR_NAMES, HEAVY_TRUCK, LIGHT_TRUCK, RIDERS, ClassChoice, parse_classes
from pages.parts.text.spoken import spoken_class
from pages.parts.text.words import entries, say

PEOPLE_ONLY, VEHICLES_ONLY, EVERYTHING, ONE_BY_ONE = "people", "vehicles", "everything", "choose"
Choices = tuple[ClassChoice, ...]


def choose_objects(*, key: str, choices: Choices, counts: Mapping[ClassChoice, int], class_map: ClassMap) -> Choices:
    """The choices as the visitor sets them, starting from `choices`; none means everything.

    `counts` has the number of objects found of each class and colour, by the names of the map: only those are offered.
    """
    classes = _by_class(counts)
    groups = _groups(classes, class_map)
    presets = [*groups, EVERYTHING, ONE_BY_ONE]
    preset = st.pills(
        say("objects.who"),
        presets,
        format_func=lambda name: say(f"objects.{name}"),
        default=_preset_of(choices, groups, class_map),
        key=f"{key}:preset",
        required=True,
        wrap=True,
        help=say("objects.who_help"),
    )
    if preset == EVERYTHING:
        return ()
    if preset in groups:
        return tuple(map(ClassChoice, sorted(groups[preset])))
    offered = _offered(counts, classes)
    chosen = st.multiselect(
        say("objects.classes"),
        list(offered),
        [str(one) for one in choices if str(one) in offered],
        format_func=lambda text: offered[text],
        key=f"{key}:classes",
        placeholder=say("objects.any"),
    )
    return parse_classes(",".join(chosen))


def every_class(class_map: ClassMap) -> dict[ClassChoice, int]:
    """What may be asked for before anything is found: each class that has a word, people and vehicles by colour."""
    known = [name for name in entries("classes") if name not in RIDERS | {LIGHT_TRUCK, HEAVY_TRUCK}]
    names = [own for name in known for own in (*class_map.names_of(name), class_map.rider_of(name)) if own is not None]
    return {
        ClassChoice(name, colour): 0
        for name in dict.fromkeys(names)
        for colour in (COLOUR_NAMES if class_map.kinds_of(name) <= {PEOPLE_ONLY, VEHICLES_ONLY} else (None,))
    }


def _groups(classes: Collection[str], class_map: ClassMap) -> dict[str, set[str]]:
    """The people and the vehicles among the classes; neither where there are none."""
    groups = {
        kind: {name for name in classes if class_map.kinds_of(name) == {kind}} for kind in (PEOPLE_ONLY, VEHICLES_ONLY)
    }
    return {kind: names for kind, names in groups.items() if names}


def _by_class(counts: Mapping[ClassChoice, int]) -> Counter[str]:
    classes: Counter[str] = Counter()
    for one, count in counts.items():
        classes[one.class_name] += count
    return classes


def _preset_of(choices: Choices, groups: Mapping[str, set[str]], class_map: ClassMap) -> str:
    if not choices:
        return EVERYTHING
    kinds = {kind for choice in choices for kind in class_map.kinds_of(choice.class_name)}
    whole = next(iter(kinds)) if len(kinds) == 1 and all(choice.colour is None for choice in choices) else ""
    asked = {choice.class_name for choice in choices}
    # A model has one class for people, but several for vehicles.
    if whole in groups and (whole == PEOPLE_ONLY or asked >= groups[whole]):
        return whole
    return ONE_BY_ONE


def _offered(counts: Mapping[ClassChoice, int], classes: Counter[str]) -> dict[str, str]:
    """The words for each class, followed by each of its colours; the keys are as in project files."""
    offered = {}
    for name, count in classes.most_common():
        offered[name] = f"{spoken_class(name)}{_in_brackets(count)}"
        for one, of_colour in counts.items():
            if one.class_name == name and one.colour is not None:
                colour = say(f"colours.{one.colour}")
                offered[str(one)] = f"{spoken_class(name)} · {colour}{_in_brackets(of_colour)}"
    return offered


def _in_brackets(count: int) -> str:
    return f" ({count})" if count else ""
