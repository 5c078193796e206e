"""Reading a document section by section: names come into scope in order, every problem is collected."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from engine.formula import codes as formula_codes
from engine.formula.infer import expect, resolve
from engine.formula.nodes import Call, Name, Negate, Node, Number, Text, children, names_in
from engine.formula.parser import formula_of
from engine.formula.scope import Bounds, Scope, labels_of
from engine.formula.types import NUMBER, Type
from engine.formula.write import decimal_text
from engine.functions.declaration import Scope as Reach
from engine.functions.registry import FUNCTIONS
from engine.issues import Issue, Path, Words, did_you_mean, has_errors, path_text
from rules import codes
from rules.document.limits import MOST_ISSUES
from rules.document.names import LONGEST_NAME, id_problems, name_problems
from rules.model import Formula, Reference

RESERVED = frozenset({"score", "tier", "value", "points", "true", "false", "missing", "and", "or", "not", "if", "else"})
VALUE_SECTIONS = ("parameters", "attributes", "inputs", "measures", "metrics")
"""Sections whose entries are values with a name."""

MOST_HINTS = 50
"""Problems up to which the nearest valid name is looked up: it takes time, and such a list is read from the top."""

_ABOUT_NAMES = frozenset(
    code.name
    for code in (
        formula_codes.UNKNOWN_NAME,
        formula_codes.UNKNOWN_FUNCTION,
        formula_codes.UNKNOWN_TABLE,
        formula_codes.USED_BEFORE_DEFINED,
        formula_codes.AMBIGUOUS_LABEL,
        formula_codes.NO_POINTS,
    )
)


@dataclass
class Reader:
    """What is known so far while a document is read. ``broken`` are the places whose shape is already refused."""

    broken: frozenset[Path]
    issues: list[Issue] = field(default_factory=list)
    names: dict[str, Type] = field(default_factory=dict)
    places: dict[str, Path] = field(default_factory=dict)
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    points: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    constants: dict[str, Fraction] = field(default_factory=dict)
    params: dict[str, Bounds] = field(default_factory=dict)
    recorded: dict[str, Type] = field(default_factory=dict)
    attributes: set[str] = field(default_factory=set)
    tables: dict[str, Type] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    formulas: list[Formula] = field(default_factory=list)
    """Every formula that could be read, in the order of the document's sections."""
    doubtful: set[str] = field(default_factory=set)
    reach: frozenset[Reach] = frozenset({Reach.PERSON, Reach.COHORT, Reach.HISTORY})

    def __post_init__(self) -> None:
        self._unusable = {place[:length] for place in self.broken for length in range(len(place) + 1)}

    def add(self, *issues: Issue) -> None:
        self.issues.extend(issues)

    def usable(self, path: Path) -> bool:
        """Whether nothing at or below ``path`` was refused by its shape."""
        return path not in self._unusable

    @property
    def full(self) -> bool:
        """Whether so many problems were found that it is time to show them."""
        return len(self.issues) >= MOST_ISSUES

    def know_labels(self, labels: Iterable[tuple[str, str]]) -> None:
        """``(label, id)`` pairs of what the document declares anywhere, so that a label leads to its id even where
        it may not be used yet."""
        self.labels.update(labels_of((text, id) for text, id in labels if text != id))

    def refer(self, node: Node, path: Path, earlier: bool = False, apart: Container[str] = ()) -> None:
        """Note every name that a formula mentions, ``apart`` from some; inside a history function it is a value of
        earlier periods."""
        match node:
            case Name(id, span) if id not in apart:
                for name in self.labels.get(id, (id,)) if id not in self.names else (id,):
                    self.references.append(Reference(name, path, span, earlier))
            case Call("table", (Text(name, span), *_)):
                self.references.append(Reference(name, path, span, earlier))
        if isinstance(node, Call) and node.function in FUNCTIONS:
            earlier = earlier or FUNCTIONS[node.function].scope is Reach.HISTORY
        for child in children(node):
            self.refer(child, path, earlier, apart)

    def items(self, data: Mapping[str, Any], section: str) -> Iterable[tuple[str, Any, Path]]:
        """The usable entries of a section that maps ids to things; the others are only remembered by name."""
        for key, value in (data.get(section) or {}).items():
            path: Path = (section, key)
            if self.usable(path):
                yield key, value, path
            elif key in self.later:
                self.doubt(key)
            if key in self.later and section != "metrics" and key not in self.names:
                self.doubt(key)

    def doubt(self, id: str) -> None:
        """A name whose declaration is wrong: it may be mentioned, and what that leads to is not told again."""
        self.names.setdefault(id, NUMBER)
        self.doubtful.add(id)
        self.points.add(id)
        self.later.discard(id)

    def declare(self, id: str, type: Type, path: Path, label: Words | None = None) -> None:
        """Bring a name into scope; say so when it is reserved, taken, or not an id."""
        self.add(*id_problems(id, path))
        if id.casefold() in RESERVED:
            self.add(codes.RESERVED_NAME.at(path, name=id))
        elif id in self.names:
            self.add(codes.DUPLICATE_NAME.at(path, name=id, other=path_text(self.places.get(id, ()))))
        self.names[id] = type
        self.places.setdefault(id, path)
        self.later.discard(id)
        if label is not None:
            for text, ids in labels_of((text, id) for text in (label.zh, label.en) if text != id).items():
                known = self.labels.get(text, ())
                self.labels[text] = known + tuple(one for one in ids if one not in known)

    def words(self, raw: Any, path: Path, default: str = "", longest: int = LONGEST_NAME) -> Words:
        """A label: plain text stands for both languages; with one language given, the other repeats it."""
        if raw is None:
            return Words(default, default)
        if isinstance(raw, str):
            self.add(*name_problems(raw, path, longest))
            return Words(raw, raw)
        for key, text in raw.items():
            self.add(*name_problems(text, (*path, key), longest))
        zh, en = raw.get("zh") or raw.get("en") or default, raw.get("en") or raw.get("zh") or default
        return Words(zh, en)

    def formula(
        self,
        raw: Any,
        path: Path,
        want: str = "number",
        extra: Mapping[str, Type] | None = None,
    ) -> Formula | None:
        """A checked formula of the wanted type, or None with its problems collected."""
        if self.full:
            return None
        node, issues = formula_of(raw, path)
        self.add(*issues)
        if node is None:
            return None
        scope = Scope(
            names={**self.names, **extra} if extra else self.names,
            labels=self.labels,
            points=self.points,
            later=self.later - extra.keys() if extra else self.later,
            reach=self.reach,
            params=self.params,
            recorded=self.recorded,
            tables=self.tables,
            hints=len(self.issues) < MOST_HINTS,
        )
        node, type, issues = resolve(node, scope, path)
        self.refer(node, path)
        issues = self.own_issues(node, issues)
        self.add(*issues)
        if type is None or has_errors(issues):
            return None
        wrong = [] if want == "any" else self.own_issues(node, expect(type, want, path, node))
        self.add(*wrong)
        return None if wrong else self.read(Formula(str(raw), node, type, path))

    def read(self, formula: Formula) -> Formula:
        """Note a formula that could be read."""
        self.formulas.append(formula)
        return formula

    def own_issues(self, node: Node, issues: list[Issue]) -> list[Issue]:
        """The issues without those that only follow from a wrong declaration elsewhere."""
        kept = issues
        if self.doubtful and names_in(node) & self.doubtful:
            kept = self.about_names(kept)
        if any((section,) in self.broken for section in VALUE_SECTIONS):
            kept = [issue for issue in kept if issue.code not in _ABOUT_NAMES]
        return kept

    def about_names(self, issues: list[Issue]) -> list[Issue]:
        """Those that no type or unit has to do with."""
        return [issue for issue in issues if issue.code in _ABOUT_NAMES]

    def optional(
        self,
        data: Mapping[str, Any],
        key: str,
        path: Path,
        want: str = "number",
        extra: Mapping[str, Type] | None = None,
    ) -> Formula | None:
        """The formula under ``key``, None when the key is absent."""
        return self.formula(data[key], (*path, key), want, extra) if key in data else None

    def constant(self, raw: Any, path: Path) -> Number | None:
        """A written number: 30, 35%, 15s, -5."""
        node, issues = formula_of(raw, path)
        self.add(*issues)
        if node is None:
            return None
        if isinstance(node, Negate) and isinstance(node.operand, Number):
            return Number(-node.operand.value, node.operand.unit)
        if isinstance(node, Number):
            return node
        self.add(codes.NOT_A_CONSTANT.at(path, text=str(raw)[:60]))
        return None

    def known(self, node: Node) -> Fraction | None:
        """The number that a node certainly is: a constant or an undated, unscoped parameter; else None."""
        match node:
            case Number(value):
                return value
            case Negate(operand):
                inner = self.known(operand)
                return None if inner is None else -inner
            case Name(id):
                return self.constants.get(id)
        return None

    def is_above_zero(self, formula: Formula) -> bool:
        """Whether the formula may be above zero; a number that is written out and is not, is an issue."""
        known = self.known(formula.node)
        if known is None or known > 0:
            return True
        self._outside(formula, known, "> 0")
        return False

    def is_not_negative(self, formula: Formula) -> bool:
        """Whether the formula may be zero or more; a number that is written out and is not, is an issue."""
        known = self.known(formula.node)
        if known is None or known >= 0:
            return True
        self._outside(formula, known, ">= 0")
        return False

    def _outside(self, formula: Formula, known: Fraction, limit: str) -> None:
        got = f"{formula.text} = {decimal_text(known)}" if isinstance(formula.node, Name) else formula.text
        self.add(codes.OUT_OF_BOUNDS.at(formula.path, got=got, limit=limit))

    def part(self, raw: Any, path: Path) -> Fraction | None:
        """A percentage from 0% to 100%: a part of a whole."""
        share = self.percent(raw, path)
        if share is not None and not 0 <= share <= 1:
            self.add(codes.OUT_OF_BOUNDS.at(path, got=str(raw), limit="0% – 100%"))
        return share

    def percent(self, raw: Any, path: Path) -> Fraction | None:
        """A share: 35% or 0.35; a bare 35 is refused, for nobody means 3500 %."""
        constant = self.constant(raw, path)
        if constant is None:
            return None
        if constant.unit == "duration" or (constant.unit == "plain" and abs(constant.value) > 1):
            self.add(codes.NOT_A_PERCENT.at(path, text=str(raw), suggestion=f"{raw}%"))
            return None
        return constant.value

    def within(self, raw: Any, path: Path) -> tuple[str, ...]:
        """Attributes by which people are grouped."""
        names = [] if raw is None else [raw] if isinstance(raw, str) else list(raw)
        found = []
        for name in names:
            if name in self.attributes:
                found.append(name)
            else:
                what = Words("属性", "attribute")
                self.add(
                    codes.UNKNOWN_REFERENCE.at(path, name=name, what=what, hint=did_you_mean(name, self.attributes))
                )
        return tuple(found)
