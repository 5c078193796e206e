"""What was found in a file: every kind counted, the first of them told in full."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TextIO

from engine.issues import Issue, Severity

MOST_TOLD = 1_000
MOST_WRITTEN = 200_000
"""Issues of refused rows that are written down beyond those of the report, to be asked for."""


@dataclass(slots=True)
class Findings:
    """``refused`` counts rows, ``counts`` issues by code. Issues of rows that are refused are told before others, and
    each is a line of ``file`` as well."""

    refused: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    errors: list[Issue] = field(default_factory=list)
    others: list[Issue] = field(default_factory=list)
    file: TextIO | None = None
    written: int = 0

    def refuse(self, issues: Iterable[Issue]) -> None:
        """One row with what is wrong in it."""
        self.refused += 1
        self.note(*issues)

    def note(self, *issues: Issue) -> None:
        for issue in issues:
            self.counts[issue.code] += 1
            told = self.errors if issue.severity is Severity.ERROR else self.others
            if len(told) < MOST_TOLD:
                told.append(issue)
            if told is self.errors and self.file is not None and self.written < MOST_WRITTEN:
                self.written += 1
                self.file.write(json.dumps(issue.to_json(), ensure_ascii=True) + "\n")

    def to_json(self) -> dict[str, Any]:
        """The issues in the order of the rows, and how many there are that are not among them."""
        told = sorted([*self.errors, *self.others[: MOST_TOLD - len(self.errors)]], key=_place)
        return {
            "refused": self.refused,
            "codes": dict(sorted(self.counts.items())),
            "issues": [issue.to_json() for issue in told],
            "more": self.counts.total() - len(told),
        }


def _place(issue: Issue) -> tuple[int, int]:
    row = issue.path[1] if len(issue.path) > 1 and issue.path[0] == "rows" else 0
    return (row if isinstance(row, int) else 0, issue.column or 0)
