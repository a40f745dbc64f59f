"""The options of `audit`: what is checked, how much of it, and what is made of the verdicts."""

import argparse
from pathlib import Path

from heatdash.errors import BadSettingError
from heatdash.values.checked import CLASS, FLOW, LINE, ZONE, Sample, Subject, new_sample


def add_audit_options(parser: argparse.ArgumentParser) -> None:
    """Add every option of `audit`."""
    about = parser.add_mutually_exclusive_group()
    about.add_argument("--line", metavar="NAME", help="check the crossings of this line")
    about.add_argument("--zone", metavar="NAME", help="check the visits to this zone")
    about.add_argument(
        "--flow", metavar=("FROM", "TO"), nargs=2, help="check who came from one place straight to another"
    )
    about.add_argument("--kinds", action="store_true", help="check what class each object is")
    parser.add_argument(
        "--sample", metavar="N", type=int, help="look at N only, drawn evenly over class and time (all)"
    )
    parser.add_argument("--seed", metavar="N", type=int, help="draw the same sample as before (a new one)")
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--out", metavar="DIR", type=Path, help="the folder for the page (audit-NAME in RUN)")
    output.add_argument("--sheet", metavar="FILE", type=Path, help="tell the score of this filled audit.csv instead")
    output.add_argument(
        "--correct", metavar="FILE", type=Path, nargs="+", help="write what filled sheets correct into RUN instead"
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing but what must be known")


def audit_subject(chosen: argparse.Namespace) -> Subject | None:
    """What is to be checked; None where nothing is named."""
    if chosen.kinds:
        return Subject(CLASS)
    if chosen.flow is not None:
        return Subject(FLOW, *chosen.flow)
    if chosen.zone is not None:
        return Subject(ZONE, chosen.zone)
    return None if chosen.line is None else Subject(LINE, chosen.line)


def audit_sample(chosen: argparse.Namespace) -> Sample | None:
    """The sample asked for, by a new seed where none is given; None where all is to be looked at."""
    if chosen.sample is None:
        if chosen.seed is not None:
            raise BadSettingError("audit.seed_alone", seed=chosen.seed)
        return None
    return new_sample(size=chosen.sample) if chosen.seed is None else Sample(size=chosen.sample, seed=chosen.seed)
