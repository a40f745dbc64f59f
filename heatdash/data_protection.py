"""The page for whoever answers for data protection: what is kept, seen and sent here, by the settings in force."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from heatdash.limits import DAY_S, Limits, limits
from heatdash.messages import Message, message
from heatdash.roles import sign_in_required
from heatdash.settings import (
    allowed_models,
    data_folder,
    describe_settings,
    downloads_allowed,
    is_hosted,
    sharing_allowed,
    store_limit_bytes,
    unconfined_allowed,
    upload_limit_bytes,
    worker_count,
)
from heatdash.store.accounts import REMEMBERED_S, SIGNED_IN_S
from heatdash.values.run import RESTORABLE_S
from heatdash.variables import ADMINISTRATORS_VARIABLE, SETTINGS
from heatdash.version import VERSION
from heatdash.work.confine import missing_confinement
from heatdash.work.uploads import KEPT_S


@dataclass(frozen=True)
class Section:
    """A part of the page: its title, and what is so here."""

    title: Message
    statements: tuple[Message, ...]


def data_protection() -> tuple[Section, ...]:
    """What is so on this machine now, in sections."""
    most = limits()
    return (
        Section(message("data_protection.what"), tuple(_what())),
        Section(message("data_protection.why"), tuple(_why())),
        Section(message("data_protection.where"), tuple(_where())),
        Section(message("data_protection.how_long"), tuple(_how_long(most))),
        Section(message("data_protection.who"), tuple(_who())),
        Section(message("data_protection.cookies"), tuple(_cookies())),
        Section(message("data_protection.leaves"), tuple(_leaves())),
        Section(message("data_protection.guarded"), tuple(_guarded())),
        Section(message("data_protection.most"), tuple(_most(most))),
    )


def in_markdown(*, language: str) -> str:
    """The page as Markdown, with every setting in force at its end."""
    lines = [f"# {message('data_protection.title', version=VERSION).told(language)}", ""]
    for section in data_protection():
        lines += [f"## {section.title.told(language)}", ""]
        lines += [f"- {statement.told(language)}" for statement in section.statements]
        lines.append("")
    lines += [f"## {message('data_protection.settings').told(language)}", ""]
    for variable, facts in describe_settings().items():
        value = f"`{facts['value']}`" if facts["value"] else "–"
        lines.append(f"- `{variable}` = {value}: {SETTINGS[variable].meaning.told(language)}")
    return "\n".join(lines) + "\n"


def _what() -> Iterator[Message]:
    yield message("data_protection.clips")
    yield message("data_protection.objects")
    yield message("data_protection.nobody_identified")
    yield message("data_protection.visitors")
    yield message("data_protection.accounts")
    yield message("data_protection.networks")


def _why() -> Iterator[Message]:
    yield message("data_protection.counting")
    yield message("data_protection.legal")


def _where() -> Iterator[Message]:
    yield message("data_protection.folder", folder=str(data_folder()))
    yield message("data_protection.not_encrypted")


def _how_long(most: Limits) -> Iterator[Message]:
    if most.kept_s == inf:
        yield message("data_protection.results_unlimited")
    else:
        yield message("data_protection.results_days", days=_number(most.kept_s / DAY_S))
    if most.clips_kept_s < most.kept_s:
        yield message("data_protection.clips_days", days=_number(most.clips_kept_s / DAY_S))
    yield message("data_protection.deleting", hours=_number(RESTORABLE_S / 3600))
    yield message("data_protection.clip_alone")
    yield message("data_protection.not_begun", hours=_number(KEPT_S / 3600))
    yield message("data_protection.accounts_kept", days=_number(REMEMBERED_S / DAY_S))
    yield message("data_protection.store", gigabytes=_number(store_limit_bytes() / 1e9))
    yield message("data_protection.backups")


def _who() -> Iterator[Message]:
    yield message("data_protection.sign_in_required" if sign_in_required() else "data_protection.anybody")
    yield message("data_protection.owner")
    yield message("data_protection.links" if sharing_allowed() else "data_protection.no_links")
    yield message("data_protection.hidden")
    if SETTINGS[ADMINISTRATORS_VARIABLE].is_given:
        yield message("data_protection.administrators")
    yield message("data_protection.keeper")


def _cookies() -> Iterator[Message]:
    yield message("data_protection.owner_cookie")
    yield message("data_protection.sign_in_cookies", days=_number(SIGNED_IN_S / DAY_S))
    yield message("data_protection.xsrf_cookie")
    yield message("data_protection.no_tracking")


def _leaves() -> Iterator[Message]:
    yield message("data_protection.nothing_sent")
    if not downloads_allowed():
        yield message("data_protection.offline")
    elif is_hosted() and allowed_models() is None:
        yield message("data_protection.no_models_fetched")
    else:
        yield message("data_protection.models_fetched")


def _guarded() -> Iterator[Message]:
    lacking = missing_confinement()
    if lacking is not None:
        yield message("data_protection.unconfined", lacking=lacking)
    else:
        yield message("data_protection.readers")
        yield message("data_protection.workers" if is_hosted() else "data_protection.free_workers")
    if is_hosted() and unconfined_allowed():
        yield message("data_protection.unconfined_allowed")
    yield message("data_protection.hosted" if is_hosted() else "data_protection.local")


def _most(most: Limits) -> Iterator[Message]:
    yield message("data_protection.most_upload", most=_number(upload_limit_bytes() / 1e9))
    for key, value in (
        ("most_hours", most.clip_s / 3600),
        ("most_megapixels", most.clip_pixels / 1e6),
        ("most_frames", most.clip_frames),
        ("most_owner", most.owner_bytes / 1e9),
        ("most_clips", most.all_clips_bytes / 1e9),
        ("most_tasks", most.owner_tasks),
        ("most_queued", most.queued_tasks),
        ("most_task_hours", most.task_s / 3600),
        ("most_memory", most.task_bytes / 1e9),
    ):
        if value != inf:
            yield message(f"data_protection.{key}", most=_number(value))
    yield message("data_protection.at_once", count=worker_count())


def _number(value: float) -> str:
    return f"{value:,.12g}"
