"""People made up inside the database engine: the pre-sales rule set's inputs, as a run finds them prepared."""

from collections.abc import Mapping
from pathlib import Path

import duckdb

from engine.program import Program
from rules.period import Period
from service.duck import literal
from service.runs.sources import Asked, Gathered, Pins
from service.work import Work

PERIOD = "2026-11"
RULES = Path(__file__).resolve().parent.parent / "row" / "presales.yaml"


def rules() -> str:
    return RULES.read_text(encoding="utf-8")


class Made:
    """Sources of so many people. One in a hundred has no refund rate, one in two hundred sold nothing."""

    def __init__(self, people: int):
        self.people = people

    def pin(self, work: Work, program: Program, period: Period) -> Pins:
        identity: Mapping[str, object] = {"made": self.people}
        return Pins(identity)

    def gather(self, asked: Asked, con: duckdb.DuckDBPyConnection, target: Path) -> Gathered:
        con.execute(
            "COPY (SELECT 'p' || lpad(CAST(i AS VARCHAR), 8, '0') AS \"@subject\", "
            "CAST(3 + (i * 7919 % 2001) / 1000 AS DECIMAL(4, 2)) AS service_score, "
            "CAST(200 + i * 104729 % 400 AS BIGINT) AS inquiries, "
            "CAST(CASE WHEN i % 200 = 0 THEN 0 ELSE 30 + i * 1299709 % 170 END AS BIGINT) AS orders, "
            "CAST(2000 + (i * 15485863 % 5000000) / 100 AS DECIMAL(12, 2)) AS paid_amount, "
            "CAST(400 + i * 32452843 % 800 AS BIGINT) AS chats, "
            "CASE WHEN i % 100 <> 1 THEN CAST((i * 49979687 % 1200) / 10000 AS DECIMAL(6, 4)) END AS refund_rate, "
            "CAST(greatest(0, i * 67867967 % 14 - 7) AS BIGINT) AS complaints "
            f"FROM range({self.people}) AS made(i) ORDER BY 1) TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)"
        )
        return Gathered(self.people)
