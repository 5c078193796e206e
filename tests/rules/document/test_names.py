"""Which texts may be ids and display names."""

from __future__ import annotations

import codecs

import pytest

from rules.document.names import LONGEST_ID, LONGEST_NAME, id_problems, name_problems, slug_problems
from tests.rules.document.hostile import DATA

HOSTILE = (DATA / "names.txt").read_text(encoding="utf-8").split("\n")[1:-1]

POSSIBLE_IDS = {"ı", "undefined", "constructor", "hasOwnProperty", "İstanbul"}
"""Hostile to somebody, but words like any other in a formula."""


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "A1",
        "service_score",
        "询单人数",
        "话务量2",
        "转化率_rate",
        "KPI得分",
        "naïve",
        "оценка",
        "βαθμός",
        "スコア点",
        "점수",
        "〇一",
        "x" * 63,
    ],
)
def test_ids(text: str) -> None:
    assert id_problems(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "id-invalid"),
        ("x" * (LONGEST_ID + 1), "id-invalid"),
        ("1a", "id-invalid"),
        ("_a", "id-invalid"),
        ("__class__", "id-invalid"),
        ("__proto__", "id-invalid"),
        ("a-b", "id-invalid"),
        ("a.b", "id-invalid"),
        ("a b", "id-invalid"),
        ("sales\t", "id-invalid"),
        ("sal\u200bes", "id-invalid"),
        ("ＡＤＭＩＮ", "id-invalid"),
        ("ﬁ", "id-invalid"),
        ("x²", "id-invalid"),
        ("cafe\u0301", "id-invalid"),
        ("a\ufe0f", "id-invalid"),
        ("a\U000e0100", "id-invalid"),
        ("\u3164", "id-invalid"),
        ("a٦", "id-invalid"),
        ("得分😀", "id-invalid"),
        ("s\u0430les", "id-mixed-script"),
        ("αlpha", "id-mixed-script"),
        ("得分и", "id-mixed-script"),
        ("점수スコア", "id-mixed-script"),
        ("if", "id-reserved"),
        ("class", "id-reserved"),
        ("true", "id-reserved"),
    ],
)
def test_refused_ids(text: str, code: str) -> None:
    assert [issue.code for issue in id_problems(text, ("metrics", text))] == [code]


def test_the_scripts_that_are_mixed_are_named() -> None:
    assert "Cyrillic, Latin" in id_problems("s\u0430les")[0].message.en


def test_a_message_shows_nothing_that_could_deceive() -> None:
    message = id_problems("a\u202eb\x1b[2J")[0].message
    assert "\u202e" not in message.zh + message.en
    assert "\x1b" not in message.zh + message.en
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in message.en


@pytest.mark.parametrize("text", ["a", "taobao-presales", "x1", "a" * 63])
def test_slugs(text: str) -> None:
    assert slug_problems(text) == []


@pytest.mark.parametrize(
    "text", ["", "A", "-a", "1a", "a_b", "a/b", "..", "a.b", "询", "a\n", "a" * 64, "file:///etc/passwd"]
)
def test_refused_slugs(text: str) -> None:
    assert [issue.code for issue in slug_problems(text)] == ["slug-invalid"]


@pytest.mark.parametrize(
    "text", ["询单转化率", "a", "<b>&</b>", "=cmd|'/c calc'!A1", "金牌 🏅\ufe0f", "O'Brien", "x" * LONGEST_NAME]
)
def test_display_names(text: str) -> None:
    assert name_problems(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        " a",
        "a ",
        "a\nb",
        "a\tb",
        "a\x00",
        "a\u200b",
        "\u202ea",
        "\ue000",
        "\u2800",
        "\u3164",
        "cafe\u0301",
        "x" * (LONGEST_NAME + 1),
    ],
)
def test_refused_display_names(text: str) -> None:
    assert [issue.code for issue in name_problems(text)] == ["name-invalid"]


@pytest.mark.parametrize("line", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names(line: str) -> None:
    """Markup and shell text may be shown as a name, since every output escapes; what cannot be seen may not."""
    text = codecs.decode(line, "unicode_escape") if line.isascii() else line
    is_possible_id = text in POSSIBLE_IDS
    assert (id_problems(text) == []) == is_possible_id
    is_seen = text.isprintable() and text.strip() == text != "\u2800" and len(text) <= LONGEST_NAME
    assert (name_problems(text) == []) == is_seen
    assert (slug_problems(text) == []) == (text in {"undefined", "constructor", "true"})
