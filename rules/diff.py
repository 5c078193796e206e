"""The difference between two rule sets in meaning, told to people: what was added, removed, changed or moved."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

from engine.formula.naming import Naming
from engine.formula.parser import parse_formula
from engine.issues import Path, Words, path_text
from engine.sentences import written_words
from rules.diff_words import SECTIONS, entry_words, form_words, place_words, value_words
from rules.document.schema import DOCUMENT
from rules.document.tree import Data
from rules.meaning import Leaf, Listing, Meaning, Record, default_at, fingerprint, meaning_of
from rules.methods.reward_forms import REWARD_FORMS
from rules.methods.scoring import SCORING_METHODS
from rules.reader import VALUE_SECTIONS

Kind = Literal["added", "removed", "changed", "moved"]

_SECTION_ORDER = {section: position for position, section in enumerate(DOCUMENT["properties"])}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``path`` is its place in the later document, of something removed its place in the earlier one.

    ``label`` names the place, ``before`` and ``after`` are what is written there (None where there is nothing; of
    something moved the places, counted from 1), ``sentence`` says it all. ``told`` are formulas among them with labels
    in place of ids: before and after, None for whatever is no formula.
    """

    kind: Kind
    path: Path
    label: Words
    before: Data
    after: Data
    sentence: Words
    told: tuple[Words | None, Words | None] = (None, None)

    def to_json(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "path": path_text(self.path),
            "label": self.label.to_json(),
            "before": self.before,
            "after": self.after,
            "sentence": self.sentence.to_json(),
            "told": {
                side: None if words is None else words.to_json()
                for side, words in zip(("before", "after"), self.told, strict=True)
            },
        }


def diff(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Change, ...]:
    """Every difference in meaning between the data of two documents, in the order of the language's sections.

    Empty exactly when both mean the same; each value that differs lies at or below the path of some change.
    """
    comparison = _Comparison({**_labels(before), **_labels(after)})
    comparison.compare(meaning_of(before), meaning_of(after), ())
    return tuple(sorted(comparison.changes, key=_place))


def _place(change: Change) -> tuple[int, list[tuple[int, int, str]], str]:
    section = change.path[0] if change.path else ""
    steps = [(0, step, "") if isinstance(step, int) else (1, 0, step) for step in change.path[1:]]
    return _SECTION_ORDER.get(str(section), len(_SECTION_ORDER)), steps, change.kind


def _labels(data: Mapping[str, Any]) -> dict[Path, Words]:
    """What each entry of a section is called. Tiers and tests go by their own names."""
    found: dict[Path, Words] = {}
    for section in SECTIONS:
        entries = data.get(section)
        if isinstance(entries, dict):
            rows: list[tuple[Any, Any]] = list(entries.items())
        else:
            rows = [(_own_name(row), row) for row in entries] if isinstance(entries, list) else []
        for id, raw in rows:
            label = raw.get("label") if isinstance(raw, dict) else None
            words = label if isinstance(label, dict) else {"zh": label}
            zh = words.get("zh") or words.get("en") or id
            found[(section, id)] = Words(str(zh), str(words.get("en") or zh))
    return found


def _own_name(row: Any) -> str:
    return str(row.get("id", row.get("name"))) if isinstance(row, dict) else ""


@dataclass(slots=True)
class _Comparison:
    labels: Mapping[Path, Words]
    changes: list[Change] = field(default_factory=list)

    def compare(self, before: Meaning, after: Meaning, path: Path) -> None:
        if fingerprint(before) == fingerprint(after):
            return
        match before, after:
            case Record(), Record():
                self.records(before, after, path)
            case Listing(), Listing():
                self.listings(before, after, path)
            case _:
                self.changed(path, before, after)

    def records(self, before: Record, after: Record, path: Path) -> None:
        forms = _form(before, path), _form(after, path)
        skipped: tuple[str, ...] = ()
        if None not in forms and forms[0] != forms[1]:
            self.form_changed(path, before, after, str(forms[0]), str(forms[1]))
            if path[0] == "metrics":
                return
            skipped = (str(forms[0]), str(forms[1]))
        for key in before.items:
            if key not in after.items and key not in skipped:
                self.gone((*path, key), before.items[key])
        for key, part in after.items.items():
            if key in skipped:
                continue
            if key in before.items:
                self.compare(before.items[key], part, (*path, key))
            else:
                self.new((*path, key), part)
        if before.ordered:
            self.moves(list(before.items), list(after.items), path)

    def listings(self, before: Listing, after: Listing, path: Path) -> None:
        if before.names is not None and after.names is not None:
            self.named_rows(before, after, path)
            return
        old, new = [fingerprint(item) for item in before.items], [fingerprint(item) for item in after.items]
        gone: list[int] = []
        fresh: list[int] = []
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        for tag, low, high, start, end in matcher.get_opcodes():
            if tag == "equal":
                continue
            both = min(high - low, end - start)
            for offset in range(both):
                self.compare(before.items[low + offset], after.items[start + offset], (*path, start + offset))
            gone += range(low + both, high)
            fresh += range(start + both, end)
        self.rows(before, after, path, old, new, gone, fresh)

    def rows(
        self,
        before: Listing,
        after: Listing,
        path: Path,
        old: Sequence[Hashable],
        new: Sequence[Hashable],
        gone: list[int],
        fresh: list[int],
    ) -> None:
        """Rows on one side only; one that left its place and came back at another was moved."""
        for position in fresh:
            origin = next((index for index in gone if old[index] == new[position]), None)
            if origin is None:
                self.new((*path, position), after.items[position])
            else:
                gone.remove(origin)
                self.moved((*path, position), origin + 1, position + 1)
        for position in gone:
            self.gone((*path, position), before.items[position])

    def named_rows(self, before: Listing, after: Listing, path: Path) -> None:
        """Tiers and tests: told apart by name, wherever they stand."""
        old_names, new_names = before.names or (), after.names or ()
        self.labels = {
            **self.labels,
            **{(*path, at): self.labels.get((*path, name), Words(name, name)) for at, name in enumerate(new_names)},
        }
        for at, name in enumerate(old_names):
            if name not in new_names:
                self.gone((*path, at), before.items[at], self.labels.get((*path, name)))
        for at, name in enumerate(new_names):
            if name in old_names:
                self.compare(before.items[old_names.index(name)], after.items[at], (*path, at))
            else:
                self.new((*path, at), after.items[at])
        if before.ordered or after.ordered:
            self.moves(list(old_names), list(new_names), path, by_position=True)

    def moves(self, old: list[str], new: list[str], path: Path, by_position: bool = False) -> None:
        """The fewest things that must move for the common ones to be in the new order."""
        common = [name for name in new if name in set(old)]
        stay = _longest_rising([old.index(name) for name in common])
        for at, name in enumerate(common):
            if at not in stay:
                place = (*path, new.index(name)) if by_position else (*path, name)
                self.moved(place, old.index(name) + 1, new.index(name) + 1)

    def changed(self, path: Path, before: Meaning | None, after: Meaning | None) -> None:
        label = place_words(path, self.labels)
        old, new = (value_words(part, default_at(path)) for part in (before, after))
        self.changes.append(
            Change(
                "changed",
                path,
                label,
                default_at(path) if before is None else before.raw,
                default_at(path) if after is None else after.raw,
                Words(f"{label.zh} {old.zh} → {new.zh}", f"{label.en} {old.en} → {new.en}"),
                (self.formula(before), self.formula(after)),
            )
        )

    def form_changed(self, path: Path, before: Record, after: Record, old: str, new: str) -> None:
        label = place_words(path[:2], self.labels)
        what = Words("计分方式", "scoring method") if path[0] == "metrics" else Words("形式", "form")
        was, now = form_words(old), form_words(new)
        sentence = Words(
            f"{label.zh}的{what.zh} {was.zh} → {now.zh}（{value_words(after.items[new]).zh}）",
            f"{what.en} of {label.en} {was.en} → {now.en} ({value_words(after.items[new]).en})",
        )
        self.changes.append(
            Change(
                "changed",
                path,
                Words(f"{label.zh}的{what.zh}", f"{what.en} of {label.en}"),
                before.raw,
                after.raw,
                sentence,
            )
        )

    def new(self, path: Path, part: Meaning) -> None:
        if _is_container(path) and not isinstance(part, Leaf):
            self.compare(_empty_like(part), part, path)
            return
        if default_at(path) is not None:
            self.changed(path, None, part)
            return
        self._one_sided("added", path, part, Words("新增", "added"))

    def gone(self, path: Path, part: Meaning, label: Words | None = None) -> None:
        if _is_container(path) and not isinstance(part, Leaf):
            self.compare(part, _empty_like(part), path)
            return
        if default_at(path) is not None:
            self.changed(path, part, None)
            return
        if label is not None:
            self.labels = {**self.labels, path: label}
        self._one_sided("removed", path, part, Words("删去", "removed"))

    def _one_sided(self, kind: Literal["added", "removed"], path: Path, part: Meaning, verb: Words) -> None:
        entry = entry_words(path, self.labels)
        place = place_words(path, self.labels)
        value = value_words(part)
        if entry is not None:
            sentence = Words(f"{verb.zh}{entry.zh}", f"{verb.en} {entry.en}")
            if isinstance(part, Leaf):
                sentence = Words(f"{sentence.zh}：{value.zh}", f"{sentence.en}: {value.en}")
        else:
            sentence = Words(f"{verb.zh}{place.zh}：{value.zh}", f"{verb.en} {place.en}: {value.en}")
        was, now = (None, part.raw) if kind == "added" else (part.raw, None)
        told = self.formula(part)
        self.changes.append(
            Change(kind, path, place, was, now, sentence, (None, told) if kind == "added" else (told, None))
        )

    def formula(self, part: Meaning | None) -> Words | None:
        """A formula with labels in place of ids; None for anything else."""
        if not isinstance(part, Leaf) or not isinstance(part.raw, str):
            return None
        if not isinstance(part.key, tuple) or part.key[0] != "formula":
            return None
        node, _ = parse_formula(part.raw, ())
        values = {str(at[1]): label for at, label in self.labels.items() if len(at) == 2 and at[0] in VALUE_SECTIONS}
        tiers = {str(at[1]): label for at, label in self.labels.items() if len(at) == 2 and at[0] == "tiers"}
        return None if node is None else written_words(part.raw, node, Naming(values, tiers))

    def moved(self, path: Path, was: int, now: int) -> None:
        place = place_words(path, self.labels)
        subject = entry_words(path, self.labels) or place
        sentence = Words(
            f"{subject.zh}由第 {was} 位移到第 {now} 位", f"{subject.en} moved from place {was} to place {now}"
        )
        self.changes.append(Change("moved", path, place, was, now, sentence))


def _form(part: Record, path: Path) -> str | None:
    """The scoring method of a metric's points, or the form of a reward."""
    if len(path) == 3 and path[0] == "metrics" and path[2] == "points":
        return next((key for key in part.items if key in SCORING_METHODS), None)
    if len(path) == 2 and path[0] == "rewards":
        return next((key for key in part.items if key in REWARD_FORMS), None)
    return None


def _is_container(path: Path) -> bool:
    """Whether what stands here is only a heading over things that are told one by one."""
    return (len(path) == 1 and path[0] in SECTIONS) or (
        len(path) == 3 and path[0] == "parameters" and path[2] == "from"
    )


def _empty_like(part: Record | Listing) -> Record | Listing:
    if isinstance(part, Record):
        return Record({}, part.ordered, {})
    return Listing((), () if part.names is not None else None, part.ordered, [])


def _longest_rising(places: Sequence[int]) -> set[int]:
    """The positions of a longest rising run of ``places``: what can stay where it is."""
    ends: list[int] = []
    at: list[int] = []
    came: list[int] = []
    for position, place in enumerate(places):
        length = bisect_left(ends, place)
        ends[length:] = [place] if length == len(ends) else [place, *ends[length + 1 :]]
        at[length:] = [position] if length == len(at) else [position, *at[length + 1 :]]
        came.append(at[length - 1] if length else -1)
    stay: set[int] = set()
    position = at[-1] if at else -1
    while position >= 0:
        stay.add(position)
        position = came[position]
    return stay
