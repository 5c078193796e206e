"""What the YAML parser complains of, in words an author understands."""

from __future__ import annotations

from engine.issues import Words

KNOWN = (
    (
        "mapping values are not allowed",
        Words(
            "没加引号的文字里有“冒号加空格”，或缩进不一致",
            "a colon followed by a space inside text without quotes, or uneven indentation",
        ),
    ),
    ("'\\t'", Words("缩进用了制表符，请改用空格", "a tab is used for indentation; use spaces")),
    (
        "cannot start any token",
        Words("没加引号的文字不能以 @、` 或制表符等开头", "text without quotes cannot begin with @, ` or a tab"),
    ),
    ("could not find expected ':'", Words("这个键后面缺少冒号", "the colon after this key is missing")),
    ("unexpected end of stream", Words("引号没有闭合", "a quote is not closed")),
    ("unexpected document separator", Words("引号没有闭合就遇到了 ---", "a quote is not closed before ---")),
    ("',' or ']'", Words("方括号里缺少逗号或 ]", "a comma or ] is missing in a list")),
    ("',' or '}'", Words("花括号里缺少逗号或 }", "a comma or } is missing in a map")),
    ("expected key", Words("这一行的缩进和前面对不上", "the indentation of this line does not match")),
    ("block end", Words("这一行的缩进和前面对不上", "the indentation of this line does not match")),
    ("'-' indicator", Words("列表的短横线缩进和前面对不上", "the dash of this item does not line up with the others")),
    ("unknown escape", Words("双引号里有不认识的 \\ 转义", "an unknown \\ escape inside double quotes")),
    ("hexadecimal", Words("双引号里的 \\ 转义不完整", "an incomplete \\ escape inside double quotes")),
    ("node content", Words("这里缺少内容", "something is missing here")),
)


def problem_words(problem: str) -> Words:
    """The parser's complaint by one of its known fragments, else as the parser says it."""
    for fragment, words in KNOWN:
        if fragment in problem:
            return words
    return Words(problem, problem)
