"""What a customer installs: the wheel, in an environment of its own, far away from this checkout."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UV = Path(sys.executable).with_name("uv")
FLOORS = ("engine", "rules", "store", "service", "api", "cli")

pytestmark = pytest.mark.packaging


def call(*command: str | Path, cwd: Path) -> str:
    """The output of a program run outside the project; its complaints are shown when it fails."""
    inherited = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    inherited.setdefault("UV_SYSTEM_CERTS", "1")
    done = subprocess.run(command, cwd=cwd, env=inherited, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    call(UV, "build", "--quiet", "--wheel", "--out-dir", folder, ROOT, cwd=folder)
    (built,) = folder.glob("scorewright-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of a new environment that holds the wheel, with the pinned versions."""
    home = tmp_path_factory.mktemp("installed")
    pinned = ROOT / "pins" / "run.txt"
    call(UV, "venv", "--quiet", "--python", sys.executable, home / "venv", cwd=home)
    python = home / "venv" / "bin" / "python"
    call(UV, "pip", "install", "--quiet", "--python", python, "--require-hashes", "-r", pinned, cwd=home)
    call(UV, "pip", "install", "--quiet", "--python", python, "--no-deps", wheel, cwd=home)
    return python.parent


def test_wheel_holds_the_product_and_nothing_else(wheel: Path) -> None:
    """Every floor is in the wheel; tests, benchmarks and developers' tools are not."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert set(FLOORS) <= tops
    assert not tops & {"tests", "bench", "devtools", "docs", "dev"}


def test_wheel_brings_the_console_along(installed: Path, tmp_path: Path) -> None:
    """The page and all that it loads at first are where the server looks for them; no Node is needed."""
    if not (ROOT / "console" / "dist" / "index.html").is_file():
        pytest.skip("the console is not built here; ./dev test builds it")
    built = Path(call(installed / "python", "-c", "import api.console; print(api.console.BUILT)", cwd=tmp_path).strip())
    loaded = re.findall(r'(?:src|href)="/(assets/[^"]+)"', (built / "index.html").read_text("utf-8"))
    assert loaded
    assert [name for name in loaded if not (built / name).is_file()] == []


def test_command_runs_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    """`scorewright --version` answers with the version of the wheel."""
    assert "0.1.0" in call(installed / "scorewright", "--version", cwd=tmp_path)


def test_command_scores_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    """A template from the wheel becomes a document, passes its tests and scores somebody."""
    command, file, people = installed / "scorewright", tmp_path / "mine.yaml", tmp_path / "people.csv"
    call(command, "templates", "install", "presales-agent", "--output", file, cwd=tmp_path)
    call(command, "test", file, cwd=tmp_path)
    people.write_text(
        "subject,service_score,inquiries,orders,paid_amount,chats,refund_rate\nu1,4.5,400,120,12000,700,2%\n",
        encoding="utf-8",
    )
    scored = call(command, "score", file, "--people", people, "--period", "2026-11", "--format", "json", cwd=tmp_path)
    (result,) = json.loads(scored)["results"]
    # worked out by hand in the template's own test of an ordinary month
    assert (result["score"], result["tier"], result["payout"]["net"]) == (83.75, "silver", "640.00")


def test_wheel_holds_what_the_server_needs(installed: Path, tmp_path: Path) -> None:
    """The migrations run, and the configuration of the server is accepted."""
    call(installed / "scorewright", "migrate", cwd=tmp_path)
    place = call(installed / "python", "-c", "import cli.serving; print(cli.serving.PLACE)", cwd=tmp_path).strip()
    config = Path(place) / "gunicorn.conf.py"
    call(installed / "python", "-m", "gunicorn", "--check-config", "-c", config, "--pythonpath", place, cwd=tmp_path)


@pytest.mark.parametrize("floor", FLOORS)
def test_floor_comes_from_the_wheel(installed: Path, tmp_path: Path, floor: str) -> None:
    """Each floor is imported from the new environment, with nothing but run-time packages around it."""
    place = call(installed / "python", "-c", f"import {floor}; print({floor}.__file__)", cwd=tmp_path)
    assert Path(place).is_relative_to(installed.parent)
