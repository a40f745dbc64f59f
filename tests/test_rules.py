"""The rules of the house, held by tests."""

import argparse
import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

from heatdash import cli, settings, variables
from heatdash.media import open_container

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "heatdash").rglob("*.py"))
MOST_LINES_IN_A_MODULE, MOST_LINES_IN_A_FUNCTION = 350, 60
PAGES, PARTS = sorted((ROOT / "pages").glob("*.py")), sorted((ROOT / "pages" / "parts").rglob("*.py"))
MOST_LINES_IN_A_PAGE, MOST_LINES_IN_A_PART = 100, 250
HEAVY = {"torch", "openvino", "cv2", "ultralytics", "streamlit", "av", "pandas"}
SLOW_FOR_PAGES = {"torch", "openvino", "cv2", "ultralytics", "av"}
IMPORTS = ast.Import | ast.ImportFrom


@pytest.fixture(scope="module")
def docs() -> str:
    """Everything that is written for users."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    assert len(pages) > 5
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(_text(path))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    nodes = ast.walk(_tree(path))
    return (node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]


def _loaded_by(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def test_imports_run_one_way() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_no_module_imports_itself_by_a_circle() -> None:
    graph = grimp.build_graph("heatdash")
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    # What the package offers is loaded when it is asked for.
    imports["heatdash"] = set()
    assert sum(map(len, imports.values())) > 500
    assert _circle(imports) == []
    pages = {_dotted(page): _imports_of(page) for page in (*PAGES, *PARTS)}
    assert sum(len(found & set(pages)) for found in pages.values()) > 50
    assert _circle({page: found & set(pages) for page, found in pages.items()}) == []


def _circle(imports: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _imports_of(path: Path) -> set[str]:
    return {name for node in ast.walk(_tree(path)) if isinstance(node, IMPORTS) for name in _imported(node)}


def test_the_product_knows_nothing_of_the_pages() -> None:
    found = {_named(module): {name.partition(".")[0] for name in _imports_of(module)} for module in MODULES}
    assert "heatdash" in set().union(*found.values())
    assert [module for module, names in found.items() if names & {"pages", "app", "streamlit"}] == []


@pytest.mark.parametrize("module", ["heatdash", "heatdash.cli"])
def test_starting_heatdash_loads_nothing_heavy(module: str) -> None:
    assert _loaded_by(f"import {module}") & HEAVY == set()


@pytest.mark.parametrize(
    ("modules", "most"),
    [(MODULES, MOST_LINES_IN_A_MODULE), (PAGES, MOST_LINES_IN_A_PAGE), (PARTS, MOST_LINES_IN_A_PART)],
    ids=["module", "page", "part of a page"],
)
def test_every_module_says_what_it_is_and_stays_small(modules: list[Path], most: int) -> None:
    assert modules != []
    assert [_named(module) for module in modules if not ast.get_docstring(_tree(module))] == []
    assert [_named(module) for module in modules if len(_text(module).splitlines()) > most] == []
    long = [
        f"{_named(module)}: {function.name}"
        for module in modules
        for function in _functions(module)
        if (function.end_lineno or 0) - function.lineno + 1 > MOST_LINES_IN_A_FUNCTION
    ]
    assert long == []


def test_no_page_imports_pixels_or_models_where_it_begins() -> None:
    imports = [(page, node) for page in (*PAGES, *PARTS) for node in _tree(page).body if isinstance(node, IMPORTS)]
    names = [(page, name.partition(".")[0]) for page, node in imports for name in _imported(node)]
    assert {"heatdash", "streamlit"} <= {name for _, name in names}
    assert [f"{_named(page)}: {name}" for page, name in names if name in SLOW_FOR_PAGES] == []


def test_the_first_page_loads_no_pixels_and_no_models() -> None:
    tree = _tree(ROOT / "pages" / "start.py")
    imports = "; ".join(ast.unparse(node) for node in tree.body if isinstance(node, IMPORTS))
    assert "pages.parts.run.run_cards" in imports
    assert _loaded_by(imports) & SLOW_FOR_PAGES == set()


READS_FILES = {"probe_clip", "preview_frame", "read_frames", "read_image", "recording_start", "examine_picture"}


def test_no_page_and_no_route_reads_a_clip_by_itself() -> None:
    # What a stranger's file does to its reader, it must not do to the server: see `work/read_apart.py`.
    served = [*PAGES, *PARTS, *sorted((ROOT / "heatdash" / "web").glob("*.py"))]
    nodes = [
        (module, node) for module in served for node in ast.walk(_tree(module)) if isinstance(node, ast.ImportFrom)
    ]
    names = [(module, node.module, name.name) for module, node in nodes for name in node.names]
    assert ("heatdash.media.pictures", "as_jpeg") in {(source, name) for _, source, name in names}
    assert [f"{_named(module)}: {name}" for module, _, name in names if name in READS_FILES] == []
    assert {source for _, source, _ in names if source and source.startswith("heatdash.media")} == {
        "heatdash.media.pictures"
    }


def test_opencv_opens_no_clip() -> None:
    # It follows playlists and addresses, knows every decoder there is, and has no bounds.
    code = [*MODULES, *PAGES, *PARTS, *sorted((ROOT / "benchmarks").glob("*.py"))]
    assert any("cv2" in _text(module) for module in code)
    assert [_named(module) for module in code if "VideoCapture" in _text(module)] == []
    # The sample's people are cut out of a picture that ultralytics brings.
    assert [_named(module) for module in code if "imread(" in _text(module)] == ["heatdash/sample/cutouts.py"]


def test_clips_are_opened_in_one_place_where_only_known_decoders_are_let_in() -> None:
    opened = {
        _named(module): call
        for module in [*MODULES, *PAGES, *PARTS]
        for call in re.findall(r"av\.open\((.*)\)", _text(module))
    }
    assert set(opened) == {"heatdash/media/open_container.py", "heatdash/media/write_video.py"}
    assert '"w"' in opened["heatdash/media/write_video.py"]
    assert "options=_OPTIONS" in opened["heatdash/media/open_container.py"]
    options = open_container._OPTIONS
    assert options["codec_whitelist"] == ",".join(open_container.DECODERS)
    assert options["protocol_whitelist"] == "file"


def test_every_public_name_says_what_it_is() -> None:
    # A method that keeps a promise is described where the promise is made.
    known = {"detect", "update"}
    public = [(module, node) for module in MODULES for node in _public(_tree(module)) if node.name not in known]
    assert len(public) > 400
    assert [f"{_named(module)}: {node.name}" for module, node in public if not ast.get_docstring(node)] == []


def _public(tree: ast.Module) -> Iterator[ast.ClassDef | ast.FunctionDef]:
    """The classes, the functions and the methods that others may use."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    yield from classes
    for holder in (tree, *classes):
        functions = (node for node in holder.body if isinstance(node, ast.FunctionDef))
        yield from (node for node in functions if not node.name.startswith("_"))


def test_public_functions_take_two_or_more_parameters_by_keyword() -> None:
    # The sample's brushes paint on a canvas at a place, and take both in that order.
    functions = [
        (module, node)
        for module in MODULES
        if module.parent.name != "sample"
        for node in _tree(module).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    assert len(functions) > 200
    assert [f"{_named(module)}: {node.name}" for module, node in functions if len(node.args.args) > 1] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    machine = f"/{'work'}/"
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=False, cwd=ROOT)
    if listed.returncode != 0:
        pytest.skip("this copy is no git repository")
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    assert ROOT / "README.md" in files
    assert [_named(file) for file in files if file.is_file() and machine.encode() in file.read_bytes()] == []


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        yield from (option for option in action.option_strings if option.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _options(command)


def test_the_docs_name_every_option(docs: str) -> None:
    options = sorted(set(_options(cli._parser())) - {"--help", "--version"})
    assert "--sample-fps" in options
    positive = [option for option in options if not option.startswith("--no-")]
    assert [option for option in positive if not re.search(rf"{option}(?![\w-])", docs)] == []


def test_the_docs_name_every_command(docs: str) -> None:
    commands = next(a.choices for a in cli._parser()._actions if isinstance(a, argparse._SubParsersAction))
    assert [name for name in commands if not re.search(rf"\b{name}\b", docs)] == []


def test_the_docs_name_every_setting(docs: str) -> None:
    named = _variables()
    assert "HEATDASH_DATA" in named
    assert [variable for variable in sorted(named) if variable not in docs] == []


def test_every_setting_is_described(data_folder: Path) -> None:
    assert set(settings.describe_settings()) == set(variables.SETTINGS) == _variables()


def _variables() -> set[str]:
    return {value for name, value in vars(variables).items() if name.endswith("_VARIABLE")}


@pytest.mark.model
def test_importing_ultralytics_leaves_the_threads_of_opencv_alone() -> None:
    code = (
        "import cv2; cv2.setNumThreads(2); from heatdash.settings import import_ultralytics; import_ultralytics(); "
        "assert cv2.getNumThreads() == 2; cv2.setNumThreads(1); assert cv2.getNumThreads() == 1"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_importing_openvino_tells_nobody() -> None:
    code = (
        "import sys; seen = []; sys.addaudithook(lambda event, args: seen.append((event, args)) if event in "
        "('os.fork', 'os.forkpty', 'subprocess.Popen', 'socket.connect', 'socket.getaddrinfo') else None); "
        "from heatdash.settings import import_openvino; import_openvino(); import openvino; openvino.Core(); "
        "assert seen == [], seen"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("package", "guard"),
    [
        ("ultralytics", r"import_ultralytics\(\)|load_trackers\(\)|load_yolo\("),
        ("openvino", r"import_openvino\(\)"),
    ],
)
def test_a_package_that_needs_a_guard_is_imported_only_after_it(package: str, guard: str) -> None:
    importing = [module for module in MODULES if re.search(rf"^ *(from|import) {package}", _text(module), re.MULTILINE)]
    assert importing != []
    assert [_named(module) for module in importing if not re.search(guard, _text(module))] == []
