"""Text to :class:`Document`: the only way in for a rule set, whoever sends it."""

from __future__ import annotations

from types import MappingProxyType

from engine.issues import Refused, Words, by_place
from rules.document import codes
from rules.document.document import Document, Media
from rules.document.encoding import decode
from rules.document.json_reader import read_json
from rules.document.tree import Tree
from rules.document.yaml_reader import read_yaml

LIST = Words("列表", "a list")
VALUE = Words("单个值", "a single value")


def load(source: bytes | str, media: Media = "yaml") -> Document:
    """Read a document; raises :class:`engine.issues.Refused` with every problem that reading can find.

    Reading ends at the first syntax error; everything that only concerns one key or value is collected. The time and
    memory it takes are bounded by the limits of :mod:`rules.document.limits`, whatever the source is.
    """
    text = decode(source)
    tree = Tree(codes.YAML_TOO_DEEP if media == "yaml" else codes.JSON_TOO_DEEP)
    try:
        has_content = read_yaml(text, tree) if media == "yaml" else read_json(text, tree)
    except Refused as refused:
        raise Refused(by_place(refused.issues)) from refused.__cause__
    if not isinstance(tree.data, dict):
        if not has_content or (tree.data is None and not tree.issues):
            tree.note(codes.DOCUMENT_EMPTY.at(()), (1, 1))
        elif not tree.issues or isinstance(tree.data, list):
            found = LIST if isinstance(tree.data, list) else VALUE
            tree.note(codes.DOCUMENT_NOT_MAPPING.at((), found=found), (1, 1))
    if tree.issues or not isinstance(tree.data, dict):
        raise Refused(by_place(tree.issues))
    return Document(tree.data, MappingProxyType(tree.positions), MappingProxyType(tree.keys), text, media)
