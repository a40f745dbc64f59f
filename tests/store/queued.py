"""What tests of the queue ask of it."""

from heatdash.store.run_register import RunRegister
from heatdash.values.run import VIDEO, Run, Task
from tests.builders.runs import a_run, asks


def claimed(register: RunRegister, *, worker: str = "w") -> Task:
    task = register.claim(worker)
    assert task is not None
    return task


def state_of(register: RunRegister, task: Task) -> str:
    now = register.task(task.task_id)
    assert now is not None
    return now.state


def extra(register: RunRegister, *, run: Run | None = None, metric: str = "dwell_time") -> Task:
    """A video that nobody asked for, of the run or of one of its own."""
    run = run or a_run(register)
    return register.ask(run_id=run.run_id, kind=VIDEO, project=asks(metric), is_extra=True)


def goes_on(register: RunRegister, task: Task) -> bool:
    """True where the worker that does the task is not told to stop when it tells how far it is."""
    return register.tell(task_id=task.task_id, stage="watch", done=1, total=9, frames_per_s=None)
