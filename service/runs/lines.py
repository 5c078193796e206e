"""The lines of a run's results as the database keeps them: SQL from the file of values to rows of ``run_result``."""

from __future__ import annotations

from service.duck import literal, quoted
from service.runs.columns import STATUS, SUBJECT, Form, Layout

FIELDS = ("line", "status", "tier", "value", "points", "amount")


def lines_sql(layout: Layout, values: str, workspace_id: str, run: int) -> str:
    """A SELECT of the rows of everybody whose subject lies between its two parameters, by person.

    ``values`` is the file of values as a table. A line that has nothing to say is no row; of people who are not scored
    there is the line ``score`` with their status, and the metrics as far as they are known.
    """
    outline = layout.program.outline
    scored = f"{quoted(STATUS)} = 'scored'"
    lines = [
        _line(
            "score",
            "true",
            status=quoted(STATUS),
            tier=f"CASE WHEN {scored} THEN {_text(layout, outline.tier)} END",
            value=f"CASE WHEN {scored} THEN {_text(layout, outline.score)} END",
        )
    ]
    for metric in outline.metrics:
        value, points = _text(layout, metric.value), _text(layout, metric.points)
        lines.append(
            _line(f"metric:{metric.id}", f"{value} IS NOT NULL OR {points} IS NOT NULL", value=value, points=points)
        )
    for adjustment in outline.adjustments:
        effect = layout.by_step[adjustment.effect].sql
        lines.append(
            _line(f"adjustment:{adjustment.id}", f"{scored} AND {effect} <> 0", points=_text(layout, adjustment.effect))
        )
    amounts = [(f"reward:{reward.id}", reward.amount) for reward in outline.rewards]
    payout = outline.payout
    if payout is not None:
        amounts += [("payout:rewards", payout.rewards), ("payout:penalties", payout.penalties)]
        amounts += [("payout:before-budget", payout.before_budget), ("payout:carried", payout.carried)]
    for line, step in amounts:
        if step is not None:
            amount = layout.by_step[step].sql
            lines.append(_line(line, f"{scored} AND {amount} <> 0", amount=_text(layout, step)))
    if payout is not None:
        lines.append(_line("payout", scored, amount=_text(layout, payout.net)))
    told = ", ".join(f"told.{field}" for field in FIELDS)
    return (
        f"SELECT {literal(workspace_id)}, {run}, subject, {told} FROM ("
        f"SELECT {quoted(SUBJECT)} AS subject, unnest([{', '.join(lines)}]) AS told FROM {values} "
        f"WHERE {quoted(SUBJECT)} BETWEEN ? AND ?) WHERE told.line IS NOT NULL"
    )


def _line(name: str, when: str, **fields: str) -> str:
    told = {field: f"CAST({fields.get(field, 'NULL')} AS VARCHAR)" for field in FIELDS[1:]}
    inside = ", ".join(f"{field}: {value}" for field, value in told.items())
    return f"{{line: CASE WHEN {when} THEN {literal(name)} END, {inside}}}"


def _text(layout: Layout, step: str | None) -> str:
    """The step's value as text: a decimal with all its places."""
    if step is None:
        return "NULL"
    column = layout.by_step[step]
    if column.form is Form.DATE:
        return f"strftime(DATE '0001-01-01' + CAST({column.sql} - 1 AS INTEGER), '%Y-%m-%d')"
    return f"CAST({column.sql} AS VARCHAR)"
