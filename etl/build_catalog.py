"""Tables of the build that hold the catalogue, and those that follow from it row by row."""

from dataclasses import astuple
from typing import Any

import duckdb

from etl.catalog import SPEC, Catalog, terms
from etl.catalog_spec import TABLES
from etl.cleaning import from_table
from etl.fill import fill
from etl.form_layout import layout
from etl.rules import RULES

SQL_TYPES = {
    "int": "integer",
    "number": "decimal(18, 6)",
    "date": "date",
    "bool": "boolean",
    "list": "varchar[]",
    "refs": "varchar[]",
}


def catalogue_tables(con: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    for table in TABLES:
        con.execute(catalogue_ddl(table))
        names = [c.name for c in SPEC[table]]
        fill(con, table, ([row[n] for n in names] for row in catalog.tables[table]))


def catalogue_ddl(table: str) -> str:
    """CREATE TABLE and comments of one table of the catalogue."""
    columns = [f"    {c.name} {SQL_TYPES.get(c.type, 'varchar')}" for c in SPEC[table]]
    comments = [
        f"comment on column {table}.{c.name} is '{c.meaning.replace(chr(39), chr(39) * 2)}';"
        for c in SPEC[table]
    ]
    return "\n".join([f"create table {table} (", ",\n".join(columns), ");", *comments])


def catalogue_derived(con: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    used = []
    for row in catalog.tables["indicator"]:
        parts = {"n": terms(row["numerator"]), "d": terms(row["denominator"])}
        parts["w"] = [(1, m) for m in row["weight"]]
        used += [(row["indicator_id"], p, m, s) for p, each in parts.items() for s, m in each]
    fill(con, "term", used)
    due = catalog.due_dates()
    fill(con, "expected_report", ((*key, day) for key, day in due.items()))
    fill(con, "expected_cell", _expected_cells(catalog, list(due)))
    fill(con, "applicable", _applicable(catalog, used))
    fill(con, "rule", (astuple(r) for r in RULES.values()))
    fill(con, "cleaning", from_table())
    balances = catalog.tables["balance"]
    fill(con, "balance_term", (
        (row["balance_id"], row["measure_id"], part, sign, sort)
        for row in balances for sort, (sign, part) in enumerate(terms(row["terms"]))
    ))  # fmt: skip


def _expected_cells(catalog: Catalog, due: list[tuple[str, str, str]]) -> list[tuple[Any, ...]]:
    cells: list[tuple[Any, ...]] = []
    for form, reporter, period in due:
        for item in layout(catalog, form, reporter, period).items:
            authority = _is_authority(catalog, reporter, item.measure_id, item.subject_id)
            cells.append((form, reporter, period, item.measure_id, item.subject_id, authority))
    for measure in catalog.tables["measure"]:
        if measure["reporter"] != "catalogue":
            continue
        for period in catalog.tables["period"]:
            for unit in catalog.units:
                asked = catalog.asks(measure, period) and catalog.applies(measure, unit)
                if asked and catalog.valid(unit, period["to_date"]):
                    row = (
                        "catalogue",
                        "catalogue",
                        period["period_id"],
                        measure["measure_id"],
                        unit,
                        True,
                    )
                    cells.append(row)
    return cells


def _is_authority(catalog: Catalog, reporter: str, measure_id: str, subject: str) -> bool:
    """Whether this is the source that counts; an office's table may tell of what others report."""
    measure = catalog.measures[measure_id]
    if subject == catalog.root:
        return measure["root_source"] == "own"
    return reporter == (subject if measure["reporter"] == "self" else measure["reporter"])


def _applicable(catalog: Catalog, used: list[tuple[str, str, str, int]]) -> list[tuple[str, str]]:
    by_indicator: dict[str, list[str]] = {}
    for indicator, _, measure, _ in used:
        by_indicator.setdefault(indicator, []).append(measure)
    found = []
    for indicator, names in by_indicator.items():
        measures = [catalog.measures[n] for n in names]
        for unit in catalog.units:
            if unit == catalog.root:
                if all(m["root_source"] == "own" for m in measures):
                    found.append((indicator, unit))
            elif all(catalog.applies(m, unit) for m in measures):
                found.append((indicator, unit))
    return found
