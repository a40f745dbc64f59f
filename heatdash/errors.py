"""The errors that a user's input or machine can cause. Anything else that is raised is a bug."""

from heatdash.messages import Value, message


class HeatDashError(Exception):
    """Base of every error that the user sees as one sentence: what is wrong, the value seen, what to do.

    It is raised with the sentence's key and the values of its blanks; printed, it reads in English.
    """

    def __init__(self, key: str, /, **values: Value) -> None:
        super().__init__(key)
        self.message = message(key, **values)

    def __str__(self) -> str:
        return str(self.message)


class BadClipError(HeatDashError):
    """The file cannot be used as a clip."""


class BadSettingError(HeatDashError):
    """An option has a value that makes no sense."""


class BadModelError(HeatDashError):
    """The model is not available, or cannot find boxes."""


class StorageError(HeatDashError):
    """A file or folder cannot be read or written."""


class LimitError(HeatDashError):
    """A limit of this server is reached."""


class StoppedError(HeatDashError):
    """The run was asked to stop. What was finished is kept."""


def first_line(error: BaseException) -> str:
    """What another package's error says, short enough for a sentence; its kind, where it says nothing."""
    lines = str(error).strip().splitlines()
    return lines[0][:160] if lines else type(error).__name__
