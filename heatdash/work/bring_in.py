"""Bringing what a browser has made into the account of somebody who has signed in there."""

from dataclasses import replace

from heatdash.store.run_register import RunRegister
from heatdash.store.upload_records import all_records, owner_mark, write_record


def bring_in(*, browser: str, account: str, register: RunRegister) -> None:
    """Make all that belongs to the browser the account's: its results, their tasks and links, and its uploads."""
    # Where this breaks off, the results are still the browser's, and it can be done again.
    for record in all_records():
        if record.by == owner_mark(browser):
            write_record(replace(record, by=owner_mark(account)))
    register.bring_in(browser=browser, account=account)
