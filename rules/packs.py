"""Template packs: rule sets ready to be installed, each in a folder of its own with cases, sample people and a page.

A folder ``<industry>/<id>/`` holds ``manifest.yaml`` (what the pack is, what to ask at installation, which parts may be
swapped), ``rule-set.yaml`` (a document with tests), ``people.yaml`` (a few sample people), ``README.md`` and, where the
document's own tests are not all, ``cases.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path as File
from types import MappingProxyType
from typing import Any

from engine.issues import Issue, Path, Refused, Words, did_you_mean, has_errors
from rules import codes
from rules.check import CheckReport, check_document
from rules.document import fragments
from rules.document.document import Document
from rules.document.load import load
from rules.document.names import slug_problems
from rules.document.shape import shape_issues
from rules.model import Parameter
from rules.sections import tests as tests_section

LIBRARY = File(__file__).parent.parent / "templates_library"

_OPTION = fragments.record(
    {
        "label": fragments.WORDS,
        "why": fragments.WORDS,
        "replaces": fragments.mapping({}, most=50),
        "drops": fragments.listing(fragments.TEXT, most=50),
        **tests_section.SCHEMA,
    },
    required=("label",),
)
MANIFEST = fragments.record(
    {
        "id": fragments.ID,
        "version": fragments.TEXT,
        "industry": fragments.ID,
        "roles": fragments.listing(fragments.ID, most=10),
        "languages": fragments.listing(fragments.words("zh", "en"), most=2),
        "name": fragments.WORDS,
        "summary": fragments.WORDS,
        "parameters": fragments.listing(fragments.ID, least=0),
        "choices": fragments.mapping(
            fragments.record(
                {
                    "label": fragments.WORDS,
                    "default": fragments.ID,
                    "options": fragments.mapping(_OPTION, most=20),
                },
                required=("label", "default", "options"),
            ),
            most=10,
        ),
        "sources": fragments.listing(fragments.WORDS, most=20),
    },
    required=("id", "version", "industry", "roles", "languages", "name", "summary", "parameters"),
)
PEOPLE = fragments.record(
    {
        "period": fragments.TEXT,
        "people": fragments.mapping(
            fragments.record(
                {
                    "name": fragments.WORDS,
                    "attributes": tests_section.VALUES,
                    "inputs": tests_section.VALUES,
                    "history": tests_section.HISTORY,
                    "decisions": tests_section.DECISIONS,
                },
                required=("name", "inputs"),
            ),
            most=50,
        ),
    },
    required=("period", "people"),
)
CASES = fragments.record(tests_section.SCHEMA, required=("tests",))


@dataclass(frozen=True, slots=True)
class Option:
    """One form of a swappable part: what it puts where, what it takes away, and the tests that show it."""

    id: str
    label: Words
    why: Words | None
    replaces: Mapping[str, Any]
    drops: tuple[str, ...]
    tests: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A swappable part, such as the commission function. The document itself holds the ``default`` option."""

    id: str
    label: Words
    default: str
    options: Mapping[str, Option]


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample person of the pack: what a caller would send."""

    id: str
    name: Words
    attributes: Mapping[str, Any]
    inputs: Mapping[str, Any]
    history: tuple[Mapping[str, Any], ...] = ()
    decisions: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Pack:
    """One template. ``asked`` are the ids of the parameters to ask for at installation, in order."""

    id: str
    version: str
    industry: str
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    name: Words
    summary: Words
    asked: tuple[str, ...]
    choices: Mapping[str, Choice]
    sources: tuple[Words, ...]
    document: Document
    cases: tuple[Mapping[str, Any], ...]
    period: str
    people: tuple[Sample, ...]
    readme: str

    @cached_property
    def report(self) -> CheckReport:
        """The check of the document as it stands in the pack."""
        return check_document(self.document)

    @property
    def questions(self) -> tuple[Parameter, ...]:
        """The parameters to ask for, with label, type, bounds and the value that holds unless another is given."""
        rule_set = self.report.rule_set
        if rule_set is None:
            raise Refused(list(self.report.issues))
        by_id = {parameter.id: parameter for parameter in rule_set.parameters}
        return tuple(by_id[id] for id in self.asked if id in by_id)


@dataclass(frozen=True, slots=True)
class Library:
    """Every pack by id."""

    packs: Mapping[str, Pack]

    def __iter__(self) -> Iterator[Pack]:
        return iter(self.packs.values())


def load_library(root: File = LIBRARY) -> Library:
    """All packs below ``root``, by industry and id. Raises :class:`Refused` with everything wrong in any of them."""
    packs: dict[str, Pack] = {}
    issues: list[Issue] = []
    for manifest in sorted(root.glob("*/*/manifest.yaml")):
        try:
            pack = load_pack(manifest.parent)
        except Refused as refused:
            issues += [issue.under(_place(manifest.parent)) for issue in refused.issues]
            continue
        if pack.id in packs:
            other = f"{packs[pack.id].industry}/{pack.id}"
            issues.append(codes.DUPLICATE_NAME.at((*_place(manifest.parent), "id"), name=pack.id, other=other))
        packs.setdefault(pack.id, pack)
    if issues:
        raise Refused(issues)
    return Library(MappingProxyType(packs))


def load_pack(folder: File) -> Pack:
    """The pack in one folder. Raises :class:`Refused`; the document's own problems are left to ``report``."""
    issues: list[Issue] = []
    manifest = _read(folder / "manifest.yaml", MANIFEST, issues)
    people = _read(folder / "people.yaml", PEOPLE, issues)
    cases = _read(folder / "cases.yaml", CASES, issues) if (folder / "cases.yaml").exists() else {}
    document = _document(folder / "rule-set.yaml", issues)
    readme = folder / "README.md"
    if not readme.exists():
        issues.append(codes.MISSING_KEY.at((readme.name,), key=readme.name))
    if document is not None and manifest and not has_errors(issues):
        issues += _manifest_issues(manifest, document, folder)
    if has_errors(issues) or document is None:
        raise Refused(issues)
    return Pack(
        id=manifest["id"],
        version=manifest["version"],
        industry=manifest["industry"],
        roles=tuple(manifest["roles"]),
        languages=tuple(manifest["languages"]),
        name=words(manifest["name"]),
        summary=words(manifest["summary"]),
        asked=tuple(manifest["parameters"]),
        choices=MappingProxyType({id: _choice(id, raw) for id, raw in manifest.get("choices", {}).items()}),
        sources=tuple(words(raw) for raw in manifest.get("sources", ())),
        document=document,
        cases=tuple(cases.get("tests", ())),
        period=people["period"],
        people=tuple(_sample(id, raw) for id, raw in people["people"].items()),
        readme=readme.read_text(encoding="utf-8"),
    )


def words(raw: Any) -> Words:
    """A label of a manifest; one text stands for both languages."""
    if isinstance(raw, str):
        return Words(raw, raw)
    return Words(raw.get("zh") or raw["en"], raw.get("en") or raw["zh"])


def _document(file: File, issues: list[Issue]) -> Document | None:
    try:
        return load(file.read_bytes())
    except FileNotFoundError:
        issues.append(codes.MISSING_KEY.at((file.name,), key=file.name))
    except Refused as refused:
        issues += [issue.under((file.name,)) for issue in refused.issues]
    return None


def _read(file: File, schema: fragments.Schema, issues: list[Issue]) -> dict[str, Any]:
    document = _document(file, issues)
    if document is None:
        return {}
    found = document.locate_all(shape_issues(document.data, schema))
    issues += [issue.under((file.name,)) for issue in found]
    return document.data


def _manifest_issues(manifest: Mapping[str, Any], document: Document, folder: File) -> Iterator[Issue]:
    """What a manifest refers to exists: the folder's names, the asked parameters, the default options."""
    at: Path = ("manifest.yaml",)
    yield from slug_problems(manifest["id"], (*at, "id"))
    for key, name in (("id", folder.name), ("industry", folder.parent.name)):
        if manifest[key] != name:
            what = Words("文件夹", "folder")
            yield codes.UNKNOWN_REFERENCE.at((*at, key), name=manifest[key], what=what, hint=did_you_mean(name, [name]))
    parameters = document.data.get("parameters")
    known = list(parameters) if isinstance(parameters, dict) else []
    for position, id in enumerate(manifest["parameters"]):
        if id not in known:
            what, hint = Words("参数", "parameter"), did_you_mean(id, known)
            yield codes.UNKNOWN_REFERENCE.at((*at, "parameters", position), name=id, what=what, hint=hint)
    for id, raw in manifest.get("choices", {}).items():
        if raw["default"] not in raw["options"]:
            what, hint = Words("选项", "option"), did_you_mean(raw["default"], raw["options"])
            yield codes.UNKNOWN_REFERENCE.at((*at, "choices", id, "default"), name=raw["default"], what=what, hint=hint)


def _choice(id: str, raw: Mapping[str, Any]) -> Choice:
    options = {key: _option(key, option) for key, option in raw["options"].items()}
    return Choice(id, words(raw["label"]), raw["default"], MappingProxyType(options))


def _option(id: str, raw: Mapping[str, Any]) -> Option:
    return Option(
        id=id,
        label=words(raw["label"]),
        why=words(raw["why"]) if "why" in raw else None,
        replaces=MappingProxyType(raw.get("replaces", {})),
        drops=tuple(raw.get("drops", ())),
        tests=tuple(raw.get("tests", ())),
    )


def _sample(id: str, raw: Mapping[str, Any]) -> Sample:
    return Sample(
        id=id,
        name=words(raw["name"]),
        attributes=raw.get("attributes", {}),
        inputs=raw["inputs"],
        history=tuple(raw.get("history", ())),
        decisions=raw.get("decisions", {}),
    )


def _place(folder: File) -> Path:
    return (folder.parent.name, folder.name)
