"""Of few who came in a card tells how many went on to a zone; only of many, a share."""

import pytest

from heatdash.exports.cards import answer_cards
from heatdash.messages import LANGUAGES
from heatdash.values.scene import Scene, Zone
from heatdash.values.wording import Wording
from tests.builders.answers import GATE, answer
from tests.builders.tracks import walk

SHELF = Zone("Shelf", ((0.75, 0.0), (1.0, 0.0), (1.0, 0.5), (0.75, 0.5)))


def shelf_tells(*, many: int, of: int, language: str) -> str:
    """The details of the shelf's card, where so many of those who came in went on to it, one after another."""
    walks = [
        walk(track=n, start=(60, y), end=(140, y), seconds=0.5, begin_s=n / 2)
        for n, y in enumerate([30] * many + [80] * (of - many), start=1)
    ]
    known = answer(*walks, scene=Scene(zones=(SHELF,), lines=(GATE,)))
    cards = {card.place: card for card in answer_cards(answer=known, wording=Wording(language))}
    return " · ".join(cards["Shelf"].details)


@pytest.mark.parametrize(
    ("many", "of", "told"),
    [
        (1, 3, ("1 of 3 who came in at “Gate”", "“Gate”进入的 3 位中的 1 位")),
        (0, 1, ("0 of 1 who came in at “Gate”", "“Gate”进入的 1 位中的 0 位")),
        (6, 12, ("50\u00a0% of those who came in at “Gate”", "占“Gate”进入者的 50%")),
    ],
)
def test_a_share_is_told_only_of_enough(many: int, of: int, told: tuple[str, str]) -> None:
    for language, text in zip(LANGUAGES, told, strict=True):
        assert text in shelf_tells(many=many, of=of, language=language)
