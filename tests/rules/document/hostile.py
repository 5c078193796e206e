"""Documents meant to hurt a reader: the collected files, and the large ones, which are cheaper to make than to keep."""

from __future__ import annotations

import csv
from pathlib import Path

DATA = Path(__file__).parents[2] / "data" / "security"

HEAD = "ruleset: sales\nversion: 1\nmetrics:\n  - {id: sales, type: money}\n  - {id: quality, type: percent}\n"

LARGE = {
    "002-quadratic-blowup.yaml": f"a: &a {'x' * 20_000}\nb: [{','.join(['*a'] * 12_000)}]\n",
    "008-flow-depth-60000.yaml": "[" * 60_000 + "]" * 60_000,
    "012-many-keys.yaml": f"{HEAD}weights: {{{','.join(f'k{n}: 1' for n in range(20_000))}}}\n",
    "159-json-depth-100000.json": "[" * 100_000 + "]" * 100_000,
}


def read_table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def source_of(name: str) -> bytes:
    return LARGE[name].encode() if name in LARGE else (DATA / "documents" / name).read_bytes()
