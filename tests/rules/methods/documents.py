"""Small documents around one scoring method or reward form."""

from __future__ import annotations

from rules.check import CheckReport, check_text

_HEAD = """
scorewright: 1
id: small
attributes: {team: text, shop: text}
parameters: {most: 500, changing: {value: 5, from: {2026-07: 6}}}
inputs:
  x: {type: number, missing: exclude}
  done: {type: flag, missing: false}
  share: {type: percent, missing: 0%}
  paid_amount: {type: money, missing: 0}
  complaints: {type: count, missing: 0}
  lost_order_cases: {type: count, missing: 0}
  conversion: {type: percent, missing: 0%}
  wait: {type: duration, missing: 0s}
  greeting: {type: flag, missing: false}
  order_confirmed: {type: flag, missing: false}
  farewell: {type: flag, missing: false}
"""


def indented(text: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}\n" for line in text.strip("\n").split("\n"))


def scoring(points: str, value: str | None = "x") -> str:
    """A document with one metric ``m``; ``points`` is the text of its ``points:`` key and what is below."""
    given = f"    value: {value}\n" if value is not None else ""
    return f"{_HEAD}metrics:\n  m:\n    weight: 100%\n{given}{indented(points, 4)}"


def rewarding(form: str) -> str:
    """A document with a score, tiers and one reward ``r`` of this form."""
    rest = "tiers: [{id: gold, at_least: 90}, {id: silver, at_least: 75}, {id: none}]\n"
    return f"{scoring('points: as_is')}{rest}rewards:\n  r:\n{indented(form, 4)}"


def check(text: str) -> CheckReport:
    return check_text(text)


def problems(text: str) -> list[tuple[str, str]]:
    """Code and path of everything found, but what is unused: these documents declare more than they use."""
    report = check(text)
    found = [issue.to_json() for issue in report.issues]
    return [(str(issue["code"]), str(issue["path"])) for issue in found if not str(issue["code"]).startswith("unused")]
