"""Ids and display names: what may name a thing, and what may be shown as its name."""

from __future__ import annotations

import keyword
import re
import unicodedata

from engine.issues import Issue, Path, Words, declare
from rules.document.characters import REFUSED_IN_KEY, describe

LONGEST_ID = 63
LONGEST_NAME = 120
LONGEST_SENTENCE = 500

SLUG = re.compile(r"[a-z][a-z0-9-]{0,62}")
ASCII_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")

COMMON = "COMMON"
SCRIPT_OF_WORD = {
    "CJK": "HAN",
    "IDEOGRAPHIC": "HAN",
    "HANGZHOU": "HAN",
    "KATAKANA-HIRAGANA": "KATAKANA",
    "COMBINING": COMMON,
    "MODIFIER": COMMON,
    "VARIATION": COMMON,
}
"""The first word of a character's Unicode name is its script, apart from these."""

MIXTURES = (
    frozenset({"LATIN", "HAN", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "HAN", "HANGUL"}),
    frozenset({"LATIN", "HAN", "BOPOMOFO"}),
)
"""Scripts that one language writes together (Unicode TR 39, "highly restrictive")."""

LETTERS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nl"})
"""Letters and their marks by category; Nl is 〇, a numeral that Chinese words use as a letter."""

BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0\u2800")
"""Letters and marks by category that show nothing."""

RESERVED = frozenset({*keyword.kwlist, "true", "false", "null"})
"""Words that a formula reads as grammar or as a constant, so nothing can be called by them."""

ID_INVALID = declare(
    "id-invalid",
    zh="“{id}”不能作为名称：{reason}。",
    en="'{id}' cannot be an id: {reason}.",
    mend_zh="名称由字母（任何文字）、数字和下划线组成，以字母开头，最多 {limit} 个字符；要显示的文字写进 label。",
    mend_en="An id is letters of any script, digits and underscores, begins with a letter and has at most {limit}"
    " characters; what people read goes into label.",
)
ID_MIXED_SCRIPT = declare(
    "id-mixed-script",
    zh="“{id}”混用了不同文字（{scripts}），看起来会与别的名称分不清。",
    en="'{id}' mixes scripts ({scripts}), so it can look the same as another id.",
    mend_zh="请只用一种文字；汉字可以和拉丁字母、数字混用。",
    mend_en="Use one script; Chinese characters may be combined with Latin letters and digits.",
)
ID_RESERVED = declare(
    "id-reserved",
    zh="“{id}”是公式里的保留字，不能作为名称。",
    en="'{id}' is a reserved word of formulas and cannot be an id.",
    mend_zh="请换一个名字，例如 {id}_value。",
    mend_en="Use another name, such as {id}_value.",
)
SLUG_INVALID = declare(
    "slug-invalid",
    zh="“{id}”不能作为规则集或模板的编号。",
    en="'{id}' cannot be the id of a rule set or template.",
    mend_zh="只用小写英文字母、数字和连字符，以字母开头，最多 63 个字符，例如 taobao-presales。",
    mend_en="Use lower-case Latin letters, digits and hyphens, beginning with a letter, at most 63 characters, such as"
    " taobao-presales.",
)
NAME_INVALID = declare(
    "name-invalid",
    zh="这个显示名称不能用：{reason}。",
    en="This display name cannot be used: {reason}.",
    mend_zh="请写 1 到 {limit} 个看得见的字符，不含换行、控制字符或首尾空格。",
    mend_en="Write 1 to {limit} visible characters without line breaks, control characters or spaces at the ends.",
)


def id_problems(text: str, path: Path = ()) -> list[Issue]:
    """What is wrong with ``text`` as the id of an input, parameter, metric, tier or reward; ``[]`` when nothing is."""
    if ASCII_ID.fullmatch(text):
        return [ID_RESERVED.at(path, id=text)] if text in RESERVED else []
    reason = _id_reason(text)
    if reason is not None:
        return [ID_INVALID.at(path, id=_shown(text), reason=reason, limit=LONGEST_ID)]
    scripts = {script for script in map(script_of, text) if script != COMMON}
    if len(scripts) > 1 and not any(scripts <= mixture for mixture in MIXTURES):
        listed = ", ".join(sorted(script.capitalize() for script in scripts))
        return [ID_MIXED_SCRIPT.at(path, id=text, scripts=listed)]
    return []


def slug_problems(text: str, path: Path = ()) -> list[Issue]:
    """What is wrong with ``text`` as the id of a rule set or template, which also stands in URLs and file names."""
    return [] if SLUG.fullmatch(text) else [SLUG_INVALID.at(path, id=_shown(text))]


def name_problems(text: str, path: Path = (), longest: int = LONGEST_NAME) -> list[Issue]:
    """What is wrong with ``text`` as a display name. Markup is not: every output escapes what it shows."""
    reason = _name_reason(text, longest)
    if reason is None:
        return []
    return [NAME_INVALID.at(path, reason=reason, limit=longest)]


def script_of(character: str) -> str:
    """The script of a letter as far as ids need it: ``LATIN``, ``HAN``, ``CYRILLIC``…, or ``COMMON``."""
    if character == "_" or character.isdigit():
        return COMMON
    word = unicodedata.name(character, COMMON).split()[0]
    return SCRIPT_OF_WORD.get(word, word)


def _id_reason(text: str) -> Words | None:
    if not text:
        return Words("是空的", "it is empty")
    if len(text) > LONGEST_ID:
        return Words(f"有 {len(text)} 个字符", f"it has {len(text)} characters")
    for character in text:
        if not _may_be_in_id(character):
            return Words(f"含有 {_named(character)}", f"it contains {_named(character)}")
    if unicodedata.normalize("NFKC", text) != text:
        return Words("含有兼容字符，如全角字母", "it contains compatibility characters, such as full-width letters")
    if text[0] == "_" or not text.isidentifier():
        return Words("不以字母开头", "it does not begin with a letter")
    return None


def _may_be_in_id(character: str) -> bool:
    if character in BLANK_LETTERS or REFUSED_IN_KEY.match(character) or "\ufe00" <= character <= "\ufe0f":
        return False
    if character == "_" or character in "0123456789":
        return True
    return unicodedata.category(character) in LETTERS and character < "\U000e0000"  # above stand only selectors


def _name_reason(text: str, longest: int) -> Words | None:
    if not text or all(character.isspace() or character in BLANK_LETTERS for character in text):
        return Words("没有看得见的字符", "nothing in it can be seen")
    if len(text) > longest:
        return Words(f"有 {len(text)} 个字符", f"it has {len(text)} characters")
    refused = REFUSED_IN_KEY.search(text)
    if refused is not None:
        return Words(f"含有 {describe(refused[0])}", f"it contains {describe(refused[0])}")
    if text != text.strip():
        return Words("首尾有空格", "it begins or ends with a space")
    if not unicodedata.is_normalized("NFC", text):
        return Words("不是 NFC 形式", "it is not in NFC")
    return None


def _named(character: str) -> str:
    """The character in quotes if it can be seen, else by its code point."""
    is_visible = character.isprintable() and not character.isspace() and character not in BLANK_LETTERS
    return f"“{character}”" if is_visible else describe(character)


def _shown(text: str) -> str:
    """The text as a message may repeat it: short, and without what cannot be seen."""
    return REFUSED_IN_KEY.sub("\N{REPLACEMENT CHARACTER}", text[:60])
