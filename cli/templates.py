"""``scorewright templates``: the rule sets that come with the product."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from cli.office import opened, operator
from cli.talk import FORMAT, PROBLEMS, Talk, done, json_out, pass_talk
from engine.issues import Words, did_you_mean
from engine.sentences import shown
from rules.document.load import load
from rules.install import Installed, install
from rules.packs import Pack, load_library
from service.errors import NotFound
from service.rule_sets import get_draft, put_draft


@click.group()
def templates() -> None:
    """查看和安装模板。 See and install templates."""


@templates.command("list")
@FORMAT
@pass_talk
def list_command(talk: Talk, form: str) -> None:
    """列出所有模板。 List every template."""
    packs = list(load_library())
    if form == "json":
        told = [
            {
                "id": pack.id,
                "version": pack.version,
                "industry": pack.industry,
                "roles": list(pack.roles),
                "name": pack.name.to_json(),
                "summary": pack.summary.to_json(),
            }
            for pack in packs
        ]
        talk.plain(json_out(told))
        return
    table = Table(header_style="bold")
    for zh, en in (("模板", "template"), ("行业", "industry"), ("名称", "name"), ("内容", "what it does")):
        table.add_column(talk.said(Words(zh, en)))
    for pack in packs:
        table.add_row(pack.id, pack.industry, talk.said(pack.name), talk.said(pack.summary))
    talk.show(table)


@templates.command("show")
@click.argument("template")
@pass_talk
def show(talk: Talk, template: str) -> None:
    """显示模板的说明、参数和可选部分。 Show what a template asks for and which parts can be swapped."""
    pack = _pack(talk, template)
    talk.say(f"{pack.name.zh}（{pack.id} {pack.version}）", f"{pack.name.en} ({pack.id} {pack.version})", style="bold")
    talk.say(pack.summary.zh, pack.summary.en)
    if pack.questions:
        talk.say("\n参数：", "\nParameters:", style="bold")
    for parameter in pack.questions:
        value = shown(parameter.value, parameter.type)
        talk.say(
            f"  {parameter.id} = {value.zh}  {parameter.label.zh}",
            f"  {parameter.id} = {value.en}  {parameter.label.en}",
        )
    for choice in pack.choices.values():
        talk.say(f"\n{choice.label.zh}（{choice.id}）：", f"\n{choice.label.en} ({choice.id}):", style="bold")
        for option in choice.options.values():
            mark = "*" if option.id == choice.default else " "
            talk.say(f"  {mark} {option.id}  {option.label.zh}", f"  {mark} {option.id}  {option.label.en}")
    talk.plain("\n" + pack.readme)


@templates.command("install")
@click.argument("template")
@click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help="参数值，可多次。 A parameter's value.")
@click.option("--choose", "chosen", multiple=True, metavar="PART=OPTION", help="选用的部分，可多次。 A part's option.")
@click.option("--id", "id", help="方案代号。 The rule set's id.")
@click.option("--name", help="方案名称。 The rule set's name.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="写入文件。 Write the document here.")
@click.option("--workspace", help="存为这个工作区的草稿。 Store it as a draft of this workspace.")
@pass_talk
def install_command(
    talk: Talk,
    template: str,
    values: tuple[str, ...],
    chosen: tuple[str, ...],
    id: str | None,
    name: str | None,
    output: Path | None,
    workspace: str | None,
) -> None:
    """由模板生成自己的方案文档。 Make a rule set of one's own from a template."""
    installed = install(_pack(talk, template), _pairs(values), _pairs(chosen), id, name)
    if installed.tests_left_out:
        talk.note(
            f"这些测试按新参数不再成立，已略去：{'、'.join(installed.tests_left_out)}",
            f"Left out, because they do not hold with these values: {', '.join(installed.tests_left_out)}",
            style="yellow",
        )
    if workspace is not None:
        _store(talk, installed, workspace)
    if output is not None:
        output.write_text(installed.text, encoding="utf-8")
        talk.note(f"已写入 {output}", f"Written to {output}")
    elif workspace is None:
        talk.plain(installed.text.rstrip("\n"))


def _store(talk: Talk, installed: Installed, workspace: str) -> None:
    document = load(installed.text)
    id = str(document.data["id"])
    with opened(talk) as office, office.writing(operator(office, workspace)) as work:
        try:
            get_draft(work, id)
        except NotFound:
            put_draft(work, id, document)
            talk.note(f"已存为草稿 {id}", f"Stored as the draft of {id}")
            return
    talk.note(
        f"“{id}”已有草稿，未改动；用 --id 另取代号",
        f"'{id}' has a draft already, which was left alone; use --id",
        style="red",
    )
    done(PROBLEMS)


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for text in given:
        key, mark, value = text.partition("=")
        if not mark or not key:
            raise click.BadParameter(f"NAME=VALUE: {text}")
        pairs[key.strip()] = value.strip()
    return pairs


def _pack(talk: Talk, id: str) -> Pack:
    packs = load_library().packs
    if id not in packs:
        hint = did_you_mean(id, packs) or Words("", "")
        talk.note(f"没有模板“{id}”。{hint.zh}", f"There is no template '{id}'. {hint.en}", style="red")
        done(PROBLEMS)
    return packs[id]
