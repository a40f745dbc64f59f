"""The kinds that classes belong to: people, vehicles, and everything else."""

PEOPLE = frozenset({"person", "people", "pedestrian"})
VEHICLES = frozenset(
    {"bicycle", "bus", "car", "motor", "motorbike", "motorcycle", "scooter", "train", "tram", "truck", "van"}
)

MOVING_OBJECT = "moving object"
"""What the detector without a model calls everything."""


def kind_of(class_name: str) -> str:
    """`people`, `vehicles` or `other`, by the class's name alone."""
    if class_name in PEOPLE:
        return "people"
    return "vehicles" if class_name in VEHICLES else "other"


def should_move(class_name: str) -> bool:
    """True where something of that class that never moves is a poster, a mannequin or parked: no visitor."""
    return kind_of(class_name) != "other" or class_name == MOVING_OBJECT


def may_show_people(class_name: str) -> bool:
    """True where a box of that class may show a person or a face."""
    return class_name in PEOPLE | {MOVING_OBJECT, "face", "head"}
