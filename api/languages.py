"""Which of the two languages a caller reads."""

from __future__ import annotations

from flask import Request

from engine.issues import Words

CHINESE = "zh-CN"
ENGLISH = "en"


def language_of(request: Request) -> str:
    """``zh-CN`` or ``en`` by ``Accept-Language``; English when the header is absent or asks for neither."""
    return request.accept_languages.best_match((ENGLISH, CHINESE)) or ENGLISH


def said(words: Words, language: str) -> str:
    return words.zh if language == CHINESE else words.en
