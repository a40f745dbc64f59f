"""Whose machine a request came from."""

import pytest

from heatdash.web.connection import visitor_network


@pytest.mark.parametrize(
    ("peer", "forwarded", "network"),
    [
        ("93.184.216.34", "", "93.184.216.34"),
        ("93.184.216.34", "1.1.1.1", "93.184.216.34"),
        ("10.0.0.1", "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        ("::ffff:10.0.0.1", "::ffff:1.1.1.1", "1.1.1.1"),
        ("127.0.0.1", "2606:4700:1:2:3:4:5:6", "2606:4700:1:2::/64"),
        ("2606:4700:1:2:ffff::1", "", "2606:4700:1:2::/64"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("testclient", "", ""),
    ],
)
def test_a_network_is_an_address_or_the_first_half_of_a_long_one(peer: str, forwarded: str, network: str) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    assert visitor_network({"type": "http", "client": (peer, 1), "headers": headers}) == network
