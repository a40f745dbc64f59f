import pytest

from heatdash.errors import BadSettingError
from heatdash.values.classes import (
    COLOUR_NAMES,
    HUELESS_COUNT,
    UNSURE,
    ClassChoice,
    colour_name,
    counted_noun,
    parse_classes,
    present,
    understood,
)


def numbered(*names: str) -> dict[str, str]:
    """The classes of a model, by their numbers."""
    return {str(number): name for number, name in enumerate(names)}


PARSED = {
    "nothing means every class": ("", ()),
    "blanks mean every class": (" , ,", ()),
    "one class": ("person", (ClassChoice("person"),)),
    "a class and a coloured one": ("person,car.red", (ClassChoice("person"), ClassChoice("car", "red"))),
    "spaces in and around": (" traffic light , car.red ", (ClassChoice("traffic light"), ClassChoice("car", "red"))),
    "said twice, kept once": ("car,person,car", (ClassChoice("car"), ClassChoice("person"))),
    "a class beside its colour": ("car,car.red", (ClassChoice("car"), ClassChoice("car", "red"))),
    "two colours of a class": ("car.red,car.blue", (ClassChoice("car", "red"), ClassChoice("car", "blue"))),
    "two spellings of a colour": ("car.gray,car.GREY", (ClassChoice("car", "grey"),)),
    "a dot that is no colour": ("st.bernard", (ClassChoice("st.bernard"),)),
    "a dotted class with a colour": ("st.bernard.brown", (ClassChoice("st.bernard", "brown"),)),
    "a number after the dot": ("crate v1.2", (ClassChoice("crate v1.2"),)),
}


@pytest.mark.parametrize("case", PARSED)
def test_what_is_asked_for_is_read_from_text(case: str) -> None:
    text, expected = PARSED[case]
    assert parse_classes(text) == expected


@pytest.mark.parametrize("case", PARSED)
def test_a_choice_reads_back_as_it_was_written(case: str) -> None:
    choices = parse_classes(PARSED[case][0])
    assert parse_classes(",".join(map(str, choices))) == choices


@pytest.mark.parametrize("text", [".red", "person, .blue"])
def test_a_colour_without_a_class_is_refused(text: str) -> None:
    with pytest.raises(BadSettingError, match="without a name"):
        parse_classes(text)


def test_a_choice_of_an_unknown_colour_is_refused() -> None:
    with pytest.raises(BadSettingError, match=r"'mauve' is no colour HeatDash knows; choose one of black, "):
        ClassChoice("car", "mauve")


def test_an_unknown_colour_of_a_known_class_is_refused_as_a_colour() -> None:
    with pytest.raises(BadSettingError, match=r"'mauve' is no colour HeatDash knows; choose one of black, "):
        understood(choices=parse_classes("car.mauve"), known=numbered("car", "person"))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("car.red,st.bernard", "car.red,st.bernard"),
        ("", ""),
        ("Car,PERSON.red", "car,person.red"),
        ("vehicle", "car,bus,bicycle"),
        ("Vehicles.red,person", "car.red,bus.red,bicycle.red,person"),
        ("two-wheelers", "bicycle"),
        ("people", "person"),
        ("car,vehicles", "car,bus,bicycle"),
        ("0,2", "car,bus"),
        ("1.red, 4", "person.red,st.bernard"),
        ("3,bicycle", "bicycle"),
    ],
)
def test_classes_and_groups_are_understood_by_the_models_names(said: str, meant: str) -> None:
    known = numbered("car", "person", "bus", "bicycle", "st.bernard")
    assert understood(choices=parse_classes(said), known=known) == parse_classes(meant)


def test_a_misspelt_class_is_refused_with_the_nearest_names() -> None:
    known = numbered("person", "parking meter", *(f"thing {n}" for n in range(20)))
    with pytest.raises(BadSettingError, match=r"does not know the class 'persom'; it knows person.* more \(python"):
        understood(choices=parse_classes("persom"), known=known)


def test_a_class_like_no_other_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadSettingError, match=r"the class 'zebra'; it knows car, person\.$"):
        understood(choices=parse_classes("zebra"), known=numbered("person", "car"))


def test_a_class_that_is_called_by_a_number_is_meant_by_its_name() -> None:
    digits = {"0": "9", "1": "0"}
    assert understood(choices=parse_classes("0"), known=digits) == (ClassChoice("0"),)


def test_a_number_that_the_model_does_not_have_is_refused() -> None:
    with pytest.raises(BadSettingError, match=r"does not know the class '2'; it knows car, person\.$"):
        understood(choices=parse_classes("2"), known=numbered("person", "car"))


@pytest.mark.parametrize("name", COLOUR_NAMES)
def test_every_colour_answers_to_its_name_in_any_case(name: str) -> None:
    assert colour_name(name) == colour_name(f" {name.upper()} ") == name


@pytest.mark.parametrize(("said", "meant"), [("gray", "grey"), ("Violet", "purple")])
def test_other_spellings_of_a_colour_are_understood(said: str, meant: str) -> None:
    assert colour_name(said) == meant


@pytest.mark.parametrize("text", ["", "mauve", "red blue", "dark red", "1", UNSURE])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(BadSettingError, match="is no colour"):
        colour_name(text)


def test_the_colours_without_hue_come_first() -> None:
    assert COLOUR_NAMES[:HUELESS_COUNT] == ("black", "grey", "silver", "white")
    assert len(set(COLOUR_NAMES)) == len(COLOUR_NAMES)


@pytest.mark.parametrize(
    ("names", "noun"),
    [
        (("person",), "people"),
        (("person", "pedestrian"), "people"),
        (("bus", "car"), "vehicles"),
        (("car", "person"), "other"),
        (("moving object",), "other"),
        ((), "other"),
    ],
)
def test_what_is_counted_together_has_the_name_of_what_all_of_it_is(names: tuple[str, ...], noun: str) -> None:
    assert counted_noun(names) == noun


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("", ""),
        ("person", "person"),
        ("pedestrian,people,person", "person"),
        ("bicycle", ""),
        ("person.green,car.red,dog", "car.red"),
        ("person.green", ""),
    ],
)
def test_only_classes_that_were_found_are_asked_for(asked: str, kept: str) -> None:
    assert present(parse_classes(asked), among=parse_classes("person.red,car.blue,car.red")) == parse_classes(kept)
