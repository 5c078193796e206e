"""The pages of documentation and the fenced blocks in them.

What follows the language on a fence says what a block is:

- ``yaml rule-set`` a complete document; ``yaml rule-set part`` a piece that is checked with the head, the data and the
  metrics of the complete one above it on the page;
- ``file=NAME`` (with any language) the block is the content of that file when the page's commands run;
- ``sh`` commands, run one after the other in one shell per page; ``sh by-hand`` commands that set up a machine;
- ``json answer`` and ``text answer`` what the commands before it print, ``…`` standing for anything;
- ``python`` a program that runs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^( *)```(.*)$")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: its page, the line of its first line, the words on its fence, its text."""

    page: Path
    line: int
    words: tuple[str, ...]
    text: str

    @property
    def where(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"

    @property
    def file(self) -> str | None:
        return next((word.removeprefix("file=") for word in self.words if word.startswith("file=")), None)

    def is_a(self, *words: str) -> bool:
        return self.words[: len(words)] == words


@cache
def pages() -> tuple[Path, ...]:
    """Every page: those at the root and everything below ``docs/``."""
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    return (*top, *sorted((ROOT / "docs").rglob("*.md")))


@cache
def blocks(page: Path) -> tuple[Block, ...]:
    found: list[Block] = []
    words: tuple[str, ...] | None = None
    start, margin, lines = 0, "", list[str]()
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1):
        fence = _FENCE.match(line)
        if fence is None:
            if words is not None:
                lines.append(line.removeprefix(margin))
        elif words is None:
            words, margin, start, lines = tuple(fence[2].split()), fence[1], number + 1, []
        else:
            found.append(Block(page, start, words, "\n".join(lines) + "\n"))
            words = None
    assert words is None, f"{page.name}: the block of line {start} is not closed"
    return tuple(found)


def every(*words: str) -> list[Block]:
    """All blocks of all pages whose fence begins with these words."""
    return [block for page in pages() for block in blocks(page) if block.is_a(*words)]


def prose(page: Path) -> str:
    """The page without its fenced blocks."""
    kept, inside = [], False
    for line in page.read_text(encoding="utf-8").splitlines():
        if _FENCE.match(line):
            inside = not inside
        elif not inside:
            kept.append(line)
    return "\n".join(kept)
