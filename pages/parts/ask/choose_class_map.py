"""Which classes are counted: the model's own, those of traffic, or a table of the visitor's."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from heatdash.errors import BadSettingError
from heatdash.values.class_map import CLASS_MAPS, TRAFFIC, ClassMap, class_map_from_csv
from heatdash.values.length_rule import length_rule
from pages.parts.text.spoken import literal, spoken_class, told
from pages.parts.text.words import say

_OWN = "own"


def choose_class_map(*, key: str, class_map: ClassMap) -> ClassMap:
    """The map of classes as the visitor sets it, starting from `class_map`."""
    own_key, chosen_key, problem_key = (f"{key}:{name}" for name in ("own-classes", "class-map", "class-map-problem"))
    if class_map not in CLASS_MAPS.values():
        st.session_state.setdefault(own_key, class_map)
    own: ClassMap | None = st.session_state.get(own_key)
    maps = {**CLASS_MAPS, **({} if own is None else {_OWN: own})}
    # The control begins with this in the browser, and must not begin anew when another map is taken.
    now = next((name for name, known in maps.items() if known == class_map), next(iter(maps)))
    begun = st.session_state.setdefault(f"{key}:class-map-begun", now)

    def take(content: bytes) -> None:
        try:
            st.session_state[own_key] = class_map_from_csv(content)
        except BadSettingError as error:
            st.session_state[problem_key] = error.message
        else:
            st.session_state[chosen_key] = _OWN

    with st.popover(say("objects.own_classes"), type="tertiary", icon=":material/label:"):
        name = st.radio(
            say("objects.class_map"),
            list(maps),
            list(maps).index(begun),
            format_func=lambda name: say(f"objects.map_{name}"),
            key=chosen_key,
            help=say("objects.class_map_help"),
        )
        chosen = maps[name]
        if chosen.pairs:
            st.caption("  \n".join(literal(line) for line in _lines(chosen)))
        if problem_key in st.session_state:
            st.error(told(st.session_state.pop(problem_key)))
        _exchange(key, chosen if chosen.pairs else TRAFFIC, take)
    return chosen


def _exchange(key: str, offered: ClassMap, take: Callable[[bytes], None]) -> None:
    """Offer the map as a table to change in a spreadsheet, and hand the content of another one to `take`."""
    st.download_button(
        say("objects.save_map"), _table(offered), "classes.csv", "text/csv", help=say("objects.save_map_help"),
        on_click="ignore", key=f"{key}:save-classes",
    )  # fmt: skip
    file_key = f"{key}:classes-file"

    def taken() -> None:
        file = st.session_state[file_key]
        if file is not None:
            take(file.getvalue())

    st.file_uploader(
        say("objects.load_map"), type="csv", key=file_key, max_upload_size=1, help=say("objects.load_map_help"),
        on_change=taken,
    )  # fmt: skip


def _lines(class_map: ClassMap) -> list[str]:
    """What each name of the map stands for."""
    names = dict.fromkeys(name for _, name in class_map.pairs)
    return [
        say(
            "objects.counted_as",
            classes=", ".join(_spoken(class_name) for class_name, own in class_map.pairs if own == name),
            name=spoken_class(name),
        )
        for name in names
    ]


def _spoken(class_name: str) -> str:
    rule = length_rule(class_name)
    if rule is not None:
        return str(replace(rule, class_name=spoken_class(rule.class_name)))
    return " + ".join(map(spoken_class, class_name.split(" + ")))


def _table(class_map: ClassMap) -> bytes:
    """The map as a table that spreadsheet programs read as UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([("class", "name"), *class_map.pairs])
    return text.getvalue().encode("utf-8-sig")
