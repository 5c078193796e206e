"""Commands that were not written as they must be: what is wrong and how to mend it, in both languages."""

from __future__ import annotations

import click

from engine.issues import Words, did_you_mean


def words_of(error: click.UsageError) -> Words:
    """What is wrong. What our own commands say is in both languages already."""
    match error:
        case click.NoSuchOption(option_name=name):
            options = [] if error.ctx is None else [one for param in error.ctx.command.params for one in param.opts]
            return _with(Words(f"没有选项 {name}。", f"There is no option {name}."), did_you_mean(name, options))
        case click.exceptions.NoSuchCommand(command_name=name):
            group = None if error.ctx is None else error.ctx.command
            known = group.list_commands(error.ctx) if isinstance(group, click.Group) and error.ctx else []
            return _with(Words(f"没有命令 {name}。", f"There is no command {name}."), did_you_mean(name, known))
        case click.MissingParameter(param=param):
            name = _name(param, error)
            return Words(f"缺少 {name}。", f"{name} is missing.")
        case click.BadOptionUsage(option_name=name) if "requires an argument" in error.message:
            return Words(f"选项 {name} 后面要写一个值。", f"The option {name} needs a value after it.")
        case click.BadParameter(param=param):
            hint = error.param_hint
            name = hint if isinstance(hint, str) else _name(param, error)
            if param is not None and isinstance(param.type, click.Choice):
                known = [str(one) for one in param.type.choices]
                return Words(f"{name} 只能是：{'、'.join(known)}。", f"{name} is one of: {', '.join(known)}.")
            return Words(f"{name} 的值不可用：{error.message}", f"The value of {name} cannot be used: {error.message}")
    return Words(error.message, error.message)


def _name(param: click.Parameter | None, error: click.UsageError) -> str:
    if param is None or error.ctx is None:
        return ""
    return param.make_metavar(error.ctx) if isinstance(param, click.Argument) else max(param.opts, key=len)


def _with(words: Words, hint: Words | None) -> Words:
    return words if hint is None else Words(f"{words.zh}{hint.zh}", f"{words.en} {hint.en}")
