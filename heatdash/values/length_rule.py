"""What a class map says of lengths: `truck < 7.5 m` and `truck >= 7.5 m` may be counted by names of their own."""

import math
import re
from dataclasses import dataclass

from heatdash.errors import BadSettingError

LONGEST_M = 100.0
_RULE = re.compile(
    r"(?P<class_name>[^<>=≥≤+]*[^<>=≥≤+\s])\s*(?P<sign><|>=|≥)\s*(?P<limit>\d+([.,]\d+)?)\s*m", re.IGNORECASE
)


@dataclass(frozen=True)
class LengthRule:
    """Objects of a class that are shorter than a limit, or those as long or longer."""

    class_name: str
    is_below: bool
    limit_m: float

    def __str__(self) -> str:
        return f"{self.class_name} {'<' if self.is_below else '>='} {self.limit_m:g} m"

    def holds(self, length_m: float, /) -> bool:
        """True where something of that length is meant; never for NaN, an unknown length."""
        return length_m < self.limit_m if self.is_below else length_m >= self.limit_m


def length_rule(entry: str, /) -> LengthRule | None:
    """The rule in the first cell of a class map's line; None where it names a class only, of whatever length.

    A sign of comparison that belongs to no rule is refused.
    """
    if not any(sign in entry for sign in "<>=≥≤"):
        return None
    found = _RULE.fullmatch(entry.strip())
    limit_m = float(found["limit"].replace(",", ".")) if found else math.nan
    if found is None or not 0 < limit_m <= LONGEST_M:
        raise BadSettingError("values.map_odd_length", entry=entry[:60], most=LONGEST_M)
    return LengthRule(class_name=found["class_name"].strip(), is_below=found["sign"] == "<", limit_m=limit_m)
