"""The files of `deploy`: what can be told of them without running them. Web servers are run by tests/browser."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from heatdash.variables import SETTINGS

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
STEPS = re.sub(r"\\\n", "", (DEPLOY / "Dockerfile").read_text(encoding="utf-8")).splitlines()
UNIT = (DEPLOY / "heatdash.service").read_text(encoding="utf-8")


def _steps(of: str) -> list[str]:
    return [line.partition(" ")[2].strip() for line in STEPS if line.startswith(f"{of} ")]


def test_every_variable_that_is_set_is_one() -> None:
    files = [path for path in DEPLOY.iterdir() if path.is_file()]
    named = {name for path in files for name in re.findall(r"HEATDASH_[A-Z_]+", path.read_text(encoding="utf-8"))}
    assert {"HEATDASH_MODE", "HEATDASH_HOSTS", "HEATDASH_DATA"} <= named <= set(SETTINGS)


def test_the_image_runs_as_nobody_special_and_writes_to_one_volume() -> None:
    assert _steps("USER") == ["heatdash"]
    assert _steps("VOLUME") == ["/data"]
    assert "HEATDASH_DATA=/data" in _steps("ENV")[-1]
    assert STEPS.index("USER heatdash") > max(STEPS.index(line) for line in STEPS if line.startswith("RUN "))


def test_the_image_is_given_all_that_the_package_is_made_of() -> None:
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    given = {line[1:] for line in lines if line.startswith("!")}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (made_of,) = re.findall(r"^include = \[(.*)\]$", project, re.MULTILINE)
    assert given == {name.strip('" /') for name in made_of.split(",")} | {"pyproject.toml"}
    assert [name for name in given if not (ROOT / name).exists()] == []


def test_the_image_is_asked_how_it_is_where_it_listens() -> None:
    (port,) = _steps("EXPOSE")
    assert f'"--port", "{port}"' in _steps("CMD")[-1]
    assert f"http://127.0.0.1:{port}/heatdash/health" in _steps("HEALTHCHECK")[0]
    assert f"heatdash:{port}" in (DEPLOY / "Caddyfile").read_text(encoding="utf-8")


def test_every_step_of_the_image_is_one_that_the_shell_understands() -> None:
    steps = _steps("RUN")
    assert len(steps) > 5
    for step in steps:
        subprocess.run(["sh", "-n", "-c", step], check=True)


def test_compose_leaves_the_app_as_little_as_it_needs() -> None:
    composed = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    app, caddy = composed["services"]["heatdash"], composed["services"]["caddy"]
    assert (app["read_only"], app["cap_drop"]) == (True, ["ALL"])
    assert "no-new-privileges:true" in app["security_opt"]
    # Only what is in front of it can be reached from outside.
    assert "ports" not in app
    assert (DEPLOY / app["build"]["context"] / app["build"]["dockerfile"]).is_file()
    mounted = [volume.split(":") for service in (app, caddy) for volume in service["volumes"]]
    assert {source for source, *_ in mounted if not source.startswith(".")} == set(composed["volumes"])
    assert (DEPLOY / "Caddyfile").name in {Path(source).name for source, *_ in mounted}


def test_the_unit_is_one_that_systemd_understands(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("no systemd is installed: apt-get install systemd")
    here = tmp_path / "heatdash.service"
    here.write_text(UNIT.replace("/opt/heatdash/bin/heatdash", sys.executable), encoding="utf-8")
    done = subprocess.run([analyze, "verify", str(here)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_gives_the_command_options_that_it_has() -> None:
    from heatdash.cli import _parser

    (starts,) = re.findall(r"^ExecStart=(.+)$", UNIT, re.MULTILINE)
    chosen = _parser().parse_args(shlex.split(starts)[1:])
    assert (chosen.port, chosen.address) == (8501, "127.0.0.1")
