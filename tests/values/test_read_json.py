import pytest

from heatdash.values.read_json import MOST_JSON_BYTES, json_in


def test_json_is_read() -> None:
    assert json_in('{"name": "入口"}'.encode()) == {"name": "入口"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[" * 1_000_000, "nested too deeply"),
        (b'{"a":' * 200_000, "nested too deeply"),
        (b"1" * 10_000, "Exceeds the limit"),
        (b" " * (MOST_JSON_BYTES + 1), "more than 5 MB"),
        (b"no json", "Expecting value"),
        (b"\xff\xfe\xff", ""),
        (b"", "Expecting value"),
    ],
)
def test_what_cannot_be_read_is_a_value_error(content: bytes, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        json_in(content)
