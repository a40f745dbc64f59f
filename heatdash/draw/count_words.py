"""The counts of lines and zones in words, as they stand in a picture."""

from collections.abc import Mapping

from heatdash.messages import say
from heatdash.values.scene import COUNT, Scene
from heatdash.values.style import Style
from heatdash.values.tally import Passages, Tally
from heatdash.values.wording import Wording

Words = Mapping[str, tuple[str, ...]]
"""What stands beside the name of each place that counts."""


def count_words(*, scene: Scene, tally: Tally, style: Style, language: str) -> Words:
    """At each line how many came in and went out, at each counted zone its visitors; as far as the style shows them."""
    words = {
        line.name: passage_words(passages=tally.of_line(line.name), style=style, language=language)
        for line in scene.lines
    }
    for zone in scene.zones_of(COUNT) if style.show_in else ():
        words[zone.name] = (
            Wording(language).visitors(tally.visitors(zone.name), class_names=tally.classes_at(zone.name)),
        )
    return words


def passage_words(*, passages: Passages, style: Style, language: str) -> tuple[str, ...]:
    """Like "3 in" and "2 out", each only where the style shows it."""
    shown = ((style.show_in, passages.came_in, "in"), (style.show_out, passages.went_out, "out"))
    return tuple(
        f"{count:,} {say(f'pictures.{direction}', language=language)}"
        for is_shown, count, direction in shown
        if is_shown
    )
