"""Hashes of sets of rows: whatever the order, the pieces or the threads, equal rows give an equal hash.

Every row has a SHA-256; the four quarters of all of them are summed, each modulo 2**64. Sums can be taken apart again,
so that replacing one of fifty million rows does not mean reading the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.duck import quoted
from service.text import sha256_of

_LIMBS = 4
_MODULUS = 2**64


@dataclass(frozen=True, slots=True)
class Digest:
    """The sum over some rows, and how many they are."""

    limbs: tuple[int, ...] = (0,) * _LIMBS
    rows: int = 0

    def plus(self, other: Digest) -> Digest:
        sums = (one + two for one, two in zip(self.limbs, other.limbs, strict=True))
        return Digest(tuple(limb % _MODULUS for limb in sums), self.rows + other.rows)

    def minus(self, other: Digest) -> Digest:
        rests = (one - two for one, two in zip(self.limbs, other.limbs, strict=True))
        return Digest(tuple(limb % _MODULUS for limb in rests), self.rows - other.rows)

    @property
    def hex(self) -> str:
        return "".join(f"{limb:016x}" for limb in self.limbs)

    @property
    def hash(self) -> str:
        """``sha256:…`` of sum and number."""
        return sha256_of(self.hex, str(self.rows))


def digest_of(hex: str, rows: int) -> Digest:
    return Digest(tuple(int(hex[at : at + 16], 16) for at in range(0, 16 * _LIMBS, 16)), rows)


def digest_of_texts(rows: Iterable[str]) -> Digest:
    """The same for rows that are texts here and not in a database."""
    sums = [0] * _LIMBS
    count = 0
    for text in rows:
        hash = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        for limb in range(_LIMBS):
            sums[limb] += int.from_bytes(hash[8 * limb : 8 * limb + 8])
        count += 1
    return Digest(tuple(limb % _MODULUS for limb in sums), count)


def digest_of_row(row: Sequence[int | None]) -> Digest:
    """From what :func:`digest_query` gave."""
    *sums, count = row
    return Digest(tuple(int(limb or 0) % _MODULUS for limb in sums), int(count or 0))


def digest_query(text: str, rows: str) -> str:
    """A query that sums rows, to be read by :func:`digest_of_row`: ``text`` says a row, ``rows`` is what follows
    ``FROM``."""
    limbs = (f"sum(('0x' || substr(hash, {1 + 16 * limb}, 16))::UBIGINT::HUGEINT)" for limb in range(_LIMBS))
    return f"SELECT {', '.join(limbs)}, count(*) FROM (SELECT sha256({text}) AS hash FROM {rows})"


def text_sql(columns: Mapping[str, str], alias: str) -> str:
    """An expression for everything a row of a part says. Columns without a value add nothing, so a column that is
    declared later changes no hash."""
    own = (_piece(name, f"{alias}.{quoted(name)}") for name in sorted(columns))
    told = " || ".join([_piece("subject", f"{alias}.subject"), _piece("time", f"epoch_us({alias}.time)"), *own])
    return f"concat({alias}.id, chr(30), CASE WHEN {alias}.withdrawn THEN 'withdrawn' ELSE {told} END)"


def _piece(name: str, value: str) -> str:
    label = "'" + name.replace("'", "''") + "'"
    return f"coalesce({label} || chr(31) || CAST({value} AS VARCHAR) || chr(30), '')"
