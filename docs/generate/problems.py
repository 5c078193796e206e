"""The page of problem codes: what each means and how to mend it, from the declarations."""

from __future__ import annotations

import importlib
import pkgutil
from string import Formatter
from types import ModuleType

import api
import engine
import rules
import service
from engine.issues import Code, Severity, Words

PACKAGES = (engine, rules, service, api)
HEAD = """\
# Problems · 问题代码

Every problem has a code that never changes, a place, and words in Chinese and English. An **error** refuses; a
**warning** asks for a decision; **advice** only tells. ‹…› stands for what the message names in the case at hand.

每个问题都有固定的代码、位置和中英文说明。**错误**会被拒绝；**警告**需要你作出决定；**建议**只是提醒。‹…› 表示具体情况中
的内容。
"""
GROUPS = (
    (Severity.ERROR, Words("错误", "Errors")),
    (Severity.WARNING, Words("警告", "Warnings")),
    (Severity.ADVICE, Words("建议", "Advice")),
)


def page() -> str:
    """The whole page, codes in alphabetical order within their severity."""
    codes = sorted(declared().values(), key=lambda code: code.name)
    parts = [HEAD]
    for severity, words in GROUPS:
        parts.append(f"\n## {words.en} · {words.zh}\n")
        parts += [_entry(code) for code in codes if code.severity is severity]
    return "".join(parts)


def declared() -> dict[str, Code]:
    """Every code that any part of the product declares."""
    found: dict[str, Code] = {}
    for package in PACKAGES:
        for module in _modules(package):
            found.update({value.name: value for value in vars(module).values() if isinstance(value, Code)})
    return found


def _modules(package: ModuleType) -> list[ModuleType]:
    names = [module.name for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    return [importlib.import_module(name) for name in names]


def _entry(code: Code) -> str:
    message, mend = _shown(code.message), _shown(code.mend)
    lines = [f"{message.en} {mend.en}", f"{message.zh}{mend.zh}"]
    return f"\n### `{code.name}`\n\n" + "\n\n".join(lines) + "\n"


def _shown(words: Words) -> Words:
    """The words with a mark wherever the message names something."""
    fields = {field for text in (words.zh, words.en) for _, field, _, _ in Formatter().parse(text) if field}
    return words.format(**{field: f"‹{field}›" for field in fields})
