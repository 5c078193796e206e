"""Every command on a page runs, every answer shown is the real one, every Python block works."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cli.main import main
from devtools.verbs import VERBS
from tests.docs.pages import ROOT, Block, blocks, every, pages, prose
from tests.docs.running import ADDRESS, SampleServer, environment, run_page

RUN = [page for page in pages() if any(block.words == ("sh",) for block in blocks(page))]
KINDS = {"yaml", "json", "sh", "python", "text", "csv", "markdown", "ts", "tsx"}


@pytest.mark.skipif(not (shutil.which("bash") and shutil.which("curl")), reason="the commands need bash and curl")
@pytest.mark.parametrize("page", RUN, ids=lambda page: page.name)
def test_the_commands_of_a_page_run_and_print_what_it_shows(page: Path, server: SampleServer, tmp_path: Path) -> None:
    assert not run_page(page, server, tmp_path)


@pytest.mark.parametrize("block", every("python"), ids=lambda block: block.where)
def test_python_runs(block: Block, server: SampleServer) -> None:
    text = block.text.replace(ADDRESS, server.address)
    done = subprocess.run(
        [sys.executable, "-c", text],
        cwd=server.folder,
        env=environment(PYTHONPATH=str(ROOT)),
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_every_block_says_what_it_is() -> None:
    unknown = [block.where for page in pages() for block in blocks(page) if not set(block.words[:1]) & KINDS]
    assert not unknown


@pytest.mark.parametrize("block", every("sh", "by-hand"), ids=lambda block: block.where)
def test_commands_for_a_machine_name_what_exists(block: Block) -> None:
    for line in block.text.splitlines():
        exists(line, block.where)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_commands_in_the_text_exist(page: Path) -> None:
    for code in re.findall(r"`((?:scorewright |\./dev )[^`]*)`", prose(page)):
        exists(code, page.name)


def exists(line: str, where: str) -> None:
    """``./dev`` has the verb; ``scorewright`` has the command and its options; a file handed to a program is there."""
    words = line.split()
    if words[:1] == ["./dev"]:
        assert words[1:] and (words[1] in VERBS or words[1] == "help"), f"{where}: {line}"
    elif words[:1] == ["scorewright"]:
        command: click.Command = main
        names = [word for word in words[1:] if not word.startswith("-")]
        for name in names:
            if not isinstance(command, click.Group):
                break
            found = command.get_command(click.Context(command), name)
            assert found is not None, f"{where}: {line}"
            command = found
        known = {option for parameter in (*command.params, *main.params) for option in parameter.opts} | {
            "--help",
            "--version",
        }
        assert {word for word in words if word.startswith("--")} <= known, f"{where}: {line}"
    elif words[:1] == ["gunicorn"]:
        assert (ROOT / words[2]).exists(), f"{where}: {line}"
