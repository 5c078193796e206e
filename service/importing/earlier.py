"""The events that a dataset holds already, for sources whose files go on where earlier ones ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import duckdb

from engine.columnar.handing import handed, places
from engine.measures.measure import Dataset
from service.duck import quoted
from service.parts import PartFile, events_sql, sql_types
from service.sources.source import KEPT_BY


class EarlierEvents:
    """Looks things up in the parts of a dataset, once there is something to look for."""

    def __init__(self, con: duckdb.DuckDBPyConnection, dataset: Dataset, parts: Sequence[PartFile]):
        self._con = con
        self._columns = sql_types(dataset.columns)
        self._parts = parts

    def where(self, column: str, values: Sequence[str]) -> list[Mapping[str, str]]:
        """The time is in microseconds since 1970."""
        id, person, time = KEPT_BY
        names = {id: "id", **{name: quoted(name) for name in self._columns}}
        if column not in names or not self._parts or not values:
            return []
        texts = [f"CAST({quoted(name)} AS VARCHAR)" for name in self._columns]
        query = f"""
            SELECT {", ".join(["id", "subject", "CAST(epoch_us(time) AS VARCHAR)", *texts])}
            FROM ({events_sql(self._columns, self._parts)}) WHERE {names[column]} IN (SELECT {places(["VARCHAR"])})
        """
        with self._con.cursor() as cursor:
            found = cursor.execute(query, [handed(values)]).fetchall()
        header = (id, person, time, *self._columns)
        return [{name: cell for name, cell in zip(header, row, strict=True) if cell is not None} for row in found]
