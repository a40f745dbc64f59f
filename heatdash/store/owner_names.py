"""What a visitor is called in the list of runs: never by the secret that their browser keeps."""

import hashlib
import json


def owner_name(secret: str) -> str:
    """The name of the visitor whose browser keeps the secret. It does not lead back: whoever reads it is nobody."""
    return hashlib.sha256(f"heatdash owner {secret}".encode()).hexdigest()


def account_name(*, issuer: str, subject: str) -> str:
    """The name of whoever that provider knows by that subject, in whatever browser they have signed in."""
    return hashlib.sha256(f"heatdash account {json.dumps([issuer, subject])}".encode()).hexdigest()


def earlier_name(secret: str) -> str:
    """The name of a visitor of an earlier version, which knew visitors by the secret alone, until they come again."""
    return f"earlier-{owner_name(secret)}"
