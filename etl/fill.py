"""Filling a table of the build: rows in column order, typed by the table itself."""

from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa


def fill(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Iterable[Any]]) -> None:
    """Insert rows; an empty list leaves the table empty."""
    columns = list(zip(*rows, strict=True))
    if not columns:
        return
    schema = con.execute(f"select * from {table} limit 0").to_arrow_table().schema
    arrays = [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)]
    con.register("batch", pa.Table.from_arrays(arrays, schema=schema))
    con.execute(f"insert into {table} select * from batch")
    con.unregister("batch")
