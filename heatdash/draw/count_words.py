"""The counts of lines and zones in words, as they stand in a picture."""

from heatdash.messages import say
from heatdash.values.classes import counted_noun
from heatdash.values.scene import COUNT, Scene
from heatdash.values.style import Style
from heatdash.values.tally import Passages, Tally

Words = dict[str, tuple[str, ...]]
"""What stands beside the name of each place that counts."""


def count_words(*, scene: Scene, tally: Tally, style: Style, language: str) -> Words:
    """At each line how many came in and went out, at each counted zone its visitors; as far as the style shows them."""
    words = {line.name: _passages(tally.of_line(line.name), style, language) for line in scene.lines}
    for zone in scene.zones_of(COUNT) if style.show_in else ():
        noun = counted_noun(tally.classes_at(zone.name))
        words[zone.name] = (say(f"cards.visitors_{noun}", language=language, count=tally.visitors(zone.name)),)
    return words


def _passages(passages: Passages, style: Style, language: str) -> tuple[str, ...]:
    shown = (
        (style.show_in, "cards.came_in", passages.came_in),
        (style.show_out, "cards.went_out", passages.went_out),
    )
    return tuple(say(key, language=language, count=count) for is_shown, key, count in shown if is_shown)
