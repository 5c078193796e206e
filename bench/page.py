"""The measured tables of `docs/performance.md`: each benchmark rewrites its own part of the page, and only that."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"


def rewrite(part: str, text: str, page: Path = PAGE) -> None:
    """Put `text` between the part's two marks; a page without them is refused with a ValueError."""
    begin, end = f"<!-- {part}: measured -->", f"<!-- {part}: end -->"
    before, found_begin, rest = page.read_text(encoding="utf-8").partition(begin)
    _, found_end, after = rest.partition(end)
    if not (found_begin and found_end):
        raise ValueError(f"{page} has no marks {begin} and {end}")
    page.write_text(f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}", encoding="utf-8")


def machine() -> str:
    """One sentence on where and when the numbers were measured."""
    today = datetime.now(UTC).date()
    system = f"{platform.system()} on {platform.machine()}"
    return f"Measured {today}: {_processor()}, {os.cpu_count()} cores, {system}, Python {platform.python_version()}."


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table: the first two columns read as text, the rest as numbers."""
    ruler = ("---",) * 2 + ("---:",) * (len(heads) - 2)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (heads, ruler, *rows))


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "unknown processor")
