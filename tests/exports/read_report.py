"""Writing a report, and reading what it says."""

from html.parser import HTMLParser

import pypdf

from heatdash.exports.files import Delivery
from heatdash.exports.report import write_pdf, write_report
from tests.builders.answers import answer

VOID = {"meta", "img", "link", "br", "line", "rect"}


class Page(HTMLParser):
    """The page's elements, its text, and its tables as rows of cells."""

    def __init__(self, text: str):
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.tables: list[list[list[str]]] = []
        self.charts: list[str] = []
        self.cards: list[str] = []
        self.remarks: list[str] = []
        self.open: list[str] = []
        self._rows: list[list[str]] = []
        self.source = text
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self._rows = []
            self.tables.append(self._rows)
        if tag == "svg":
            self.charts.append(str(dict(attrs)["aria-label"]))
        if tag == "ul":
            self._items = self.cards if dict(attrs)["class"] == "cards" else self.remarks
        if tag == "li":
            self._items.append("")
        if tag == "tr":
            self._rows.append([])
        if tag in ("td", "th"):
            self._rows[-1].append("")

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" in self.open:
            return
        self.text += data
        if "li" in self.open:
            self._items[-1] += data
        if {"td", "th"} & set(self.open):
            self._rows[-1][-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of that kind."""
        return [attributes for name, attributes in self.elements if name == tag]


def report_of(*, given=None, name="Entrance Mon", language="en", **changes):
    return Delivery(answer=given or answer(**changes), title=name, language=language, source="").report


def page_of(path, *, given=None, name="Entrance Mon", language="en", **changes) -> Page:
    given, file = given or answer(**changes), path / "report.html"
    delivery = Delivery(answer=given, title=name, language=language, source="")
    write_report(report=delivery.report, picture=given.rendered.picture, junction=delivery.junction, path=file)
    return Page(file.read_text(encoding="utf-8"))


def pdf_of(path, *, given=None, name="Entrance Mon", language="en", **changes) -> pypdf.PdfReader:
    given, file = given or answer(**changes), path / "report.pdf"
    delivery = Delivery(answer=given, title=name, language=language, source="")
    write_pdf(report=delivery.report, picture=given.rendered.picture, junction=delivery.junction, path=file)
    return pypdf.PdfReader(file)


def said_in(pdf: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
