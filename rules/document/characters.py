"""Which characters may stand in a document, and how text is normalised."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls (with NEL) except tab, LF, CR
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"  # format characters, here and below
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # with the line and paragraph separators
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
    "\ud800-\udfff"  # surrogates
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use
    "\ufdd0-\ufdef\ufffe\uffff"  # noncharacters, here and below
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 15))
)
"""The inside of a character class: what must never be in a document because nobody can see it.

Written out rather than asked of ``unicodedata`` so that a scan of 1 MiB takes milliseconds and does not change with
the Python version; a test compares the two.
"""

REFUSED = re.compile(f"[{INVISIBLE}]|\r(?!\n)")
"""A character refused anywhere in the source or in a value. A carriage return is accepted only before a line feed."""

REFUSED_IN_KEY = re.compile(f"[{INVISIBLE}\t\n\r]")


def describe(character: str) -> str:
    """``U+200B ZERO WIDTH SPACE``: how a message names a character that cannot be shown."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


def is_surrogate(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


def normalise(text: str) -> str:
    """NFC, with line breaks as LF, so that the same words always compare and hash alike."""
    if text.isascii():
        return text.replace("\r\n", "\n") if "\r" in text else text
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
