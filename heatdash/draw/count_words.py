"""The counts of lines and zones in words, as they stand in a picture."""

from heatdash.messages import say
from heatdash.values.classes import counted_noun
from heatdash.values.scene import COUNT, Scene
from heatdash.values.style import Style
from heatdash.values.tally import Passages, Tally

Words = dict[str, tuple[str, ...]]
"""What stands beside the name of each place that counts."""


def count_words(*, scene: Scene, tally: Tally, style: Style, language: str) -> Words:
    """At each line how many came in and went out, at each counted zone its visitors; as far as the style shows them.

    In a still picture, only how many are in each zone.
    """
    lines = () if tally.still else scene.lines
    words = {line.name: _passages(tally.of_line(line.name), style, language) for line in lines}
    for zone in scene.zones_of(COUNT) if style.show_in else ():
        noun = counted_noun(tally.classes_at(zone.name))
        entry = "in_view" if tally.still else "visitors"
        words[zone.name] = (say(f"cards.{entry}_{noun}", language=language, count=tally.visitors(zone.name)),)
    return words


def _passages(passages: Passages, style: Style, language: str) -> tuple[str, ...]:
    shown = (
        (style.show_in, "cards.came_in", passages.came_in),
        (style.show_out, "cards.went_out", passages.went_out),
    )
    return tuple(say(key, language=language, count=count) for is_shown, key, count in shown if is_shown)
