"""What people have typed, as it is: names and file names have no meaning for Markdown."""

import re

_SIGNS = re.compile(r"[\\`*_{}\[\]()<>#+\-!|~:$]|(?<=\d)\.(?=\s)")


def literal(text: str) -> str:
    """The Markdown that shows the text letter by letter."""
    return _SIGNS.sub(r"\\\g<0>", text)
