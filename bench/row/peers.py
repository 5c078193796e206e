"""Which peers there are, in the order of the report."""

from importlib import import_module

from bench.row.outcome import Peer

MODULES = (
    "ours",
    "plain",
    "json_logic_rust",
    "cel_program",
    "zen_static",
    "zen_usual",
    "simpleeval_parsed",
    "simpleeval_strings",
    "json_logic_python",
)


def importable() -> tuple[list[Peer], dict[str, str]]:
    """The peers that can run here, and for each of the others its module and what is missing."""
    peers: list[Peer] = []
    absent: dict[str, str] = {}
    for name in MODULES:
        try:
            module = import_module(f"bench.row.{name}")
        except ModuleNotFoundError as problem:
            absent[name] = str(problem)
            continue
        peers.extend(module.PEERS)
    return peers, absent
