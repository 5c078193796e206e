"""Packs are read with everything wrong in them named at once, and installed with one's own values and parts."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine.issues import Refused, path_text
from rules.check import check_text
from rules.install import Installed, install
from rules.packs import Pack, load_library, load_pack

MANIFEST = """
id: seller
version: 1.2.0
industry: shop
roles: [seller]
languages: [zh, en]
name: {zh: 销售, en: Seller}
summary: {zh: 试验用, en: For trying}
parameters: [sales_target, share, limit]
choices:
  commission:
    label: {zh: 提成, en: commission}
    default: flat
    options:
      flat: {label: {zh: 固定, en: flat}}
      rated:
        label: {zh: 按参数, en: by a parameter}
        replaces:
          parameters.rate: {value: 3%, min: 0%, max: 10%}
          rewards.commission: {amount: sales * rate}
        tests:
          - name: rated
            given: {sales: 100, answer: 10s}
            expect: {rewards.commission: 3}
      none:
        label: {zh: 没有, en: none}
        drops: [rewards.commission]
        tests:
          - name: no commission
            given: {sales: 100, answer: 10s}
            expect: {rewards: []}
"""
DOCUMENT = """
scorewright: 1
id: seller
name: {zh: 销售, en: Seller}
parameters:
  sales_target: {value: 200, min: 1, max: 1000}
  share: {value: 50%, min: 0%, max: 100%}
  limit: {value: 15s, min: 1, max: 60}
inputs: {sales: money, answer: duration}
metrics:
  sold: {value: sales, weight: 100%, points: {attainment: {target: sales_target}}}
adjustments:
  slow: {when: answer > limit, multiply: share}
rewards:
  commission: {amount: sales * 2%}
tests:
  - name: half of the target
    given: {sales: 100, answer: 10s}
    expect: {score: 50}
  - name: two percent
    given: {sales: 100, answer: 10s}
    expect: {rewards.commission: 2}
"""
PEOPLE = """
period: 2026-11
people:
  a: {name: {zh: 甲, en: A}, inputs: {sales: 120, answer: 12s}}
"""
README = "# 销售\n\n# Seller\n"
FILES = {"manifest.yaml": MANIFEST, "rule-set.yaml": DOCUMENT, "people.yaml": PEOPLE, "README.md": README}


def write(folder: Path, **changed: str | None) -> Path:
    """A pack's folder; ``manifest``, ``rule_set``, ``people`` or ``readme`` replace that file, None leaves it out."""
    folder.mkdir(parents=True)
    names = {"manifest": "manifest.yaml", "rule_set": "rule-set.yaml", "people": "people.yaml", "readme": "README.md"}
    files: dict[str, str | None] = {**FILES, **{names[key]: text for key, text in changed.items()}}
    for name, text in files.items():
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def problems(call: Any, *args: Any, **named: Any) -> list[tuple[str, str]]:
    """The (place, code) pairs with which a call is refused."""
    with pytest.raises(Refused) as refused:
        call(*args, **named)
    return [(path_text(issue.path), issue.code) for issue in refused.value.issues]


def data_of(installed: Installed) -> dict[str, Any]:
    """The installed document's data; it checks without errors."""
    report = check_text(installed.text)
    assert report.program is not None, report.issues
    assert report.document is not None
    return report.document.data


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return load_pack(write(tmp_path / "shop" / "seller"))


class TestLoading:
    def test_a_library_is_found_by_id(self, tmp_path: Path) -> None:
        """Packs come from every industry; files that are no pack are left alone."""
        write(tmp_path / "shop" / "seller")
        (tmp_path / "shop" / "notes.txt").write_text("nothing to load")
        library = load_library(tmp_path)
        assert [found.id for found in library] == ["seller"]
        assert library.packs["seller"].people[0].inputs == {"sales": 120, "answer": "12s"}

    def test_everything_wrong_is_told_at_once(self, tmp_path: Path) -> None:
        """Two packs with faults, and one of them with two."""
        write(tmp_path / "shop" / "seller", manifest=MANIFEST.replace("sales_target,", "sales_targt,"))
        write(tmp_path / "shop" / "other", manifest=MANIFEST.replace("default: flat", "default: flatt"))
        assert problems(load_library, tmp_path) == [
            ("shop.other.manifest.yaml.id", "unknown-reference"),
            ("shop.other.manifest.yaml.choices.commission.default", "unknown-reference"),
            ("shop.seller.manifest.yaml.parameters[0]", "unknown-reference"),
        ]

    def test_two_packs_cannot_share_an_id(self, tmp_path: Path) -> None:
        """An id is what a customer installs by, so it means one pack in the whole library."""
        write(tmp_path / "shop" / "seller")
        write(tmp_path / "travel" / "seller", manifest=MANIFEST.replace("industry: shop", "industry: travel"))
        assert problems(load_library, tmp_path) == [("travel.seller.id", "duplicate-name")]

    @pytest.mark.parametrize(
        ("part", "file"), [("rule_set", "rule-set.yaml"), ("people", "people.yaml"), ("readme", "README.md")]
    )
    def test_a_missing_file_is_named(self, tmp_path: Path, part: str, file: str) -> None:
        """Every pack has all its parts."""
        folder = write(tmp_path / "shop" / "seller", **{part: None})
        assert (file, "missing-key") in problems(load_pack, folder)

    def test_an_unknown_key_is_an_error(self, tmp_path: Path) -> None:
        """A misspelt key of a manifest would otherwise be ignored in silence."""
        folder = write(tmp_path / "shop" / "seller", manifest=MANIFEST + "author: somebody\n")
        assert problems(load_pack, folder) == [("manifest.yaml.author", "unknown-key")]

    def test_questions_carry_value_and_bounds(self, pack: Pack) -> None:
        """What the console asks comes from the document, in the manifest's order."""
        assert [(asked.id, asked.value, asked.low, asked.high) for asked in pack.questions] == [
            ("sales_target", 200, 1, 1000),
            ("share", Decimal("0.5"), 0, 1),
            ("limit", 15, 1, 60),
        ]


class TestInstalling:
    def test_the_lineage_is_written_down(self, pack: Pack) -> None:
        """Later one can tell which template and version a rule set came from."""
        document = data_of(install(pack, id="our-sellers", name={"zh": "本店", "en": "Ours"}))
        assert document["id"] == "our-sellers"
        assert document["name"] == {"zh": "本店", "en": "Ours"}
        assert document["origin"] == {"template": "seller", "version": "1.2.0", "choices": {"commission": "flat"}}

    @pytest.mark.parametrize(
        ("id", "given", "written"),
        [
            ("sales_target", 400, 400),
            ("sales_target", "400", "400"),
            ("share", "80%", "80%"),
            ("share", Decimal("0.8"), "80%"),
            ("limit", "20s", "20s"),
            ("limit", "1min", "1min"),
            ("limit", 20, "20s"),
        ],
    )
    def test_values_keep_their_unit(self, pack: Pack, id: str, given: Any, written: Any) -> None:
        """A bare number is a share of a percent and seconds of a duration; the document says the unit."""
        assert str(data_of(install(pack, {id: given}))["parameters"][id]["value"]) == str(written)

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({"sales_target": 5000}, ("parameters.sales_target.value", "value-outside-limits")),
            ({"sales_target": "40%"}, ("parameters.sales_target", "template-parameter-unit")),
            ({"share": 80}, ("parameters.share", "template-parameter-unit")),
            ({"limit": "30%"}, ("parameters.limit", "template-parameter-unit")),
            ({"sales_target": True}, ("parameters.sales_target", "wrong-type")),
            ({"sales_target": 200.5}, ("parameters.sales_target", "wrong-type")),
            ({"sales_target": "sales"}, ("parameters.sales_target", "not-a-constant")),
            ({"sale_target": 300}, ("parameters.sale_target", "unknown-reference")),
        ],
    )
    def test_values_that_cannot_be_are_refused(
        self, pack: Pack, values: dict[str, Any], expected: tuple[str, str]
    ) -> None:
        """With the place and a constant code; nothing is rounded, guessed or ignored."""
        assert problems(install, pack, values) == [expected]

    def test_all_problems_come_together(self, pack: Pack) -> None:
        """Values and choices are judged in one go."""
        found = problems(install, pack, {"share": 80, "targt": 1}, {"commission": "rate", "colour": "red"})
        assert found == [
            ("choices.colour", "unknown-reference"),
            ("choices.commission", "unknown-reference"),
            ("parameters.share", "template-parameter-unit"),
            ("parameters.targt", "unknown-reference"),
        ]

    def test_a_part_is_swapped_with_its_own_parameters(self, pack: Pack) -> None:
        """The chosen fragment replaces the reward, brings a parameter, and that can be filled at once."""
        document = data_of(install(pack, {"rate": "5%"}, {"commission": "rated"}))
        assert document["rewards"] == {"commission": {"amount": "sales * rate"}}
        assert document["parameters"]["rate"]["value"] == "5%"
        assert document["origin"]["choices"] == {"commission": "rated"}

    def test_a_part_can_be_taken_away(self, pack: Pack) -> None:
        """What an option drops is gone, together with the tests that need it."""
        installed = install(pack, choices={"commission": "none"})
        assert data_of(installed)["rewards"] == {}
        assert "two percent" in installed.tests_left_out

    def test_tests_that_no_longer_hold_are_left_out_and_named(self, pack: Pack) -> None:
        """A document whose tests fail could not be published; the caller is told which went."""
        installed = install(pack, {"sales_target": 400})
        assert installed.tests_left_out == ("half of the target",)
        assert [test["name"] for test in data_of(installed)["tests"]] == ["two percent"]

    def test_the_pack_itself_does_not_change(self, pack: Pack) -> None:
        """A library is shared by everybody who installs from it."""
        install(pack, {"sales_target": 400, "rate": "5%"}, {"commission": "rated"})
        assert data_of(install(pack))["parameters"]["sales_target"]["value"] == 200
        assert install(pack).tests_left_out == ()
