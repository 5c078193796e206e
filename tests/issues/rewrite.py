"""Write the expected issues of the golden files anew: ``python -m tests.issues.rewrite [code…]``."""

from __future__ import annotations

import sys

import yaml

from tests.issues.cases import FILES, answer, cases_of


class _Writer(yaml.SafeDumper):
    """Documents as literal blocks, so that they can be read."""


def _text(writer: yaml.SafeDumper, text: str) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Writer.add_representer(str, _text)


def main(words: list[str]) -> None:
    """Rewrite all files, or those whose codes are named."""
    for file in FILES:
        if words and file.stem not in words:
            continue
        cases = [{**case, "issues": answer(case, file.stem)} for case in cases_of(file)]
        text = yaml.dump(cases, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=118)
        file.write_text(text.replace("\n- ", "\n\n- "), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
