"""Who uses how much of the server: each owner's clips, results and open tasks, by their sizes and numbers alone."""

from collections import Counter
from dataclasses import dataclass

from heatdash.store.artefact_store import ArtefactStore
from heatdash.store.run_register import RunRegister
from heatdash.store.upload_records import all_records, owner_mark, owners_of_results
from heatdash.values.account import Account

UNKNOWN = ""
"""The owner of what belongs to nobody known: the sample, what earlier versions have left, and what is being made."""


@dataclass(frozen=True)
class Usage:
    """What one owner has here. `account` is None where it is a browser in which nobody has signed in."""

    owner: str
    account: Account | None
    results: int
    open_tasks: int
    clips_bytes: int
    results_bytes: int


def usage_of_all(*, register: RunRegister, store: ArtefactStore) -> list[Usage]:
    """What each owner has here, who has most on the disk first; what belongs to nobody known is UNKNOWN's."""
    accounts, results = register.accounts(), register.counts_of_runs()
    tasks = Counter(work.task.asked_by for work in register.everyones_work())
    clips_bytes, results_bytes, owner_by_clip = Counter[str](), Counter[str](), owners_of_results()
    for record in all_records():
        clips_bytes[record.by] += record.size_bytes
    for clip, size_bytes in store.bytes_by_clip().items():
        results_bytes[owner_by_clip.get(clip, UNKNOWN)] += size_bytes
    marks = {owner: owner_mark(owner) for owner in {*accounts, *results, *tasks} if owner}
    nobodys = {*clips_bytes, *results_bytes} - set(marks.values())
    usage = [
        Usage(owner, accounts.get(owner), results.get(owner, 0), tasks[owner], clips_bytes[mark], results_bytes[mark])
        for owner, mark in marks.items()
    ]
    of_nobody = Usage(
        UNKNOWN,
        None,
        0,
        tasks[UNKNOWN],
        sum(clips_bytes[mark] for mark in nobodys),
        sum(results_bytes[mark] for mark in nobodys),
    )
    if of_nobody.clips_bytes or of_nobody.results_bytes or of_nobody.open_tasks:
        usage.append(of_nobody)
    return sorted(usage, key=lambda one: (-one.clips_bytes - one.results_bytes, -one.results, one.owner))
