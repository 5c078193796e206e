"""Every template is tried as a customer would: checked, its tests run, its parts swapped, its people scored."""

from collections.abc import Iterator
from typing import Any

import pytest

from engine.interpreter import Interpreter
from engine.issues import Severity
from engine.program import Program
from rules.cases import failed_tests, run_tests
from rules.check import check_text
from rules.install import install
from rules.packs import LIBRARY, Choice, Option, Pack, load_library
from rules.score import Subject, period_for, score

PACKS = list(load_library())
CHOICES = [(pack, choice) for pack in PACKS for choice in pack.choices.values()]
OPTIONS = [(pack, choice, option) for pack, choice in CHOICES for option in choice.options.values()]
TOLD = ("label", "name", "why", "message", "title", "description", "summary")
"""Keys whose value is read by people."""

each_pack = pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.id)
OPTION_IDS = [f"{pack.id}-{choice.id}-{option.id}" for pack, choice, option in OPTIONS]
each_option = pytest.mark.parametrize(("pack", "choice", "option"), OPTIONS, ids=OPTION_IDS)


def program_of(pack: Pack) -> Program:
    assert pack.report.program is not None, pack.report.issues
    return pack.report.program


def test_no_folder_is_overlooked() -> None:
    """A pack without a manifest would never be offered, and nobody would notice."""
    folders = {folder.name for folder in LIBRARY.glob("*/*") if folder.is_dir()}
    assert folders == {pack.id for pack in PACKS}
    assert len(PACKS) >= 12


@each_pack
def test_checks_without_errors_or_warnings(pack: Pack) -> None:
    """What we hand out has no fault that we would tell a customer about."""
    serious = [issue for issue in pack.report.issues if issue.severity in (Severity.ERROR, Severity.WARNING)]
    assert serious == []


@each_pack
def test_its_own_tests_and_cases_hold(pack: Pack) -> None:
    """The expectations in the document and beside it, all worked out by hand, are met."""
    tests = [*pack.document.data["tests"], *pack.cases]
    assert len(tests) >= 3
    assert failed_tests(program_of(pack), tests) == []


@each_pack
def test_everything_people_read_is_in_both_languages(pack: Pack) -> None:
    """A console in either language never falls back to the other, nor to an id."""
    document: dict[str, Any] = dict(pack.document.data)
    in_one_language = [place for place, told in told_in(document) if isinstance(told, str) or len(told) < 2]
    assert in_one_language == []
    sections = ("parameters", "inputs", "metrics", "rewards", "outcomes")
    named = [(section, id) for section in sections for id in document.get(section, {})]
    unnamed = [f"{section}.{id}" for section, id in named if "label" not in document[section][id]]
    assert unnamed == []


@each_pack
def test_its_page_speaks_both_languages(pack: Pack) -> None:
    """The page begins in Chinese and goes on in English."""
    headings = [line for line in pack.readme.splitlines() if line.startswith("# ")]
    assert len(headings) == 2
    assert not headings[0].isascii()
    assert headings[1].isascii()


@each_pack
def test_every_question_has_a_label_and_a_value(pack: Pack) -> None:
    """What is asked at installation exists in the document, is asked once, and has a value to start from."""
    assert [question.id for question in pack.questions] == list(pack.asked)
    assert len(set(pack.asked)) == len(pack.asked)
    for question in pack.questions:
        assert question.label.zh != question.id
        assert question.low is not None, f"{question.id} may be any number at all"


@each_pack
def test_its_people_get_results(pack: Pack) -> None:
    """The sample people can be scored together as they stand, and at least two of them differ."""
    program = program_of(pack)
    period = period_for(program, pack.period, ("period",))
    people = [
        Subject(person.id, {**person.attributes, **person.inputs}, person.history, person.decisions)
        for person in pack.people
    ]
    assert 2 <= len(people) <= 6
    answers = score(program, Interpreter(program), period, people)
    assert [issue for answer in answers for issue in answer.issues] == []
    results = [answer.result for answer in answers if answer.result is not None]
    assert {result.status for result in results} <= {"scored", "not_eligible"}
    assert len({result.score for result in results if result.status == "scored"}) >= 2


@each_pack
def test_installed_as_it_is_it_says_the_same(pack: Pack) -> None:
    """Without any answer, the installed document keeps every test and the rules of the template."""
    installed = install(pack)
    report = check_text(installed.text)
    assert installed.tests_left_out == ()
    assert report.program is not None
    assert [step.id for step in report.program.steps] == [step.id for step in program_of(pack).steps]
    assert report.document is not None
    assert report.document.data["origin"]["template"] == pack.id


@each_option
def test_every_part_can_be_swapped(pack: Pack, choice: Choice, option: Option) -> None:
    """The document with that part checks cleanly, and the option's own tests hold in it."""
    installed = install(pack, choices={choice.id: option.id})
    report = check_text(installed.text)
    assert report.program is not None, report.issues
    assert [issue for issue in report.issues if issue.severity in (Severity.ERROR, Severity.WARNING)] == []
    if option.id != choice.default:
        assert option.tests, "a part that can be chosen shows by a test what it does"
    assert [outcome.issues for outcome in run_tests(report.program, option.tests) if not outcome.passed] == []


def told_in(data: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Every text for people in a document, with its place; tests are named for their authors."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "tests":
                continue
            if key in TOLD and (isinstance(value, str) or value.keys() <= {"zh", "en"}):
                yield f"{place}.{key}", value
            else:
                yield from told_in(value, f"{place}.{key}")
    elif isinstance(data, list):
        for position, value in enumerate(data):
            yield from told_in(value, f"{place}[{position}]")
