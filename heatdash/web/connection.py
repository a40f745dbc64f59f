"""How a request came: from whose machine, and whether encrypted, also where a web server in front passes it on."""

import ipaddress

from starlette.datastructures import Headers
from starlette.types import Scope

_ENCRYPTED = {"https", "wss"}


def is_encrypted(scope: Scope) -> bool:
    """True where the browser's connection is encrypted, if only as far as the web server in front."""
    first = Headers(scope=scope).get("x-forwarded-proto", "").partition(",")[0].strip().lower()
    return scope["scheme"] in _ENCRYPTED or (first in _ENCRYPTED and _is_near(_peer(scope)))


def visitor_address(scope: Scope) -> str:
    """The address of the visitor's machine, as far as it can be known; empty where the connection has none."""
    peer = _peer(scope)
    # Each web server on the way adds at the end whom it has heard; what stands before that, anybody may have written.
    last = Headers(scope=scope).get("x-forwarded-for", "").rpartition(",")[2].strip()
    return last if last and _is_near(peer) else peer


def comes_from_near(scope: Scope) -> bool:
    """True where the visitor's machine is this one or in its network, as far as their address can be known."""
    return _is_near(visitor_address(scope))


def visitor_network(scope: Scope) -> str:
    """What counts as one network: the visitor's address, of IPv6 its first half, since one customer has all of that."""
    address = _address(visitor_address(scope)) or _address(_peer(scope))
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address or "")


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address; an IPv4 one that is written as one of IPv6 as what it is. None where it is none."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""


def _is_near(peer: str) -> bool:
    """True for this machine and its network, where a web server in front of the app is."""
    address = _address(peer)
    return address is not None and not address.is_global
