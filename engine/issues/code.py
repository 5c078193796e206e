"""The declaration of an issue code: its constant name, severity, words and page entry, in one expression."""

from __future__ import annotations

from dataclasses import dataclass

from engine.issues.issue import Issue, Path, Severity, Words

CODES: dict[str, Code] = {}


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem. ``message`` and ``mend`` are templates; ``mend`` says how to put it right."""

    name: str
    severity: Severity
    message: Words
    mend: Words

    def at(self, path: Path, span: tuple[int, int] | None = None, hint: Words | None = None, **facts: object) -> Issue:
        """The issue at ``path``. ``hint`` overrides the general way of mending (to name the nearest valid thing)."""
        return Issue(
            code=self.name,
            severity=self.severity,
            message=self.message.format(**facts),
            path=path,
            hint=hint or self.mend.format(**facts),
            span=span,
        )


def declare(name: str, *, zh: str, en: str, mend_zh: str, mend_en: str, severity: Severity = Severity.ERROR) -> Code:
    """Declare a code once; declaring it twice fails at import."""
    if name in CODES:
        raise ValueError(f"issue code declared twice: {name}")
    code = Code(name, severity, Words(zh, en), Words(mend_zh, mend_en))
    CODES[name] = code
    return code
