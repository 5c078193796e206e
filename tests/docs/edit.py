"""Put a page's piece of YAML into a file, as a reader would: ``python -m tests.docs.edit FILE PIECE``.

Entries of a section replace those of the same name, new ones come last; a list or a plain value replaces the whole.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rules.document.load import load
from rules.document.write import to_yaml


def main(file: Path, piece: Path) -> None:
    data = load(file.read_bytes()).data
    for key, value in load(piece.read_bytes()).data.items():
        known = data.get(key)
        data[key] = {**known, **value} if isinstance(known, dict) and isinstance(value, dict) else value
    file.write_text(to_yaml(data), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
