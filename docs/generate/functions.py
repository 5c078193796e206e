"""The page of functions, from their declarations."""

from __future__ import annotations

from engine.functions.declaration import Function, Scope
from engine.functions.registry import OFFERED
from engine.issues import Words

HEAD = """\
# Functions · 函数

Everything that a formula may call. Names ignore case; `…` marks what may be left out or repeated.

公式里可用的全部函数。函数名不分大小写；`…` 表示可省略或可重复的参数。
"""
GROUPS = (
    (Scope.PERSON, Words("任何公式", "In any formula")),
    (Scope.ROWS, Words("数据集的多行（只用在 measures 里）", "Over the rows of a dataset (in measures only)")),
    (Scope.COHORT, Words("一起考核的人之间", "Over the people scored together")),
    (Scope.HISTORY, Words("以往周期", "Over earlier periods")),
)


def page() -> str:
    """The whole page, functions in the order of their declaration within what they look at."""
    parts = [HEAD]
    for scope, words in GROUPS:
        parts.append(f"\n## {words.en} · {words.zh}\n")
        parts += [_entry(function) for function in OFFERED.values() if function.scope is scope]
    return "".join(parts)


def _entry(function: Function) -> str:
    doc = function.doc
    lines = [f"\n### `{function.signature}`\n", f"{doc.en[:1].upper()}{doc.en[1:]}.\n", f"{doc.zh}。\n"]
    examples = [f"- `{example.formula}` → `{example.gives}`{_given(example.columns)}" for example in function.examples]
    if examples:
        lines.append("\n".join(examples) + "\n")
    return "\n".join(lines)


def _given(columns: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    shown = "; ".join(f"`{name}` = {', '.join(values)}" for name, values in columns)
    return f" ({shown})" if shown else ""
