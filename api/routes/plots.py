"""``POST /v1/rule-sets/plot``: what a metric, a reward or the tiers give, along one value."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from api.json import write_json
from api.operation import Answer, Body, Reply, Routes, Transaction
from api.performing import Call
from api.problems import RULE_SET_REFUSED
from api.refusals import of_document, of_issues
from api.representations import refuse_larger
from api.schemas.plots import PLOT_EXAMPLE, PLOT_REQUEST_EXAMPLE, PLOT_SCHEMA, PlotRequest
from engine.issues import Refused
from engine.result import plain
from engine.values import Value
from rules.document.document import Media
from rules.plots.axis import Axis
from rules.plots.plot import Plot
from service import plotting
from service.plotting import Drawn, draw

routes = Routes("plots", "Rule sets")


@routes.post(
    "/v1/rule-sets/plot",
    scope="read",
    transaction=Transaction.NONE,
    body=Body(PlotRequest(), PLOT_REQUEST_EXAMPLE),
    answer=Answer(200, "The plot", PLOT_SCHEMA, PLOT_EXAMPLE),
    kinds=(RULE_SET_REFUSED,),
)
def plot_rule_set(call: Call) -> Reply:
    """Draw a part of a document that is not stored.

    The points of a metric along its value, the amount of a reward along what it is paid for, the tiers along the score,
    all rewards together and each beside: exact corners, both sides of every jump, and where a sample person stands.
    Everything else is held as it is with that person. Errors elsewhere in the document do not stand in the way.
    """
    asked = _request(call.body, call.door.settings.max_document)
    try:
        drawn = draw(asked, call.door.office.clock().date())
    except Refused as refused:
        in_document = any(issue.line is not None for issue in refused.issues)
        raise (of_document if in_document else of_issues)(refused.issues) from None
    return Reply(_told(drawn))


def _request(body: dict[str, Any], most: int) -> plotting.PlotRequest:
    document = body["document"]
    media: Media = "yaml" if isinstance(document, str) else "json"
    text = document if isinstance(document, str) else write_json(document)
    refuse_larger(text.encode(), most)
    given = {**body.get("inputs", {}), **body.get("attributes", {})}
    return plotting.PlotRequest(
        text=text,
        media=media,
        of=body["of"],
        along=body.get("along"),
        period=body.get("period"),
        low=Fraction(body["from_"]) if "from_" in body else None,
        high=Fraction(body["to"]) if "to" in body else None,
        given=given if "inputs" in body or "attributes" in body else None,
        history=tuple(body.get("history", ())),
        others=tuple({**one["inputs"], **one["attributes"]} for one in body.get("others", ())),
    )


def _told(drawn: Drawn) -> dict[str, object]:
    plot = drawn.plot
    x_decimals = plot.axis.decimals if plot.axis is not None else 0

    def x(value: Value) -> object:
        return plain(value, max(x_decimals, 8))

    def y(value: Value) -> object:
        return plain(value, plot.decimals)

    def pieces(drawn: Plot) -> list[dict[str, object]]:
        return [
            {
                "from": x(piece.low),
                "to": x(piece.high),
                "from_included": piece.from_included,
                "to_included": piece.to_included,
                "points": [[x(at), plain(gives, drawn.decimals)] for at, gives in piece.points],
                "text": piece.text,
            }
            for piece in drawn.pieces
        ]

    return {
        "of": plot.subject.of,
        "shape": plot.shape,
        "reason": plot.reason.to_json() if plot.reason else None,
        "lacking": [{"id": item.id, "label": label.to_json()} for item, label in drawn.lacking],
        "among": plot.among,
        "axes": [_axis(axis) for axis in plot.subject.axes],
        "along": plot.axis.id if plot.axis is not None else None,
        "gives": {"kind": str(plot.type.kind), "decimals": plot.decimals, "currency": drawn.currency},
        "from": x(plot.view.low) if plot.view else None,
        "to": x(plot.view.high) if plot.view else None,
        "pieces": pieces(plot),
        "parts": [
            {"id": part.subject.of.removeprefix("rewards."), "label": label.to_json(), "pieces": pieces(part)}
            for label, part in drawn.parts
        ],
        "jumps": [
            {
                "at": x(jump.at),
                "before": y(jump.before),
                "on": y(jump.on),
                "after": y(jump.after),
                "change": y(jump.after - jump.before),
            }
            for jump in plot.jumps
        ],
        "cases": [
            {"value": x(case.value), "label": case.label.to_json(), "gives": y(case.gives)} for case in plot.cases
        ],
        "marked": {"at": x(drawn.marked[0]), "gives": y(drawn.marked[1])} if drawn.marked else None,
    }


def _axis(axis: Axis) -> dict[str, object]:
    return {
        "id": axis.id,
        "label": axis.label.to_json(),
        "kind": str(axis.shown or axis.type.kind),
        "decimals": axis.decimals,
    }
