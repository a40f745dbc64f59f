"""What `pip install .` brings: the command, the app, the types, and every file that they need."""

import json
import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from heatdash.version import VERSION
from tests.browser.serve_app import ROOT, serve_app

pytestmark = pytest.mark.browser
_PRODUCT = {"heatdash", "pages"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, built as pip builds it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = ["pip", "wheel", ".", "--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(folder)]
    subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of a fresh environment: the package, and what it needs lent by this environment."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    commands = folder / ("Scripts" if sys.platform == "win32" else "bin")
    python = next(commands.glob("python*"))
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--quiet", str(wheel)]
    subprocess.run(pip, check=True)
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"]
    packages = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    lent = {sysconfig.get_paths()[name] for name in ("purelib", "platlib")}
    (packages / "lent.pth").write_text("\n".join(sorted(lent)), encoding="utf-8")
    return commands


def test_every_file_of_the_product_is_in_the_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        names = set(package.namelist())
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    tracked = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode != 0:
        pytest.skip("this copy is no git repository")
    product = [name for name in tracked.stdout.split("\0") if name.partition("/")[0] in _PRODUCT and name]
    assert len(product) > 200
    assert {"heatdash/py.typed", "heatdash/_app/app.py", "heatdash/_app/.streamlit/config.toml"} <= names
    wanted = {name if name.startswith("heatdash/") else f"heatdash/_app/{name}" for name in product}
    assert sorted(wanted - names) == []
    others = {name for name in names - wanted if ".dist-info/" not in name}
    assert others == {"heatdash/_app/app.py", "heatdash/_app/.streamlit/config.toml"}


def test_the_package_tells_what_it_is_and_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as package:
        (name,) = (name for name in package.namelist() if name.endswith("/METADATA"))
        told = package.read(name).decode()
    assert f"\nVersion: {VERSION}\n" in told
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    needed = {re.split(r"[<>=;# ]", line)[0].lower() for line in lines if line and not line.startswith("#")}
    found = re.findall(r"^Requires-Dist: ([\w.-]+)(.*)$", told, re.MULTILINE)
    assert {name.lower() for name, condition in found if "extra ==" not in condition} == needed
    assert {name.lower() for name, condition in found if "extra ==" in condition} == {"nncf"}


def test_the_installed_command_analyses_the_sample(installed: Path, tmp_path: Path) -> None:
    environment = {"HEATDASH_DATA": str(tmp_path / "data"), "HEATDASH_OFFLINE": "1", "PATH": str(installed)}
    command = [str(installed / "heatdash"), "demo", "--out", "results", "--no-video", "--sample-fps", "5", "--json"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["totals"]["tracks"] > 5
    assert (tmp_path / "results" / "zones.csv").is_file()


def test_the_installed_app_opens_from_another_folder(installed: Path, page: Page, tmp_path: Path) -> None:
    with serve_app(data=tmp_path, installed=installed / "heatdash") as served:
        page.goto(served.url)
        expect(page.get_by_role("heading", name="See where people go.")).to_be_visible()
        page.get_by_role("button", name="Try the sample").click()
        # The workers of the installed app have found their own package.
        expect(page.get_by_role("tab", name="Map")).to_be_visible(timeout=120_000)


def test_the_types_are_told(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "asks.py").write_text(
        "import heatdash\nanswer = heatdash.analyze('clip.mp4')\nreveal_type(answer.events)\n", encoding="utf-8"
    )
    python = next(installed.glob("python*"))
    command = [sys.executable, "-m", "mypy", "--python-executable", str(python), "asks.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "pandas" in done.stdout, done.stdout
