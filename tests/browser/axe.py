"""axe-core, which finds what keeps people from using a page: brought from npm once, and run in the browser."""

import hashlib
import io
import tarfile
import urllib.request
from base64 import b64encode
from pathlib import Path

import pytest
from playwright.sync_api import Page

VERSION = "4.14.1"
SHA512 = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
ADDRESS = f"https://registry.npmjs.org/axe-core/-/axe-core-{VERSION}.tgz"

LEFT_OUT = {
    # A hint at the mouse: Streamlit puts it at the end of the document; its control has the text as its description.
    "region": "[data-floating-ui-portal]",
    # Streamlit's own: the area that files are dropped on is said to be nothing, yet has a name.
    "presentation-role-conflict": "[data-testid=stFileUploaderDropzone]",
}
"""What is Streamlit's alone and cannot be mended from here: the rule, and where it is not asked for."""

_RUN = """async leftOut => {
  const told = await axe.run(document, {resultTypes: ["violations"]});
  return told.violations.flatMap(({id, help, nodes}) => nodes
    .filter(({target}) => !(id in leftOut && document.querySelector(target[0])?.matches(leftOut[id])))
    .map(({target, html, failureSummary}) =>
      [`${id}: ${help}`, target.join(" > "), html, failureSummary].join("\\n  ")));
}"""


def axe_script(folder: Path) -> str:
    """The script, kept in the folder from the first time on. Where it cannot be had, the test is skipped."""
    kept = folder / f"axe-{VERSION}.js"
    if not kept.exists():
        kept.write_bytes(_from_npm())
    return kept.read_text(encoding="utf-8")


def _from_npm() -> bytes:
    try:
        with urllib.request.urlopen(ADDRESS, timeout=60) as answer:
            package = answer.read()
    except OSError as error:
        pytest.skip(f"axe-core {VERSION} could not be fetched from {ADDRESS}: {error}")
    assert b64encode(hashlib.sha512(package).digest()).decode() == SHA512, "npm has sent another package"
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        script = archive.extractfile("package/axe.min.js")
        assert script is not None
        return script.read()


def violations(page: Page, script: str) -> list[str]:
    """What axe finds on the page as it is shown, and in the pages within it: rule, place, element and what to mend."""
    for frame in page.frames:
        frame.evaluate(script)
    found: list[str] = page.evaluate(_RUN, LEFT_OUT)
    return found
