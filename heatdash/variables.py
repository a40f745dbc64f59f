"""Every variable of the environment that HeatDash reads: what it sets, and what holds where it is not set."""

import os
from dataclasses import dataclass
from typing import Literal

from heatdash.errors import BadSettingError
from heatdash.messages import Message, message

MODE_VARIABLE = "HEATDASH_MODE"
DATA_VARIABLE = "HEATDASH_DATA"
MODELS_VARIABLE = "HEATDASH_MODELS"
ALLOWED_MODELS_VARIABLE = "HEATDASH_ALLOWED_MODELS"
OFFLINE_VARIABLE = "HEATDASH_OFFLINE"
SHARING_VARIABLE = "HEATDASH_SHARING"
HOSTS_VARIABLE = "HEATDASH_HOSTS"
IFRAME_VARIABLE = "HEATDASH_IFRAME"
SIGN_IN_VARIABLE = "HEATDASH_SIGN_IN"
ADMINISTRATORS_VARIABLE = "HEATDASH_ADMINISTRATORS"
OPERATORS_VARIABLE = "HEATDASH_OPERATORS"
METRICS_VARIABLE = "HEATDASH_METRICS"
LOG_VARIABLE = "HEATDASH_LOG"
WORKERS_VARIABLE = "HEATDASH_WORKERS"
OWNER_TASKS_VARIABLE = "HEATDASH_OWNER_TASKS"
QUEUED_TASKS_VARIABLE = "HEATDASH_QUEUED_TASKS"
TASK_HOURS_VARIABLE = "HEATDASH_TASK_HOURS"
TASK_MEMORY_VARIABLE = "HEATDASH_TASK_MEMORY_GB"
UPLOAD_LIMIT_VARIABLE = "HEATDASH_MAX_UPLOAD_GB"
CLIP_HOURS_VARIABLE = "HEATDASH_MAX_CLIP_HOURS"
CLIP_MEGAPIXELS_VARIABLE = "HEATDASH_MAX_MEGAPIXELS"
CLIP_FRAMES_VARIABLE = "HEATDASH_MAX_FRAMES"
OWNER_STORAGE_VARIABLE = "HEATDASH_OWNER_GB"
ALL_CLIPS_VARIABLE = "HEATDASH_CLIPS_GB"
STORE_LIMIT_VARIABLE = "HEATDASH_STORE_GB"
KEEP_DAYS_VARIABLE = "HEATDASH_KEEP_DAYS"
KEEP_CLIPS_VARIABLE = "HEATDASH_KEEP_CLIPS_DAYS"
UNCONFINED_VARIABLE = "HEATDASH_ALLOW_UNCONFINED"
PAGES_RATE_VARIABLE = "HEATDASH_PAGES_PER_MINUTE"
UPLOADS_RATE_VARIABLE = "HEATDASH_UPLOADS_PER_HOUR"
DOWNLOADS_RATE_VARIABLE = "HEATDASH_DOWNLOADS_PER_MINUTE"
ANALYSES_RATE_VARIABLE = "HEATDASH_ANALYSES_PER_HOUR"
OPEN_PAGES_VARIABLE = "HEATDASH_OPEN_PAGES"
ALL_OPEN_PAGES_VARIABLE = "HEATDASH_ALL_OPEN_PAGES"

LOCAL, HOSTED = "local", "hosted"
MODES = (LOCAL, HOSTED)
TEXT, JSON = "text", "json"
LOGS = (TEXT, JSON)
OPTIONAL, REQUIRED = "optional", "required"
NONE = "none"
"""What a limit is set to that is to hold no longer."""
YES, NO = "yes", "no"
_YES, _NO = {"1", "true", YES, "on"}, {"0", "false", NO, "off"}

MOST_WORKERS = 16
_MOST = 1e6
_Unit = Literal["", "whole", "gigabytes", "hours", "days", "megapixels"]


@dataclass(frozen=True)
class Setting:
    """A variable: the key of what it `sets`, and its values where it is unset, in local and in hosted mode.

    They are written as one would set them. Only what has `none` as one of them can be set to it. A `unit` means that
    it is a number, from `least` to `most`.
    """

    variable: str
    sets: str
    local: str = ""
    hosted: str = ""
    unit: _Unit = ""
    least: float = 0.001
    most: float = _MOST

    @property
    def is_given(self) -> bool:
        """True where the environment sets it."""
        return bool(os.environ.get(self.variable, "").strip())

    @property
    def text(self) -> str:
        """What is set or, where nothing is, what holds in the mode in force."""
        given = os.environ.get(self.variable, "").strip()
        return given or (self.hosted if mode() == HOSTED else self.local)

    @property
    def entries(self) -> tuple[str, ...]:
        """What is set, where it may be several with commas between them, in small letters."""
        entries = (entry.strip().lower().rstrip("/.") for entry in self.text.split(","))
        return tuple(filter(None, entries))

    @property
    def is_switch(self) -> bool:
        """True where it is yes or no."""
        return self.local in (YES, NO)

    @property
    def is_on(self) -> bool:
        """True where the switch is on; what it is set to counts only where it is the other of yes and no."""
        usual = (self.hosted if mode() == HOSTED else self.local) == YES
        return self.text.lower() not in _NO if usual else self.text.lower() in _YES

    @property
    def number(self) -> float:
        """The number that is set; infinity for `none`. Anything else is refused."""
        text = self.text
        may_be_none = NONE in (self.local, self.hosted)
        if may_be_none and text.lower() == NONE:
            return float("inf")
        try:
            value = int(text) if self.unit == "whole" and text.isdecimal() else float(text)
        except ValueError:
            value = float("nan")
        odd = self.unit == "whole" and not isinstance(value, int)
        if odd or not self.least <= value <= self.most:
            raise BadSettingError(
                "settings.odd_number",
                variable=self.variable,
                found=text,
                unit=message(f"settings.{self.unit}"),
                least=f"{self.least:,.12g}",
                most=f"{self.most:,.12g}",
                or_none=message("settings.or_none") if may_be_none else "",
            )
        return value

    @property
    def meaning(self) -> Message:
        """What it sets."""
        return message(self.sets)


def _whole(variable: str, sets: str, local: str, hosted: str, *, most: int = 1_000_000_000) -> Setting:
    return Setting(variable, sets, local, hosted, "whole", 1, most)


SETTINGS = {
    setting.variable: setting
    for setting in (
        Setting(MODE_VARIABLE, "settings.sets_mode", LOCAL, LOCAL),
        Setting(DATA_VARIABLE, "settings.sets_data"),
        Setting(MODELS_VARIABLE, "settings.sets_models"),
        Setting(ALLOWED_MODELS_VARIABLE, "settings.sets_allowed_models"),
        Setting(OFFLINE_VARIABLE, "settings.sets_offline", NO, NO),
        Setting(SHARING_VARIABLE, "settings.sets_sharing", YES, YES),
        Setting(HOSTS_VARIABLE, "settings.sets_hosts"),
        Setting(IFRAME_VARIABLE, "settings.sets_iframe"),
        Setting(SIGN_IN_VARIABLE, "settings.sets_sign_in", OPTIONAL, OPTIONAL),
        Setting(ADMINISTRATORS_VARIABLE, "settings.sets_administrators"),
        Setting(OPERATORS_VARIABLE, "settings.sets_operators"),
        Setting(METRICS_VARIABLE, "settings.sets_metrics", NO, NO),
        Setting(LOG_VARIABLE, "settings.sets_log", TEXT, TEXT),
        _whole(WORKERS_VARIABLE, "settings.sets_workers", "1", "1", most=MOST_WORKERS),
        _whole(OWNER_TASKS_VARIABLE, "settings.sets_owner_tasks", NONE, "5"),
        _whole(QUEUED_TASKS_VARIABLE, "settings.sets_queued_tasks", NONE, "100"),
        Setting(TASK_HOURS_VARIABLE, "settings.sets_task_hours", NONE, "3", "hours"),
        Setting(TASK_MEMORY_VARIABLE, "settings.sets_task_memory", NONE, "4", "gigabytes"),
        Setting(UPLOAD_LIMIT_VARIABLE, "settings.sets_upload", "2", "0.5", "gigabytes"),
        Setting(CLIP_HOURS_VARIABLE, "settings.sets_clip_hours", NONE, "2", "hours"),
        Setting(CLIP_MEGAPIXELS_VARIABLE, "settings.sets_clip_megapixels", NONE, "9", "megapixels"),
        _whole(CLIP_FRAMES_VARIABLE, "settings.sets_clip_frames", NONE, "250000"),
        Setting(OWNER_STORAGE_VARIABLE, "settings.sets_owner_storage", NONE, "2", "gigabytes"),
        Setting(ALL_CLIPS_VARIABLE, "settings.sets_all_clips", NONE, "50", "gigabytes"),
        Setting(STORE_LIMIT_VARIABLE, "settings.sets_store", "20", "20", "gigabytes"),
        Setting(KEEP_DAYS_VARIABLE, "settings.sets_keep_days", NONE, "30", "days"),
        Setting(KEEP_CLIPS_VARIABLE, "settings.sets_keep_clips_days", NONE, "30", "days"),
        Setting(UNCONFINED_VARIABLE, "settings.sets_unconfined", NO, NO),
        _whole(PAGES_RATE_VARIABLE, "settings.sets_pages_rate", NONE, "120"),
        _whole(UPLOADS_RATE_VARIABLE, "settings.sets_uploads_rate", NONE, "60"),
        _whole(DOWNLOADS_RATE_VARIABLE, "settings.sets_downloads_rate", NONE, "300"),
        _whole(ANALYSES_RATE_VARIABLE, "settings.sets_analyses_rate", NONE, "60"),
        _whole(OPEN_PAGES_VARIABLE, "settings.sets_open_pages", NONE, "20"),
        _whole(ALL_OPEN_PAGES_VARIABLE, "settings.sets_all_open_pages", NONE, "1000"),
    )
}
"""Every setting, by its variable."""


def mode() -> str:
    """LOCAL, for people who know each other, or HOSTED, for strangers: what HEATDASH_MODE says, LOCAL where unset."""
    given = os.environ.get(MODE_VARIABLE, "").strip().lower() or LOCAL
    if given not in MODES:
        raise BadSettingError("settings.odd_mode", variable=MODE_VARIABLE, found=given, known=", ".join(MODES))
    return given
