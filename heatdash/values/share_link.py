"""A link by which others see a result."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ShareLink:
    """A link to the run. Times are seconds since 1970; `expires_at_s` is None where it lasts as long as the run.

    The secret part of its address, the token, is known to those who have the link, and kept nowhere. A link without a
    name is the address that the result had in earlier versions.
    """

    link_id: int
    run_id: str
    name: str
    made_at_s: float
    expires_at_s: float | None = None
    revoked_at_s: float | None = None

    def ended_at_s(self, now_s: float) -> float | None:
        """When it was revoked or ran out; None where it still works at that moment."""
        if self.revoked_at_s is not None:
            return self.revoked_at_s
        return self.expires_at_s if self.expires_at_s is not None and self.expires_at_s <= now_s else None
