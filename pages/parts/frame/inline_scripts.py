"""The scripts that stand in Streamlit's page itself."""

import base64
import hashlib
import re
from pathlib import Path

from streamlit.file_util import get_static_dir

_INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def inline_scripts() -> tuple[str, ...]:
    """Each of them as a policy of what the browser may run names it."""
    page = (Path(get_static_dir()) / "index.html").read_bytes()
    digests = (hashlib.sha256(script).digest() for script in _INLINE.findall(page))
    return tuple(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
