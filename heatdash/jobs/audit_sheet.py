"""The sheet of a check: what was said of each counted crossing, and which ones were missed."""

from heatdash.values.audit import MISSED, Audit

SHEET_COLUMNS = ("t_s", "direction", "track_id", "verdict")


def audit_sheet(audit: Audit) -> str:
    """The sheet as CSV: one row a counted crossing, a stretch between them, or a missed one, by time.

    A stretch stands at the moment that it begins. What nothing was said of has an empty verdict.
    """
    rows: list[tuple[float, str, str]] = []
    for number, step in enumerate(audit.steps):
        crossing, verdict = step.crossing, audit.verdict_of(number)
        if crossing is None:
            rows.append((step.from_s, ",", verdict))
        else:
            rows.append((crossing.t_s, f"{crossing.direction},{crossing.track_id}", verdict))
    rows += [(t_s, ",", MISSED) for t_s in audit.missed_s]
    lines = [f"{t_s:.3f},{which},{verdict}" for t_s, which, verdict in sorted(rows, key=lambda row: row[0])]
    return "\n".join([",".join(SHEET_COLUMNS), *lines]) + "\n"
