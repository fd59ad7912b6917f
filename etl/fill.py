"""Filling a table of the build: rows in column order, typed by the table itself."""

from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa

ARROW_TYPES: dict[str, pa.DataType] = {
    "varchar": pa.string(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "decimal(18,6)": pa.decimal128(18, 6),
    "varchar[]": pa.list_(pa.string()),
}


def fill(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Iterable[Any]]) -> None:
    """Insert rows; an empty list leaves the table empty."""
    columns = list(zip(*rows, strict=True))
    if not columns:
        return
    described = con.execute(
        "select column_name, lower(data_type) from duckdb_columns() "
        "where table_name = ? order by column_index",
        [table],
    ).fetchall()
    types = [ARROW_TYPES[type_] for _, type_ in described]
    arrays = [pa.array(c, t) for c, t in zip(columns, types, strict=True)]
    con.register("batch", pa.Table.from_arrays(arrays, [name for name, _ in described]))
    con.execute(f"insert into {table} select * from batch")
    con.unregister("batch")
