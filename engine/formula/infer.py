"""Resolving a formula at its place: names become ids, functions are checked, kinds and units inferred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from engine.formula import codes
from engine.formula.arguments import accepts, arrange, literal_type, literal_words
from engine.formula.nodes import (
    Absent,
    Binary,
    Call,
    Compare,
    Flag,
    If,
    Logic,
    Name,
    Negate,
    Node,
    Not,
    Number,
    Text,
)
from engine.formula.scope import Scope
from engine.formula.types import DURATION, FLAG, NUMBER, PERCENT, POINTS, TEXT, Kind, Type
from engine.formula.units import is_plain, joined, least_value, power, product, quotient
from engine.formula.words import accepted_words, kind_words
from engine.formula.write import decimal_text
from engine.functions.declaration import Function, Parameter
from engine.functions.declaration import Scope as Reach
from engine.functions.registry import FUNCTIONS, OFFERED
from engine.issues import Code, Issue, Path, Words, did_you_mean

_ADDED = Words("相加减", "added or subtracted")
_COMPARED = Words("比较", "compared")
_TOGETHER = Words("放在一起", "used together")
_LITERAL_UNITS = {"plain": NUMBER, "percent": PERCENT, "duration": DURATION}
_PLACES = {
    Reach.ROWS: Words("它汇总数据集的多行，只用在 measures 里。", "It sums up rows of a dataset: use it in measures."),
    Reach.COHORT: Words("它比较一起考核的人，这里只看一个人。", "It compares people, and only one is looked at here."),
    Reach.HISTORY: Words("它读取以往周期，这里读不到。", "It reads earlier periods, which are out of reach here."),
    Reach.PERSON: Words("换一种写法。", "Write it in another way."),
}

_MOST_HINTS = 10
"""Unknown names of one formula for which the nearest name is looked up."""

Typed = tuple[Node, Type | None]
"""A resolved node and its type; None when something in it is wrong and has been reported."""


def resolve(node: Node, scope: Scope, path: Path) -> tuple[Node, Type | None, list[Issue]]:
    """The formula with ids for names, its type, and every problem. The type is None when there is an error."""
    resolver = _Resolver(scope, path)
    resolved, type = resolver.resolve(node)
    return resolved, (None if resolver.issues else type), resolver.issues


def expect(type: Type | None, wanted: str, path: Path, node: Node | None = None) -> list[Issue]:
    """Issues when a formula does not give what its place asks for: ``number``, ``flag``, ``money``, ``text``, ``date``.

    Money may also be a number without unit (``10 * calls``), but no percentage and no duration. None as a type means
    that the formula is wrong already.
    """
    if type is None:
        return []
    match wanted:
        case "number":
            fits = type.is_number
        case "money":
            fits = type.kind is Kind.MONEY or (
                type.is_number and type.dimension == (0, 0) and type.kind is not Kind.PERCENT
            )
        case "flag":
            fits = type.kind is Kind.FLAG
        case "text":
            fits = type.is_text
        case "date":
            fits = type.kind is Kind.DATE
        case _:
            raise ValueError(f"no such group of kinds: {wanted}")
    if fits:
        return []
    span = node.span if node is not None else None
    return [codes.WRONG_RESULT.at(path, span=span, expected=accepted_words(wanted), found=kind_words(type))]


def _listed(names: Sequence[str]) -> Words:
    return Words("、".join(names), ", ".join(names))


class _Resolver:
    """One walk over one formula, collecting issues. ``inside`` are the kinds of function around the current place."""

    def __init__(self, scope: Scope, path: Path):
        self.scope = scope
        self.path = path
        self.issues: list[Issue] = []
        self.inside: list[Reach] = []

    def resolve(self, node: Node) -> Typed:
        match node:
            case Number(_, unit):
                return node, _LITERAL_UNITS[unit]
            case Text():
                return node, TEXT
            case Flag():
                return node, FLAG
            case Absent():
                return node, None
            case Name():
                return self._name(node)
            case Negate(operand):
                operand, type = self._number(operand)
                return replace(node, operand=operand), type
            case Not(operand):
                return replace(node, operand=self._condition(operand)), FLAG
            case Logic(_, items):
                return replace(node, items=tuple(self._condition(item) for item in items)), FLAG
            case Binary():
                return self._binary(node)
            case Compare():
                return self._compare(node)
            case If():
                return self._if(node)
            case Call():
                return self._call(node)

    def _wrong(self, code: Code, node: Node, hint: Words | None = None, **facts: object) -> None:
        self.issues.append(code.at(self.path, node.span, hint, **facts))

    # names

    def _name(self, node: Name) -> Typed:
        ids = self._ids(node.id)
        if len(ids) > 1:
            self._wrong(codes.AMBIGUOUS_LABEL, node, name=node.id[:40], ids=_listed(ids))
            return node, None
        if not ids:
            self._wrong(codes.UNKNOWN_NAME, node, self._name_hint(node.id), name=node.id[:40])
            return node, None
        resolved = replace(node, id=ids[0])
        if Reach.HISTORY in self.inside and ids[0] in self.scope.recorded:
            return resolved, self.scope.recorded[ids[0]]
        type = self.scope.type_of(ids[0])
        if type is None:
            self._wrong(codes.USED_BEFORE_DEFINED, node, name=node.id[:40])
        elif ids[0] in self.scope.columns and Reach.ROWS not in self.inside:
            self._wrong(codes.ROW_NAME_OUTSIDE, node, name=node.id[:40])
            type = None
        return resolved, type

    def _ids(self, name: str) -> tuple[str, ...]:
        """The ids the name may mean. Of several with one label, those that exist at this place win: an input and the
        metric made of it often carry the same label."""
        ids = self.scope.ids_of(name)
        recorded = self.scope.recorded if Reach.HISTORY in self.inside else {}
        here = tuple(id for id in ids if self.scope.type_of(id) is not None or id in recorded)
        if here:
            return here
        return tuple(id for id in ids if id != name or id in self.scope.later)

    def _name_hint(self, name: str) -> Words | None:
        lower = name.lower()
        if lower in OFFERED:
            signature = OFFERED[lower].signature
            return Words(f"它是函数，写成 {signature}。", f"It is a function: write {signature}.")
        if not self.scope.hints or len(self.issues) >= _MOST_HINTS:
            return None
        known, called = self.scope.known(), self.scope.called()
        if Reach.HISTORY in self.inside:
            known += self.scope.recorded
            called |= {id: called.get(id, Words(id, id)) for id in self.scope.recorded}
        return did_you_mean(name, known, called)

    # operators

    def _number(self, node: Node) -> Typed:
        resolved, type = self.resolve(node)
        if type is not None and not type.is_number:
            self._wrong(codes.NOT_A_NUMBER, node, found=kind_words(type))
            return resolved, None
        return resolved, type

    def _condition(self, node: Node) -> Node:
        resolved, type = self.resolve(node)
        if type is not None and type.kind is not Kind.FLAG:
            self._wrong(codes.NOT_A_FLAG, node, found=kind_words(type))
        return resolved

    def _binary(self, node: Binary) -> Typed:
        left, left_type = self._number(node.left)
        right, right_type = self._number(node.right)
        resolved = replace(node, left=left, right=right)
        if left_type is None or right_type is None:
            return resolved, None
        match node.op:
            case "*":
                return resolved, product(left_type, right_type)
            case "/":
                return resolved, quotient(left_type, right_type)
            case "**":
                assert isinstance(right, Number)
                return resolved, power(left_type, right.value)
            case _:
                return resolved, self._join(resolved, (left, left_type), (right, right_type), _ADDED)

    def _join(self, node: Node, left: tuple[Node, Type], right: tuple[Node, Type], action: Words) -> Type | None:
        """The common type of two numbers, or an issue at ``node``."""
        (left_node, left_type), (right_node, right_type) = left, right
        type = joined(left_type, right_type, is_plain(left_node, self.scope), is_plain(right_node, self.scope))
        if type is None:
            units = left_type.dimension != right_type.dimension
            code = codes.UNIT_MISMATCH if units else codes.KIND_MISMATCH
            self._wrong(code, node, left=kind_words(left_type), right=kind_words(right_type), action=action)
            return None
        if Kind.PERCENT in (left_type.kind, right_type.kind):
            for side in (left_node, right_node):
                value = least_value(side, self.scope.params, self.scope.names)
                if value is not None and abs(value) > 1:
                    self._wrong(codes.PERCENT_SCALE, side, value=decimal_text(value))
                    return None
        return type

    def _compare(self, node: Compare) -> Typed:
        left, left_type = self.resolve(node.left)
        if self._is_bare_choice(left_type, node.right):
            return replace(node, left=left), FLAG
        right, right_type = self.resolve(node.right)
        resolved = replace(node, left=left, right=right)
        if left_type is None or right_type is None:
            return resolved, FLAG
        if left_type.is_number and right_type.is_number:
            self._join(resolved, (left, left_type), (right, right_type), _COMPARED)
        elif left_type.is_text and right_type.is_text and node.op in ("==", "!="):
            self._check_choice(left_type, right)
            self._check_choice(right_type, left)
        elif left_type.kind is not right_type.kind or not (left_type.kind is Kind.DATE or node.op in ("==", "!=")):
            facts = {"left": kind_words(left_type), "right": kind_words(right_type), "op": node.op.replace("==", "=")}
            self.issues.append(codes.NOT_COMPARABLE.at(self.path, node.span, None, **facts))
        return resolved, FLAG

    def _check_choice(self, type: Type, value: Node) -> None:
        if type.kind is Kind.CHOICE and isinstance(value, Text) and value.value not in type.choices:
            hint = did_you_mean(value.value, type.choices)
            self._wrong(codes.UNKNOWN_CHOICE, value, hint, value=value.value[:40], choices=_listed(type.choices[:8]))

    def _is_bare_choice(self, type: Type | None, node: Node) -> bool:
        """A choice compared with one of its values without quotation marks is a common slip, worth its own hint."""
        if type is None or not isinstance(node, Name) or node.id not in type.choices or self._ids(node.id):
            return False
        hint = Words(f"加上引号：'{node.id}'。", f"Put it in quotation marks: '{node.id}'.")
        self._wrong(codes.UNKNOWN_NAME, node, hint, name=node.id[:40])
        return True

    def _if(self, node: If) -> Typed:
        condition = self._condition(node.condition)
        then, then_type = self.resolve(node.then)
        other, other_type = self.resolve(node.other)
        resolved = replace(node, condition=condition, then=then, other=other)
        if isinstance(then, Absent) or isinstance(other, Absent):
            return resolved, then_type or other_type
        if then_type is None or other_type is None:
            return resolved, None
        if then_type.is_number and other_type.is_number and then_type.dimension == other_type.dimension == (0, 0):
            if then_type.kind is not other_type.kind and Kind.NUMBER not in (then_type.kind, other_type.kind):
                return resolved, NUMBER
            return resolved, joined(then_type, other_type, False, False)
        return resolved, self._alike(resolved, (then, then_type), (other, other_type))

    def _alike(self, node: Node, left: tuple[Node, Type], right: tuple[Node, Type]) -> Type | None:
        """The common type of two possible results."""
        (_, left_type), (_, right_type) = left, right
        if left_type.is_number and right_type.is_number:
            return self._join(node, left, right, _TOGETHER)
        if left_type.is_text and right_type.is_text:
            return left_type if left_type == right_type else TEXT
        if left_type.kind is right_type.kind:
            return left_type
        self._wrong(codes.BRANCH_MISMATCH, node, left=kind_words(left_type), right=kind_words(right_type))
        return None

    # calls

    def _call(self, node: Call) -> Typed:
        function = FUNCTIONS.get(node.function)
        if function is None:
            hint = did_you_mean(node.function, OFFERED)
            self._wrong(codes.UNKNOWN_FUNCTION, node, hint, name=node.function[:40])
            return node, None
        placed = function.scope in self.scope.reach or function.scope is Reach.PERSON
        if not placed or (function.scope is Reach.ROWS and Reach.ROWS in self.inside):
            where = _PLACES[function.scope]
            self._wrong(codes.FUNCTION_NOT_HERE, node, where, name=function.name, where_words=where)
            return node, None
        if function.name == "points" and len(node.args) == 1 and not node.named:
            return self._points(node)
        node, given, issues = arrange(node, function, self.path)
        self.issues += issues
        if given is None:
            return node, None
        if function.name == "table":
            return self._table(node)
        return self._given(node, function, given)

    def _points(self, node: Call) -> Typed:
        metric = node.args[0]
        if not isinstance(metric, Name):
            self._wrong(codes.NO_POINTS, metric, name="…")
            return node, None
        for id in self.scope.ids_of(metric.id) or (metric.id,):
            points = f"{id}.points"
            recorded = Reach.HISTORY in self.inside and points in self.scope.recorded
            if id in self.scope.points or recorded:
                return Name(points, node.span), POINTS
        ids = self._ids(metric.id)
        if ids and ids[0] in self.scope.later:
            self._wrong(codes.USED_BEFORE_DEFINED, metric, name=metric.id[:40])
        elif ids:
            self._wrong(codes.NO_POINTS, metric, did_you_mean(metric.id, self.scope.points), name=metric.id[:40])
        else:
            self._wrong(codes.UNKNOWN_NAME, metric, did_you_mean(metric.id, self.scope.points), name=metric.id[:40])
        return node, None

    def _table(self, node: Call) -> Typed:
        named, key = node.args
        if not isinstance(named, (Name, Text)):
            self._wrong(codes.UNKNOWN_TABLE, named, name="…")
            return node, None
        name = named.id if isinstance(named, Name) else named.value
        key, _ = self.resolve(key)
        if name not in self.scope.tables:
            self._wrong(codes.UNKNOWN_TABLE, named, did_you_mean(name, self.scope.tables), name=name[:40])
            return node, None
        return replace(node, args=(Text(name, named.span), key)), self.scope.tables[name]

    def _given(self, node: Call, function: Function, given: list[tuple[Parameter, Node]]) -> Typed:
        """Check every argument in the order of the declaration and put the call together again."""
        before = len(self.issues)
        self.inside.append(function.scope)
        checked = [(parameter, *self._argument(function, parameter, value)) for parameter, value in given]
        self.inside.pop()
        positional = len(node.args)
        resolved = replace(
            node,
            args=tuple(value for _, value, _ in checked[:positional]),
            named=tuple((parameter.name, value) for parameter, value, _ in checked[positional:]),
        )
        types = [type for _, _, type in checked if type is not None]
        if len(self.issues) > before or len(types) < len(checked):
            return resolved, None
        if function.alike:
            common = types[0]
            for _, value, type in checked[1:]:
                assert type is not None
                joint = self._alike(resolved, (checked[0][1], common), (value, type))
                if joint is None:
                    return resolved, None
                common = joint
            types = [common] * len(types)
        if self._never_has_value(resolved, function):
            return resolved, None
        return resolved, function.result(tuple(types))

    def _argument(self, function: Function, parameter: Parameter, value: Node) -> Typed:
        facts = {"function": function.name, "name": parameter.name}
        if self._is_misnamed(function, parameter, value):
            return value, None
        if parameter.accepts == "word":
            if isinstance(value, Text) and value.value in parameter.words:
                return value, TEXT
            self._wrong(codes.ARGUMENT_WORD, value, None, words=", ".join(parameter.words), **facts)
            return value, None
        if parameter.literal:
            type = literal_type(parameter, value)
            if type is None:
                self._wrong(codes.ARGUMENT_LITERAL, value, None, expected=literal_words(parameter), **facts)
            return value, type
        resolved, type = self.resolve(value)
        if type is None:
            return resolved, None
        if not accepts(parameter, resolved, type):
            expected = accepted_words(parameter.accepts)
            self._wrong(codes.ARGUMENT_KIND, value, None, expected=expected, found=kind_words(type), **facts)
            return resolved, None
        return resolved, type

    def _is_misnamed(self, function: Function, parameter: Parameter, value: Node) -> bool:
        """``round(x, digits=2)`` reads as a comparison, because only declared names are arguments."""
        if parameter.accepts in ("flag", "condition", "any") or not isinstance(value, Compare) or value.op != "==":
            return False
        name = value.left
        if not isinstance(name, Name) or self._ids(name.id):
            return False
        facts = {"function": function.name, "name": name.id[:40], "signature": function.signature}
        self.issues.append(codes.UNKNOWN_ARGUMENT.at(self.path, value.span, None, **facts))
        return True

    def _never_has_value(self, node: Call, function: Function) -> bool:
        """A call on written numbers alone that has no value (30 February) is a slip of the author."""
        if function.exact is None or function.lazy_missing or function.scope is not Reach.PERSON or not node.args:
            return False
        values = [arg.value for arg in node.args if isinstance(arg, Number)]
        if len(values) < len(node.args) or function.exact(*values) is not None:
            return False
        shown = ", ".join(decimal_text(value) for value in values)
        self._wrong(codes.NO_VALUE, node, text=f"{function.name}({shown})")
        return True
