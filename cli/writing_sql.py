"""``scorewright sql``: a rule set as one SELECT."""

from __future__ import annotations

from pathlib import Path

import click

from cli.documents import FILE, usable
from cli.scoring import PERIOD, wanted_period
from cli.talk import Talk, pass_talk
from engine.columnar.dialects import DIALECTS
from engine.columnar.text import sql_text
from rules.score import facts


@click.command("sql")
@click.argument("document", type=FILE)
@click.option(
    "--dialect", type=click.Choice(DIALECTS), default="duckdb", show_default=True, help="数据库。 The database."
)
@PERIOD
@pass_talk
def sql_command(talk: Talk, document: Path, dialect: str, period: str | None) -> None:
    """把方案写成一条 SELECT，在自己的数据库里计分。 Write a rule set as one SELECT for a database of your own."""
    program = usable(talk, document).program
    assert program is not None
    talk.plain(sql_text(program, facts(wanted_period(talk, program, period)), dialect).text.rstrip("\n"))
