"""What is written can be read back as the same data, by us and without surprises by others."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from rules.document import yaml_reader
from rules.document.characters import REFUSED, REFUSED_IN_KEY, normalise
from rules.document.load import load
from rules.document.write import WIDTH, to_yaml

WORDS = """
    NO no on y true True null Null ~ 60 60.0 -5 +5 .5 5. 1e3 0x1F 010 1_000 1:30 12:30:45 2026-01-01 2026-11 .inf .nan
    - -- --- ... ? : , [ ] { } # & * ! | > ' " % @ ` = < << -x :x ?x a:b a::b x- -1x 35% -20% a\\b [a it's =60 1.5kg
"""
AWKWARD = [
    *WORDS.split(),
    "", " ", " a", "a ", "a: b", "a #b", "a:", "a, b", "min(a, b)", 'say "x"', "a\tb", "\t", "\n", "a\n", "a\nb",
    "a\n\nb\n", " a\nb", "a\n b", "a \nb", "a\nb\n\n", "\na", "# a\nb", "--- a\nb", "kind = 'complex'", "询单：人数",
    "-complaint_points * complaints", "2026-01-01 10:00:00", "80 - 60", "1 / 3", "a\u00a0", "\u3000\nx",
]  # fmt: skip

texts = st.sampled_from(AWKWARD) | st.text(max_size=30).map(lambda text: normalise(REFUSED.sub("", text)))
keys = st.sampled_from([text for text in AWKWARD if text and not REFUSED_IN_KEY.search(text)]) | st.text(
    min_size=1, max_size=12
).map(lambda text: normalise(REFUSED_IN_KEY.sub("", text)) or "k")
numbers = st.integers(-(10**15) + 1, 10**15 - 1) | st.decimals(
    -(10**14), 10**14, allow_nan=False, allow_infinity=False, places=6
).filter(lambda number: number % 1 != 0).map(lambda number: number.normalize())
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=25,
)


@example({"NO": {"0:?": None}})
@given(st.dictionaries(keys, values, max_size=5))
def test_written_and_read_is_the_same(data: dict[str, object]) -> None:
    written = to_yaml(data)  # type: ignore[arg-type]
    read = load(written).data
    assert read == data
    assert list(read) == list(data)
    assert to_yaml(read) == written


@pytest.mark.parametrize("text", AWKWARD)
def test_no_reader_takes_text_for_anything_else(text: str) -> None:
    """PyYAML's own loader, which reads NO as false and 1:30 as 90, sees the same text."""
    data = {"in_block": text, "in_flow": {"a": [text]}}
    assert yaml.safe_load(to_yaml(data)) == data  # type: ignore[arg-type]


def test_the_python_parser_reads_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reader, "CParser", None)
    data = {
        "in_block": AWKWARD,
        "in_flow": [{text or "k": text} for text in AWKWARD if "\n" not in text and "\t" not in text],
    }
    assert load(to_yaml(data)).data == data  # type: ignore[arg-type]


def test_tidy() -> None:
    source = """\
scorewright: 1
id: taobao-presales
name: {zh: 淘宝售前客服, en: Taobao pre-sales agent}

metrics:
  conversion:
    label: {zh: 询单转化率}
    why: |-
      直接反映接待效果，
      and more: than that
    value: min(orders / inquiries, 1)
    weight: 30%
    points:
      bands:
        - {at_least: 35%, points: 100.5}
        - {otherwise: '30'}
  volume: {value: chats, weight: 10%, points: {as_is: true}}

score: {round: 2, at_least: 0}

tiers:
  - {id: gold, at_least: 90, label: {zh: 金牌}}
  - {id: none}
"""
    assert to_yaml(load(source).data) == source


def test_lines_are_not_wider_than_a_screen() -> None:
    data = {"a": {"b": {f"key_{number}": "x" * 20 for number in range(9)}}, "c": ["y" * 30] * 5}
    assert all(len(line) <= WIDTH for line in to_yaml(data).split("\n"))  # type: ignore[arg-type]


def test_small_numbers_are_written_out() -> None:
    assert to_yaml({"a": Decimal("1E-7"), "b": Decimal("60.0")}) == "a: 0.0000001\nb: 60\n"


def test_chinese_is_written_as_it_is() -> None:
    assert unicodedata.normalize("NFC", "询单") in to_yaml({"a": ["询单\n人数\t", "询单"]})
