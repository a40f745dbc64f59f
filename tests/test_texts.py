"""The rules that hold every text: in both languages, none missing, none left over, its blanks filled."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from heatdash import errors
from heatdash.values.classes import SEEN_COLOURS
from heatdash.values.metrics import METRICS

ROOT = Path(__file__).parents[1]
SHARED, PAGES = ROOT / "heatdash" / "words", ROOT / "pages" / "words"
Texts = Mapping[str, Mapping[str, str]]


def _read(folder: Path) -> dict[str, Texts]:
    files = sorted(folder.glob("*.toml"))
    return {file.stem: tomllib.loads(file.read_text(encoding="utf-8")) for file in files}


TOPICS = _read(SHARED) | _read(PAGES)
TEXTS = {f"{topic}.{entry}": text for topic, entries in TOPICS.items() for entry, text in entries.items()}
MODULES = sorted(path for folder in ("heatdash", "pages") for path in (ROOT / folder).rglob("*.py"))
PAGE_MODULES = [module for module in MODULES if module.is_relative_to(ROOT / "pages")]
TEMPLATES = sorted((ROOT / "heatdash").rglob("*.html"))
NAME = re.compile(rf"({'|'.join(TOPICS)})\.[\w ]+")
FILE = re.compile(r"\.(css|csv|html|jpg|js|json|mp4|parquet|pdf|png|py|yaml)$")
NOT_NAMED = re.compile(r"classes\..+")
"""What a model calls its classes stands nowhere in the code."""
ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type)} | {"NotHereError"}
REFUSAL = "UploadRefusedError"
"""Is raised with the entry of a text about the web, and a status."""
SAYING = ERRORS | {REFUSAL, "message"}
_BLANK = "\0"
_NOT_SHOWN = {"key", "format", "icon", "width", "height", "url_path", "html", "js", "css", "unsafe_allow_html"}
_MARKUP = {"html", "component"}


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _strings(tree: ast.AST) -> Iterator[str]:
    """Every string of the code, a blank for each part of it that is only known when it runs."""
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else _BLANK for p in node.values)
        elif isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
            yield f"{node.left.value}{_BLANK}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield node.value


def _in_template(text: str) -> Iterator[str]:
    """Every name of a template, a blank for each part of it that is only known when it runs."""
    for first, more in re.findall(r'"(\w+\.\w*)"((?: ~ (?:\w+|"\w*"))*)', text):
        yield first + re.sub(r" ~ \w+", _BLANK, more).replace(" ~ ", "").replace('"', "")


def _named() -> dict[str, set[str]]:
    """The names of texts that each file says, a blank for each part that is only known when it runs."""
    found = {file: _strings(_tree(file)) for file in MODULES}
    found |= {file: _in_template(file.read_text(encoding="utf-8")) for file in TEMPLATES}
    return {str(file.relative_to(ROOT)): {one for one in names if _is_name(one)} for file, names in found.items()}


def _pieced_together() -> set[str]:
    """Names that may come in two parts, as in f"{label}_help", where another line of the file has label="look.mode"."""
    names = set()
    for module in MODULES:
        found = set(_strings(_tree(module)))
        begins = {one for one in found if _is_name(one) or one in TOPICS}
        names |= {begin + end[1:] for begin in begins for end in found if end.startswith(_BLANK)}
    return {name for name in names if _is_name(name)}


def _is_name(text: str) -> bool:
    return bool(NAME.fullmatch(text.replace(_BLANK, "x"))) and not FILE.search(text)


@pytest.fixture(scope="module")
def named() -> dict[str, set[str]]:
    return _named()


@pytest.fixture(scope="module")
def values() -> set[str]:
    """What may stand in a blank: every string and number of the code, as names write it."""
    constants = (node.value for module in MODULES for node in ast.walk(_tree(module)) if isinstance(node, ast.Constant))
    return {re.sub(r"[-.]", "_", str(value)) for value in constants if isinstance(value, str | int)}


def test_a_topic_has_one_home() -> None:
    assert {"media", "values", "metrics"} <= set(_read(SHARED))
    assert {"explore", "upload"} <= set(_read(PAGES))
    assert set(_read(SHARED)) & set(_read(PAGES)) == set()


def test_every_text_is_there_in_both_languages() -> None:
    assert [name for name, text in TEXTS.items() if not {"en", "zh"} <= set(text) <= {"en", "zh", "en_one"}] == []
    assert [name for name, text in TEXTS.items() if not all(said.strip() for said in text.values())] == []


def test_every_text_has_the_same_blanks_in_both_languages() -> None:
    assert [name for name, text in TEXTS.items() if _blanks(text["zh"]) != _blanks(text["en"])] == []
    ones = {name: text for name, text in TEXTS.items() if "en_one" in text}
    assert "flows.too_few" in ones
    # One need not be told by its figure.
    assert [name for name, text in ones.items() if _blanks(text["en_one"]) | {"count"} != _blanks(text["en"])] == []


def test_every_text_that_is_said_is_there(named: dict[str, set[str]]) -> None:
    said = {file: sorted(one for one in found if _BLANK not in one) for file, found in named.items()}
    assert "start.title" in said["pages/start.py"]
    missing = {file: [one for one in found if one not in TEXTS] for file, found in said.items()}
    assert {file: found for file, found in missing.items() if found} == {}


def test_no_text_is_left_over(named: dict[str, set[str]], values: set[str]) -> None:
    said = _pieced_together().union(*named.values())
    patterns = [re.compile(re.escape(one).replace(_BLANK, "(.+)")) for one in said if _BLANK in one]

    def is_said(name: str) -> bool:
        filled = (pattern.fullmatch(name) for pattern in patterns)
        return name in said or any(match and set(match.groups()) <= values for match in filled)

    assert [name for name in TEXTS if not is_said(name) and not NOT_NAMED.fullmatch(name)] == []


def _sayings() -> Iterator[tuple[str, ast.Call]]:
    """Every call that makes a message: where it stands, and the call."""
    for module in MODULES:
        for node in ast.walk(_tree(module)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
                yield f"{module.relative_to(ROOT)}:{node.lineno}", node


def _key_of(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        return None
    return f"web.{first.value}" if ast.unparse(call.func) == REFUSAL else first.value


def test_every_error_is_raised_with_a_key_and_not_with_a_sentence() -> None:
    raised = [(place, call) for place, call in _sayings() if ast.unparse(call.func) != "message"]
    assert len(raised) > 100
    assert [place for place, call in raised if _key_of(call) not in TEXTS] == []


def test_every_message_fills_the_blanks_of_its_text_and_no_others() -> None:
    given = {
        place: (_blanks(TEXTS[key]["en"]), {keyword.arg for keyword in call.keywords} - {"status"})
        for place, call in _sayings()
        if (key := _key_of(call)) is not None
    }
    assert len(given) > 150
    assert {place: blanks for place, blanks in given.items() if blanks[0] != blanks[1]} == {}


def test_every_metric_and_colour_has_its_words() -> None:
    assert {*METRICS, *(f"{key}_meaning" for key in METRICS)} <= set(TOPICS["metrics"])
    assert set(SEEN_COLOURS) == set(TOPICS["colours"])


def _shown(call: ast.Call) -> Iterator[str]:
    """The strings that a call of Streamlit shows as they stand."""
    if (
        isinstance(call.func, ast.Attribute)
        and call.func.attr not in _MARKUP
        and ast.unparse(call.func.value) != "_log"
    ):
        shown = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg not in _NOT_SHOWN)]
        yield from (text for one in shown if isinstance(one, ast.Constant | ast.JoinedStr) for text in _strings(one))


@pytest.mark.parametrize("module", PAGE_MODULES, ids=lambda module: module.name)
def test_nothing_is_shown_that_is_not_said_in_the_visitors_language(module: Path) -> None:
    tree = _tree(module)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    # A sentence has letters and blanks.
    assert [text for call in calls for text in _shown(call) if re.search(r"[A-Za-z]{2,} | [A-Za-z]{2,}", text)] == []
