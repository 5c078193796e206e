"""The one grammar of numbers, for YAML and JSON alike."""

from __future__ import annotations

import re
from decimal import Decimal

from engine.issues import Issue
from rules.document import codes, limits

Number = int | Decimal

NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(?:\.([0-9]+))?", re.ASCII)


def read_number(text: str) -> Number | Issue | None:
    """The exact number, an issue when it is too large or too long, or None when the text is not a number.

    A number without a fraction is an ``int``, also when it is written ``60.0``; trailing zeros and the sign of zero
    are dropped, so equal numbers are equal values of one type.
    """
    match = NUMBER.fullmatch(text)
    if match is None:
        return None
    whole, decimals = match[1], match[2] or ""
    if len(whole) > limits.MOST_INTEGER_DIGITS:
        return codes.NUMBER_OUT_OF_RANGE.at((), digits=len(whole), limit=limits.MOST_INTEGER_DIGITS)
    if len(decimals) > limits.MOST_DECIMALS:
        return codes.NUMBER_TOO_LONG.at((), digits=len(decimals), limit=limits.MOST_DECIMALS)
    decimals = decimals.rstrip("0")
    if not decimals:
        return int(text.partition(".")[0])
    sign = "-" if text.startswith("-") else ""
    return Decimal(f"{sign}{whole}.{decimals}")
