"""Passenger-car units: how much room on the road a vehicle takes, where a car takes 1."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from heatdash.errors import BadSettingError
from heatdash.values.class_map import ClassMap
from heatdash.values.classes import HEAVY_TRUCK, LIGHT_TRUCK, PEOPLE

LARGEST_PCU = 100
_USUAL = {
    **dict.fromkeys(("bicycle", "cyclist", "e-scooter", "e-scooter rider"), 0.2),
    **dict.fromkeys(("motor", "motorbike", "motorcycle", "motorcyclist", "scooter"), 0.4),
    **dict.fromkeys(("car", "van"), 1.0),
    **dict.fromkeys(("bus", "truck"), 2.0),
    **{LIGHT_TRUCK: 1.5, HEAVY_TRUCK: 2.3},
    **dict.fromkeys(sorted(PEOPLE), 0.0),
}
_OTHERS = 1.0


@dataclass(frozen=True)
class PcuWeights:
    """The passenger-car units of each class. People take none; a class without a weight counts as a car."""

    weights: tuple[tuple[str, float], ...] = tuple(sorted(_USUAL.items()))

    def __post_init__(self) -> None:
        for name, weight in self.weights:
            is_number = isinstance(weight, int | float) and not isinstance(weight, bool)
            if not (is_number and math.isfinite(weight) and 0 <= weight <= LARGEST_PCU):
                raise BadSettingError("values.odd_pcu", name=str(name), weight=str(weight), most=LARGEST_PCU)

    def changed(self, changes: Any, /) -> "PcuWeights":
        """The weights with those of `changes`, which has classes by name, in place of their own."""
        if not isinstance(changes, Mapping) or not all(isinstance(name, str) for name in changes):
            raise BadSettingError("values.no_pcu", found=str(changes))
        return PcuWeights(tuple(sorted({**dict(self.weights), **changes}.items())))

    def unusual(self, class_map: ClassMap, /) -> dict[str, float]:
        """The weights that are not the usual ones, by class; the map's own names have usual ones, too."""
        usual = PcuWeights().through(class_map)
        return {name: weight for name, weight in self.weights if weight != usual.of(name)}

    def through(self, class_map: ClassMap, /) -> "PcuWeights":
        """The weights, also of the map's own names: where they have none, the largest of the classes behind them."""
        known = dict(self.weights)
        names = {name for _, name in class_map.pairs} - set(known)
        return self.changed({name: max(map(self.of, class_map.classes_of(name))) for name in names})

    def of(self, class_name: str) -> float:
        """The weight of that class."""
        return dict(self.weights).get(class_name, _OTHERS)
