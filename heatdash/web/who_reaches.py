"""Who can open an address of this app: people at this machine, in its network, or everywhere."""

import ipaddress
import socket

THIS_MACHINE, NETWORK, ANYWHERE = "machine", "network", "anywhere"
_EVERY_ADDRESS = {"", "0.0.0.0", "::"}
_NAMES_IN_A_NETWORK = (".local", ".lan", ".home", ".internal", ".localdomain", ".home.arpa")
# Kept for examples: nobody is there.
_NOBODY = ("192.0.2.1", 9)


def who_reaches(host: str) -> str:
    """THIS_MACHINE, NETWORK or ANYWHERE: where a browser must be to find this host, as far as its name tells."""
    name = host.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost") or name in _EVERY_ADDRESS:
        return THIS_MACHINE
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return NETWORK if "." not in name or name.endswith(_NAMES_IN_A_NETWORK) else ANYWHERE
    if address.is_loopback:
        return THIS_MACHINE
    return ANYWHERE if address.is_global else NETWORK


def network_address(listens_on: str) -> str | None:
    """This machine's address in its network; None where the server does not listen there, or there is no network."""
    if listens_on not in _EVERY_ADDRESS:
        return None
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            # Nothing is sent: the system only says from which address it would send.
            asked.connect(_NOBODY)
        except OSError:
            return None
        found = str(asked.getsockname()[0])
    return found if who_reaches(found) != THIS_MACHINE else None
