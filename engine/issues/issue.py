"""Problems as data: one :class:`Issue` type for everything that can be wrong anywhere in the product."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

Path = tuple[str | int, ...]


class Severity(StrEnum):
    """How bad an issue is: an error refuses, a warning asks for a decision, advice only tells."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Words:
    """One thing said in Chinese and in English."""

    zh: str
    en: str

    def format(self, **facts: object) -> Words:
        """Fill both templates with the same facts; a fact that is itself :class:`Words` is put in by language."""
        return Words(
            zh=self.zh.format(**{key: fact.zh if isinstance(fact, Words) else fact for key, fact in facts.items()}),
            en=self.en.format(**{key: fact.en if isinstance(fact, Words) else fact for key, fact in facts.items()}),
        )

    def to_json(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem at one place.

    ``path`` names the place in the document or request. ``span`` is a pair of character offsets inside the text at
    that path (a formula). ``line`` and ``column`` count from 1 and are filled in where the source text is known.
    """

    code: str
    severity: Severity
    message: Words
    path: Path = ()
    hint: Words | None = None
    span: tuple[int, int] | None = None
    line: int | None = None
    column: int | None = None

    def under(self, prefix: Path) -> Issue:
        """The same issue, its path taken as relative to ``prefix``."""
        return replace(self, path=prefix + self.path)

    def to_json(self) -> dict[str, object]:
        return {
            "code": self.code,
            "severity": str(self.severity),
            "message": self.message.to_json(),
            "path": path_text(self.path),
            "hint": self.hint.to_json() if self.hint else None,
            "line": self.line,
            "column": self.column,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Issue:
        """An issue that was kept as :meth:`to_json` writes it. Its path is one text."""
        hint, path = told["hint"], told["path"]
        return cls(
            told["code"],
            Severity(told["severity"]),
            Words(**told["message"]),
            (path,) if path else (),
            None if hint is None else Words(**hint),
            None,
            told["line"],
            told["column"],
        )


def path_text(path: Path) -> str:
    """``("metrics", "conversion", "bands", 2)`` → ``metrics.conversion.bands[2]``."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text


class Refused(Exception):
    """Work could not go on; ``issues`` says everything that is wrong. The one exception that floors pass upwards."""

    def __init__(self, issues: list[Issue]):
        super().__init__("; ".join(f"{path_text(issue.path)}: {issue.message.en}" for issue in issues[:5]))
        self.issues = issues


def has_errors(issues: list[Issue]) -> bool:
    return any(issue.severity is Severity.ERROR for issue in issues)


def by_place(issues: list[Issue]) -> list[Issue]:
    """Sorted by place in the source (then by path and code), without exact repeats."""
    ordered = sorted(
        issues,
        key=lambda issue: (issue.line or 0, issue.column or 0, path_text(issue.path), issue.span or (0, 0), issue.code),
    )
    return list(dict.fromkeys(ordered))


Facts = Mapping[str, object]
