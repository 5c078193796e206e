"""The ``scorewright`` command."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from cli.talk import PROBLEMS, UNUSABLE, Talk, default_language
from cli.usage import words_of
from engine.issues import Refused
from service.errors import NotFound, ServiceError

COMMANDS = {
    "check": "checking:check",
    "datasets": "importing:datasets",
    "diff": "comparing:diff_command",
    "explain": "scoring:explain_command",
    "figures": "sheets:figures",
    "import": "importing:import_command",
    "keys": "keys:keys",
    "migrate": "serving:migrate",
    "people": "sheets:people",
    "run": "in_place:run_command",
    "runs": "running:runs",
    "score": "scoring:score_command",
    "serve": "serving:serve",
    "sql": "writing_sql:sql_command",
    "templates": "templates:templates",
    "test": "checking:test",
    "worker": "running:worker",
}
"""Each command's module and its name there: what a command needs is loaded when it is asked for."""


class Commands(click.Group):
    """A group of commands that ends in a message and an exit code, whatever happens inside, never in a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"cli.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            if isinstance(error, click.exceptions.NoArgsIsHelpError):
                raise
            words, where = words_of(error), error.ctx or ctx
            _talk(ctx).note(words.zh, words.en, style="red")
            _talk(ctx).note(f"用法见：{where.command_path} --help", f"How it is used: {where.command_path} --help")
            ctx.exit(UNUSABLE)
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
        except OSError as error:
            what = ": ".join(str(part) for part in (error.filename, error.strerror or error) if part)
            _talk(ctx).note(f"无法读写：{what}", f"Cannot read or write: {what}", style="red")
            ctx.exit(UNUSABLE)
        except Exception as error:  # a user of a command line is never shown a traceback
            if _is_of_database(error):
                cause = str(getattr(error, "orig", None) or error).splitlines()[0]
                _talk(ctx).note(f"数据库不可用：{cause}", f"The database cannot be used: {cause}", style="red")
                ctx.exit(UNUSABLE)
            if os.environ.get("SCOREWRIGHT_DEBUG"):
                raise
            what = f"{type(error).__name__}: {error}"
            _talk(ctx).note(
                f"出现意外错误：{what}（设置 SCOREWRIGHT_DEBUG=1 可看详情）",
                f"Something unexpected went wrong: {what} (SCOREWRIGHT_DEBUG=1 shows more)",
                style="red",
            )
            ctx.exit(UNUSABLE)


def _is_of_database(error: Exception) -> bool:
    """Whether the database's library raised it, which is only loaded by commands that use a database."""
    library = sys.modules.get("sqlalchemy.exc")
    return library is not None and isinstance(error, library.SQLAlchemyError)


def _talk(ctx: click.Context) -> Talk:
    return ctx.obj if isinstance(ctx.obj, Talk) else Talk(ctx.params.get("lang") or default_language())


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
