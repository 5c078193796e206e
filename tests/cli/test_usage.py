"""A command that is not written as it must be: what is wrong is said in the language that was asked for."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("chekc",), "没有命令 chekc。是否想写“check”？", "There is no command chekc. Did you mean 'check'?"),
        (("templates", "shwo"), "没有命令 shwo。是否想写“show”？", "There is no command shwo. Did you mean 'show'?"),
        (
            ("check", "--fromat", "x"),
            "没有选项 --fromat。是否想写“--format”？",
            "There is no option --fromat. Did you mean '--format'?",
        ),
        (("score",), "缺少 DOCUMENT。", "DOCUMENT is missing."),
        (("score", "x", "--period"), "选项 --period 后面要写一个值。", "The option --period needs a value after it."),
        (("check", "x", "--format", "xml"), "--format 只能是：text、json。", "--format is one of: text, json."),
    ],
)
def test_wrong_usage_is_told_and_ends_with_2(run: Run, words: tuple[str, ...], zh: str, en: str) -> None:
    for lang, expected in (("zh", zh), ("en", en)):
        result = run(*words, lang=lang)
        assert result.exit_code == 2
        assert expected in result.stderr
        assert "--help" in result.stderr
