import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heatdash.store.artefact_key import artefact_key

atoms = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
parts = st.recursive(atoms, lambda inner: st.lists(inner, max_size=3).map(tuple), max_leaves=6)
arguments = st.dictionaries(st.sampled_from(["clip", "model", "conf", "span", "Ä"]), parts)

calm = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])


def key_of(made_from):
    return artefact_key(kind="tracks", version=1, **made_from)


@calm
@given(arguments)
def test_order_of_arguments_does_not_matter(made_from):
    assert key_of(made_from) == key_of(dict(reversed(made_from.items())))


@calm
@given(arguments, arguments)
def test_keys_are_equal_only_where_values_are(one, other):
    if key_of(one) == key_of(other):
        assert one == other


@calm
@given(st.integers(min_value=-(2**60), max_value=2**60))
def test_whole_floats_are_the_integers_they_equal(number):
    assert key_of({"conf": float(number)}) == key_of({"conf": int(float(number))})


@calm
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_survives_being_written_and_read(number):
    assert key_of({"conf": number}) == key_of({"conf": float(repr(number))})


def test_zero_has_no_sign():
    assert key_of({"conf": -0.0}) == key_of({"conf": 0})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1}, {"a": "1"}),
        ({"a": 1}, {"a": True}),
        ({"a": None}, {}),
        ({"a": None}, {"a": "None"}),
        ({"a": (1, 2)}, {"a": (2, 1)}),
        ({"a": ((1,), 2)}, {"a": (1, (2,))}),
        ({"a": ()}, {"a": None}),
        ({"a": 0.1 + 0.2}, {"a": 0.3}),
    ],
)
def test_different_values_have_different_keys(one, other):
    assert key_of(one) != key_of(other)


def test_kind_and_version_are_part_of_the_key():
    keys = {artefact_key(kind=kind, version=version, clip="c") for kind in ("a", "b") for version in (1, 2)}
    assert len(keys) == 4


def test_a_key_is_forty_hex_digits_and_never_changes():
    key = artefact_key(kind="tracks", version=1, clip="abc", conf=0.25, classes=("person", "car"), refine=True)
    assert key == "3ddcb9e88529d752339a95fa0a92cc9f0dd16530"


def test_a_key_is_the_same_in_another_process():
    code = "from heatdash.store.artefact_key import artefact_key as k; print(k(kind='a', version=1, x='y', z=(1,)))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == artefact_key(kind="a", version=1, z=(1.0,), x="y")


@pytest.mark.parametrize("value", [[1], {"a": 1}, {1}, b"x", object(), (1, [2]), 1j])
def test_other_types_are_refused(value):
    with pytest.raises(TypeError, match="'clip' holds a"):
        key_of({"clip": value})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), (float("-inf"),)])
def test_numbers_that_are_none_are_refused(value):
    with pytest.raises(ValueError, match="not JSON compliant"):
        key_of({"clip": value})
