"""The report as a page that opens anywhere, without a network, and as a PDF."""

import json
import shutil
from base64 import b64encode
from dataclasses import asdict, dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from heatdash.exports.page_template import page_template
from heatdash.exports.report_content import Report
from heatdash.media.pictures import SCREEN_PX, as_jpeg, resized
from heatdash.values.arrays import Pixels

if TYPE_CHECKING:
    from typst import Fonts

_PAGE_TEMPLATE = Path(__file__).parent / "templates" / "report.html"
PDF_TEMPLATE = _PAGE_TEMPLATE.with_suffix(".typ")
_FONT_PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")


@dataclass(frozen=True)
class _Picture:
    """A picture as a data URL that holds it, and its size."""

    address: str
    width_px: int
    height_px: int


def write_report(*, report: Report, picture: Pixels, junction: Pixels | None, path: Path) -> None:
    """Write to `path` the report as a page that needs no other file and no script.

    Names that come from users or files are shown as the text they are.
    """
    drawn = {"picture": _shown(picture), "junction": None if junction is None else _shown(junction)}
    path.write_text(page_template(_PAGE_TEMPLATE).render(report=report, **drawn), encoding="utf-8")


def _shown(picture: Pixels) -> _Picture:
    small = _for_screen(picture)
    address = f"data:image/jpeg;base64,{b64encode(as_jpeg(small)).decode()}"
    return _Picture(address, width_px=small.shape[1], height_px=small.shape[0])


def write_pdf(*, report: Report, picture: Pixels, junction: Pixels | None, path: Path) -> None:
    """Write to `path` the report as a PDF with all its fonts in it. What it says is data, never a command."""
    import typst

    with TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "report.json").write_text(json.dumps(asdict(report)), encoding="utf-8")
        (root / "map.jpg").write_bytes(as_jpeg(_for_screen(picture)))
        if junction is not None:
            (root / "junction.jpg").write_bytes(as_jpeg(_for_screen(junction)))
        main = root / PDF_TEMPLATE.name
        shutil.copyfile(PDF_TEMPLATE, main)
        typst.compile(main, output=path, format="pdf", root=root, font_paths=_fonts())


@cache
def _fonts() -> "Fonts":
    """Fonts for every script. They come from packages, and so are the same on every machine."""
    from typst import Fonts

    folders = [Path(spec.origin).parent for name in _FONT_PACKAGES if (spec := find_spec(name)) and spec.origin]
    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _for_screen(picture: Pixels) -> Pixels:
    """The picture, no longer than SCREEN_PX on either side."""
    height, width = picture.shape[:2]
    return resized(picture=picture, width_px=max(1, round(width * min(1.0, SCREEN_PX / max(height, width)))))
