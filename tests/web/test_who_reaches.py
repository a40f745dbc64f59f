"""Who can open an address."""

import socket
from typing import Any

import pytest

from heatdash.web.who_reaches import ANYWHERE, NETWORK, THIS_MACHINE, network_address, who_reaches


@pytest.mark.parametrize(
    ("host", "reach"),
    [
        ("localhost", THIS_MACHINE),
        ("LOCALHOST.", THIS_MACHINE),
        ("app.localhost", THIS_MACHINE),
        ("127.0.0.1", THIS_MACHINE),
        ("127.9.9.9", THIS_MACHINE),
        ("::1", THIS_MACHINE),
        ("0.0.0.0", THIS_MACHINE),
        ("", THIS_MACHINE),
        ("192.168.1.20", NETWORK),
        ("10.0.0.7", NETWORK),
        ("172.16.3.4", NETWORK),
        ("169.254.1.1", NETWORK),
        ("fd00::1", NETWORK),
        ("shop-pc", NETWORK),
        ("shop-pc.local", NETWORK),
        ("heat.fritz.box", ANYWHERE),
        ("shop.example", ANYWHERE),
        ("8.8.8.8", ANYWHERE),
        ("2001:4860:4860::8888", ANYWHERE),
        ("localhost.shop.example", ANYWHERE),
    ],
)
def test_a_name_tells_who_finds_the_machine(host: str, reach: str) -> None:
    assert who_reaches(host) == reach


class _Socket:
    """Stands in for one that would send from this address, or that has no network where it is None."""

    def __init__(self, address: str | None):
        self._address = address

    def __call__(self, *_: Any) -> "_Socket":
        return self

    def __enter__(self) -> "_Socket":
        return self

    def __exit__(self, *_: object) -> None:
        return

    def connect(self, _: object) -> None:
        if self._address is None:
            raise OSError("Network is unreachable")

    def getsockname(self) -> tuple[str | None, int]:
        return self._address, 0


@pytest.mark.parametrize(
    ("listens_on", "own", "found"),
    [
        ("", "192.168.1.20", "192.168.1.20"),
        ("0.0.0.0", "192.168.1.20", "192.168.1.20"),
        ("::", "192.168.1.20", "192.168.1.20"),
        ("localhost", "192.168.1.20", None),
        ("127.0.0.1", "192.168.1.20", None),
        ("", "127.0.0.1", None),
        ("", None, None),
    ],
)
def test_a_network_address_is_offered_where_the_server_listens_there(
    monkeypatch: pytest.MonkeyPatch, listens_on: str, own: str | None, found: str | None
) -> None:
    monkeypatch.setattr(socket, "socket", _Socket(own))
    assert network_address(listens_on) == found
