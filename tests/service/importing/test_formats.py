"""What is said of a cell that the door refused: how to have it read, and never a way that would be refused again."""

from __future__ import annotations

import pytest

from service.importing.formats import Unreadable, advice_on, is_format, read_text


@pytest.mark.parametrize(
    ("text", "kind", "form"),
    [
        ("1,234", "number", "1,234.50"),
        ("￥1,200.50", "money", "1,234.50"),
        ("1.234,5", "count", "1.234,50"),
        ("1:02:03", "duration", "hh:mm:ss"),
        ("Y", "flag", "Y/N"),
        ("0", "flag", "1/0"),
        ("20261103", "date", "YYYYMMDD"),
        ("2026/11/3", "date", "YYYY/M/D"),
        ("2026年11月3日", "date", "YYYY年M月D日"),
        ("3.11.2026", "date", "D.M.YYYY"),
        ("20261103", "time", "YYYYMMDD"),
        ("20261103 081500", "time", "YYYYMMDD HHmmss"),
        ("3.11.2026 08:15", "time", "D.M.YYYY H:mm"),
        ("46329.34375", "time", "excel"),
        ("1793667600", "time", "unix"),
        ("1793667600000", "time", "unix_ms"),
    ],
)
def test_the_format_that_would_read_it(text: str, kind: str, form: str) -> None:
    advice = advice_on(text, kind)
    assert advice is not None and advice.en == f"If that is how it is written, say format: {form}."
    assert form in advice.zh and is_format(kind, form)
    assert not isinstance(read_text(text, kind, form), Unreadable)


def test_other_digits_are_told_as_the_door_reads_them() -> None:
    for text in ("１２３４", "１，２３４"):
        advice = advice_on(text, "number")
        assert advice is not None and advice.en == "Write it with ordinary digits: 1234."


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1.5", "count"),
        ("0.123456789", "number"),
        ("46329", "date"),
        ("03/11/2026", "date"),
        ("soon", "time"),
        ("85", "percent"),
    ],
)
def test_nothing_is_advised_that_would_not_help(text: str, kind: str) -> None:
    assert advice_on(text, kind) is None
