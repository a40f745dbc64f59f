"""What a visitor is called in the list of runs: never by the secret that their browser keeps."""

import hashlib


def owner_name(secret: str) -> str:
    """The name of the visitor whose browser keeps the secret. It does not lead back: whoever reads it is nobody."""
    return hashlib.sha256(f"heatdash owner {secret}".encode()).hexdigest()


def earlier_name(secret: str) -> str:
    """The name of a visitor of an earlier version, which knew visitors by the secret alone, until they come again."""
    return f"earlier-{owner_name(secret)}"
