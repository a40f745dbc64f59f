"""What was corrected by eye, as the files tell it: beside what was counted, which stays as it is."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from heatdash.values.checked import CheckedCount
from heatdash.values.wording import Wording


@dataclass(frozen=True, eq=False)
class Corrections:
    """Every check with a verdict, the figures that it corrects (CORRECTED), and its verdicts (VERDICTS)."""

    checks: tuple[CheckedCount, ...]
    corrected: pd.DataFrame
    verdicts: pd.DataFrame

    def to_json(self) -> dict[str, Any]:
        """What summary.json says of them."""
        return {
            "other_figures": "counted",
            "corrected_in": ["corrected.csv", "verdicts.csv"],
            "verdicts": len(self.verdicts),
            "checks": [check.to_json() for check in self.checks],
        }

    def to_text(self) -> str:
        """What tells them from any others."""
        return json.dumps([self.to_json(), self.verdicts.to_csv()])

    def told(self, wording: Wording) -> Iterator[str]:
        """That all else is as it was counted, then a sentence for each check."""
        yield wording.say("exports.as_counted")
        for check in self.checks:
            yield wording.say("exports.of_place", place=check.subject.told(wording), figure=check.told(wording))
