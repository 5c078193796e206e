"""The nearest valid name, for hints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from engine.issues.issue import Words


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like ``name``, or None when nothing is near."""
    choices = [choice for choice in known if len(choice) <= 120][:2000]
    folded = {choice.casefold(): choice for choice in choices}
    matches = get_close_matches(name[:120].casefold(), folded, n=1, cutoff=0.6)
    return folded[matches[0]] if matches else None


def did_you_mean(name: str, known: Iterable[str], listed: Mapping[str, Words] | None = None) -> Words | None:
    """A hint that names the nearest valid name, or lists a few when none is near: those of ``listed``, as they are
    called there, if it is given."""
    known = list(known)
    match = nearest(name, known)
    if match is not None:
        return Words(f"是否想写“{match}”？", f"Did you mean '{match}'?")
    if not known:
        return None
    called = listed or {each: Words(each, each) for each in known}
    few = [called[id] for id in sorted(called)[:8]]
    return Words("可用的有：" + "、".join(one.zh for one in few), "Available: " + ", ".join(one.en for one in few))
