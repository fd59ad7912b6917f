"""The data model as a page, from the comments of the SQL itself: `python -m etl.data_model`."""

import sys
from pathlib import Path

import duckdb

from etl.build import MACROS, SQL
from etl.build_catalog import catalogue_ddl
from etl.catalog_spec import TABLES

HEAD = """# Data model of the published file

Made by `python -m etl.data_model` from the comments of the SQL; a test holds it. Times are UTC,
dates are the office's, values are `DECIMAL(18,6)`, percentages are 0–100. Table macros take the
day as known (`as_of`).
"""


def page() -> str:
    """Markdown of every table with its columns, then every macro."""
    con = duckdb.connect()
    for table in TABLES:
        con.execute(catalogue_ddl(table))
    for name in ("tables", "derived", *MACROS):
        con.execute((SQL / f"{name}.sql").read_text("utf-8"))
    return "\n".join([HEAD, *_tables(con), "## Macros\n", *_macros(), ""])


def _tables(con: duckdb.DuckDBPyConnection) -> list[str]:
    lines = ["## Tables\n"]
    query = "select table_name, comment from duckdb_tables() order by 1"
    for table, comment in con.execute(query).fetchall():
        source = "Catalogue, kept by hand." if table in TABLES else ""
        lines += [
            f"### {table}\n",
            f"{comment or source}\n",
            "| column | type | meaning |",
            "|---|---|---|",
        ]
        columns = con.execute(
            "select column_name, lower(data_type), coalesce(comment, '') from duckdb_columns() "
            "where table_name = ? order by column_index",
            [table],
        ).fetchall()
        lines += [f"| {name} | {type_} | {meaning} |" for name, type_, meaning in columns]
        lines.append("")
    return lines


def _macros() -> list[str]:
    lines, comment = [], ""
    for path in sorted(SQL.glob("macros*.sql")):
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("-- "):
                comment = line.removeprefix("-- ")
            elif line.startswith("create macro "):
                name = line.removeprefix("create macro ").split(") as")[0] + ")"
                lines.append(f"- `{name}`: {comment}" if comment else f"- `{name}`")
                comment = ""
    return lines


if __name__ == "__main__":
    target = Path(__file__).parents[1] / "docs" / "data-model.md"
    target.write_text(page(), "utf-8")
    sys.exit(0)
