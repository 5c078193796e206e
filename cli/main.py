"""The ``scorewright`` command."""

from __future__ import annotations

import os
import sys
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from cli.checking import check, test
from cli.comparing import diff_command
from cli.importing import datasets, import_command
from cli.in_place import run_command
from cli.keys import keys
from cli.running import runs, worker
from cli.scoring import explain_command, score_command
from cli.serving import migrate, serve
from cli.sheets import figures, people
from cli.talk import PROBLEMS, UNUSABLE, Talk, default_language
from cli.templates import templates
from cli.writing_sql import sql_command
from engine.issues import Refused
from service.errors import NotFound, ServiceError


class Commands(click.Group):
    """A group of commands that ends in a message and an exit code, whatever happens inside, never in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort, click.ClickException, BrokenPipeError):
            raise
        except Refused as refused:
            _talk(ctx).issues(refused.issues, "scorewright", beside=True)
            ctx.exit(PROBLEMS)
        except NotFound as error:
            hint_zh = "；用 keys create --create-workspace 名称 新建" if error.kind == "workspace" else ""
            hint_en = "; 'keys create --create-workspace NAME' makes one" if error.kind == "workspace" else ""
            _talk(ctx).note(f"{error.words.zh}{hint_zh}", f"{error.words.en}{hint_en}", style="red")
            ctx.exit(PROBLEMS)
        except ServiceError as error:
            _talk(ctx).note(error.words.zh, f"{error.words.en} [{error.code}]", style="red")
            ctx.exit(PROBLEMS)
        except SQLAlchemyError as error:
            cause = str(getattr(error, "orig", None) or error).splitlines()[0]
            _talk(ctx).note(f"数据库不可用：{cause}", f"The database cannot be used: {cause}", style="red")
            ctx.exit(UNUSABLE)
        except OSError as error:
            what = ": ".join(str(part) for part in (error.filename, error.strerror or error) if part)
            _talk(ctx).note(f"无法读写：{what}", f"Cannot read or write: {what}", style="red")
            ctx.exit(UNUSABLE)
        except Exception as error:  # a user of a command line is never shown a traceback
            if os.environ.get("SCOREWRIGHT_DEBUG"):
                raise
            what = f"{type(error).__name__}: {error}"
            _talk(ctx).note(
                f"出现意外错误：{what}（设置 SCOREWRIGHT_DEBUG=1 可看详情）",
                f"Something unexpected went wrong: {what} (SCOREWRIGHT_DEBUG=1 shows more)",
                style="red",
            )
            ctx.exit(UNUSABLE)


def _talk(ctx: click.Context) -> Talk:
    return ctx.ensure_object(Talk) if isinstance(ctx.obj, Talk) else Talk(default_language())


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--lang", type=click.Choice(["zh", "en"]), default=None, help="输出语言，默认按 LANG。 Language of output."
)
@click.version_option(package_name="scorewright")
@click.pass_context
def main(ctx: click.Context, lang: str | None) -> None:
    """编写绩效方案、给人计分、看清每一分从何而来。

    Write performance rules, score people by them and see why.

    退出码 exit codes: 0 正常 fine; 1 有问题 problems found; 2 用法错误或文件不可读 wrong usage or unreadable file.
    """
    # What is written to a pipe is read by programs that expect UTF-8, whatever the locale is.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower() in (
            "ascii",
            "us-ascii",
            "ansi_x3.4-1968",
        ):
            stream.reconfigure(encoding="utf-8")
    ctx.obj = Talk(lang or default_language())


for command in (
    check,
    test,
    score_command,
    run_command,
    explain_command,
    diff_command,
    sql_command,
    templates,
    keys,
    import_command,
    datasets,
    people,
    figures,
    runs,
    worker,
    serve,
    migrate,
):
    main.add_command(command)
