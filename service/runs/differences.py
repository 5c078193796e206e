"""How a run's results differ from those of the run it supersedes, person by person, to the cent."""

from __future__ import annotations

from service.duck import literal, quoted
from service.runs.columns import STATUS, SUBJECT, Layout

Side = tuple[Layout, str]
"""A run's layout and its file of values as a table."""


def differences_sql(before: Side, after: Side, workspace_id: str, run: int) -> str:
    """A SELECT of the rows of ``run_difference``: everybody for whom status, score, tier or net amount changed."""
    fields = ("status", "score", "tier", "net")
    changed = " OR ".join(f"b.{field} IS DISTINCT FROM a.{field}" for field in fields)
    pairs = "".join(f", CAST(b.{field} AS VARCHAR), CAST(a.{field} AS VARCHAR){_change(field)}" for field in fields)
    return (
        f"SELECT {literal(workspace_id)}, {run}, coalesce(a.subject, b.subject) AS subject{pairs} "
        f"FROM ({side_sql(before)}) b FULL JOIN ({side_sql(after)}) a ON a.subject = b.subject "
        f"WHERE {changed} ORDER BY 3"
    )


def side_sql(side: Side) -> str:
    """Subject, status, score, tier and net amount of everybody; the last three only of who is scored."""
    layout, values = side
    outline = layout.program.outline
    steps = {"score": outline.score, "tier": outline.tier, "net": outline.payout.net if outline.payout else None}
    told = ""
    for name, step in steps.items():
        value = layout.by_step[step].sql if step else _ABSENT[name]
        told += f", CASE WHEN {quoted(STATUS)} = 'scored' THEN {value} END AS {name}"
    return f"SELECT {quoted(SUBJECT)} AS subject, {quoted(STATUS)} AS status{told} FROM {values}"


# A side without a score or payout still has a column of the right type.
_ABSENT = {
    "score": "CAST(NULL AS DECIMAL(17, 2))",
    "tier": "CAST(NULL AS VARCHAR)",
    "net": "CAST(NULL AS DECIMAL(17, 2))",
}


def _change(field: str) -> str:
    if field == "score":
        return ", CAST(a.score - b.score AS VARCHAR)"
    if field == "net":
        # Who had nothing before, or has nothing now, had or has an amount of nothing.
        return ", CAST(coalesce(a.net, 0) - coalesce(b.net, 0) AS VARCHAR)"
    return ""
