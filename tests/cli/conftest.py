"""Running the command inside this process, on files of the test's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.main import main

DOCUMENT = """\
scorewright: 1
id: presales
name: {zh: 售前, en: presales}
attributes:
  team: {type: text, label: {zh: 班组, en: team}}
inputs:
  inquiries: {type: count, label: {zh: 询单人数, en: people who enquired}}
  orders: {type: count, label: {zh: 下单人数, en: people who ordered}}
  refund_rate: {type: percent, missing: 0%, label: {zh: 退款率, en: refund rate}}
metrics:
  conversion:
    label: {zh: 询单转化率, en: conversion}
    value: orders / inquiries
    missing: fail
    weight: 80%
    points: {bands: [{at_least: 30%, points: 100}, {otherwise: 50}]}
  refunds:
    label: {zh: 退款, en: refunds}
    value: refund_rate
    weight: 20%
    points: {curve: [[0%, 100], [10%, 0]]}
tiers:
  - {id: gold, at_least: 90, label: {zh: 金牌, en: gold}}
  - {id: none, label: {zh: 无, en: none}}
rewards:
  bonus: {by_tier: {gold: 100, none: -20}}
tests:
  - {name: good, given: {inquiries: 10, orders: 3}, expect: {score: 100, tier: gold}}
"""

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder to work in, with a database of its own, no settings and no terminal's width from outside."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("SCOREWRIGHT_") or name == "COLUMNS"]:
        monkeypatch.delenv(name)
    yield tmp_path


@pytest.fixture
def document(folder: Path) -> Path:
    file = folder / "rules.yaml"
    file.write_text(DOCUMENT, encoding="utf-8")
    return file


@pytest.fixture
def run(folder: Path) -> Run:
    """The command in English; the result has what it printed and its exit code."""

    def run(*words: object, lang: str = "en", input: bytes | None = None) -> Result:
        result = CliRunner().invoke(main, ["--lang", lang, *map(str, words)], input=input, catch_exceptions=False)
        assert "Traceback" not in result.output
        return result

    return run
