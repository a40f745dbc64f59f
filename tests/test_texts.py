"""The rules that hold the texts of the pages: every one in both languages, none missing, none left over."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WORDS = sorted((ROOT / "pages" / "words").glob("*.toml"))
TEXTS = {
    f"{file.stem}.{entry}": text
    for file in WORDS
    for entry, text in tomllib.loads(file.read_text(encoding="utf-8")).items()
}
MODULES = sorted([*(ROOT / "pages").rglob("*.py"), *(ROOT / "heatdash").rglob("*.py")])
PAGES = [module for module in MODULES if module.is_relative_to(ROOT / "pages")]
TEMPLATES = sorted((ROOT / "heatdash").rglob("*.html"))
NAME = re.compile(rf"({'|'.join(file.stem for file in WORDS)})\.[\w ]+")
FILE = re.compile(r"\.(css|csv|html|js|json|parquet|py|yaml)$")
NOT_NAMED = re.compile(r"(classes|engine)\..+")
"""What a model calls its classes stands nowhere in the code; what the engine says is found by its English."""
SPOKEN_TO_VISITORS = (
    *("media/check_file", "media/open_container", "media/probe_clip", "media/read_image"),
    *("sketch/edit_scene", "sketch/read_drawing", "values/scene", "stages/finished_analysis"),
)
"""Where the engine refuses what visitors upload, sketch and open."""
ONLY_TYPED = "The region"
"""A place that is given on the command line."""
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
        begins = {one for one in found if _is_name(one) or one in {file.stem for file in WORDS}}
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
    found = set()
    for module in MODULES:
        tree = _tree(module)
        found |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value is not None}
    return {re.sub(r"[-.]", "_", str(value)) for value in found if isinstance(value, str | int)}


def test_every_text_is_there_in_both_languages() -> None:
    assert [name for name, text in TEXTS.items() if not {"en", "zh"} <= set(text) <= {"en", "zh", "en_one"}] == []
    assert [name for name, text in TEXTS.items() if not all(said.strip() for said in text.values())] == []


def test_every_text_has_the_same_blanks_in_both_languages() -> None:
    told = {name: text for name, text in TEXTS.items() if not name.startswith("engine.")}
    assert [name for name, text in told.items() if _blanks(text["zh"]) != _blanks(text["en"])] == []
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


def _engine() -> dict[str, str]:
    """The engine's sentences as its code has them, by their names: a blank for each part known only when it runs."""
    return {name: re.sub(r"\{\w+\}", _BLANK, text["en"]) for name, text in TEXTS.items() if name.startswith("engine.")}


def test_every_sentence_of_the_engine_is_as_the_engine_says_it() -> None:
    product = [module for module in MODULES if module.is_relative_to(ROOT / "heatdash")]
    said = {one for module in product for one in _strings(ast.parse(module.read_text(encoding="utf-8")))}
    assert [name for name, sentence in _engine().items() if sentence not in said] == []
    translated = [TEXTS[name] for name in _engine()]
    assert [text for text in translated if not _blanks(text["zh"]) <= _blanks(text["en"])] == []
    assert [text for text in translated if len(_blanks(text["en"])) != text["en"].count("{")] == []


@pytest.mark.parametrize("module", SPOKEN_TO_VISITORS)
def test_what_visitors_are_refused_for_is_told_in_their_language(module: str) -> None:
    tree = ast.parse((ROOT / "heatdash" / f"{module}.py").read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Error")]
    said = [text for call in calls for argument in call.args for text in _strings(argument) if len(text) > 20]
    known = _engine().values()
    assert [text for text in said if text not in known and not text.startswith(ONLY_TYPED)] == []


def _shown(call: ast.Call) -> Iterator[str]:
    """The strings that a call of Streamlit shows as they stand."""
    if (
        isinstance(call.func, ast.Attribute)
        and call.func.attr not in _MARKUP
        and ast.unparse(call.func.value) != "_log"
    ):
        shown = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg not in _NOT_SHOWN)]
        yield from (text for one in shown if isinstance(one, ast.Constant | ast.JoinedStr) for text in _strings(one))


@pytest.mark.parametrize("module", PAGES, ids=lambda module: module.name)
def test_nothing_is_shown_that_is_not_said_in_the_visitors_language(module: Path) -> None:
    tree = _tree(module)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    # A sentence has letters and blanks.
    assert [text for call in calls for text in _shown(call) if re.search(r"[A-Za-z]{2,} | [A-Za-z]{2,}", text)] == []
