"""Building the published file: a function of the journal up to a number, the archive and this code."""

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from etl import failpoints
from etl.archive import load_catalogue, store_catalogue
from etl.catalog import SPEC, Catalog, is_asked, read_catalog, terms
from etl.catalog_spec import TABLES
from etl.form_layout import layout
from etl.journal import Entry, Journal
from etl.place import Place
from etl.rules import RULES
from etl.state import State

SCHEMA_VERSION = 1
SQL = Path(__file__).parent / "sql"
SQL_TYPES = {
    "int": "integer",
    "number": "decimal(18, 6)",
    "date": "date",
    "bool": "boolean",
    "list": "varchar[]",
    "refs": "varchar[]",
}
ARROW_TYPES: dict[str, pa.DataType] = {
    "varchar": pa.string(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "decimal(18, 6)": pa.decimal128(18, 6),
    "varchar[]": pa.list_(pa.string()),
}
# What differs between two builds of the same journal number and is no content.
NOT_CONTENT = {"build": None, "attempt": {"recorded_at"}, "act": {"recorded_at"}}


class BuildFailed(Exception):
    """The file built aside failed its checks and was not published."""


def record_catalogue(place: Place, journal: Journal) -> Catalog:
    """The catalogue in force: if its files changed, they are archived and entered in the journal first.

    Raises CatalogError where the files are faulty; the last published file then goes on serving.
    """
    catalog = read_catalog(place.catalog)

    def decide(entries: list[Entry]) -> Entry | None:
        if State.replay(entries).catalogue == catalog.hash:
            return None
        store_catalogue(place, catalog)
        return {"kind": "catalogue", "actor": "etl", "catalogue": catalog.hash}

    journal.commit(decide)
    return catalog


def build_file(
    place: Place, journal: Journal, upto: int, target: Path, catalog: Catalog | None = None
) -> str:
    """Write one database file from the journal up to a number; returns its content hash."""
    entries = journal.entries[:upto]
    state = State.replay(entries)
    if state.catalogue is None:
        raise BuildFailed("Chưa có danh mục nào trong sổ nhật ký; hãy chạy «python -m etl build».")
    if catalog is None or catalog.hash != state.catalogue:
        catalog = load_catalogue(place, state.catalogue)
    failpoints.reach("build-started")
    con = duckdb.connect(str(target))
    try:
        con.execute("set TimeZone = 'UTC'; begin")
        _catalogue_tables(con, catalog)
        con.execute((SQL / "tables.sql").read_text("utf-8"))
        _catalogue_derived(con, catalog)
        con.execute((SQL / "derived.sql").read_text("utf-8"))
        _journal_tables(con, entries)
        _values(con, place, state)
        for name in ("macros", "macros_change", "macros_report"):
            con.execute((SQL / f"{name}.sql").read_text("utf-8"))
        failpoints.reach("build-filled")
        content = content_hash(con)
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        row = [upto, SCHEMA_VERSION, state.catalogue, catalog.is_sample, content, now]
        con.execute("insert into build values (?, ?, ?, ?, ?, ?)", row)
        con.execute("commit; checkpoint")
    finally:
        con.close()
    return content


def content_hash(con: duckdb.DuckDBPyConnection) -> str:
    """SHA-256 of the sorted canonical text of all base tables."""
    tables = con.execute("select table_name from duckdb_tables() order by 1").fetchall()
    lines = []
    for (table,) in tables:
        left_out = NOT_CONTENT.get(table, set())
        if left_out is None:
            continue
        exclude = f" exclude ({', '.join(sorted(left_out))})" if left_out else ""
        query = (
            f"with t as (select *{exclude} from {table}), r as (select t::varchar as line from t) "
            "select sha256(coalesce(string_agg(line, chr(10) order by line), '')) from r"
        )
        row = con.execute(query).fetchone()
        assert row is not None
        lines.append(f"{table} {row[0]}")
    joined = con.execute("select sha256(?)", ["\n".join(lines)]).fetchone()
    assert joined is not None
    return joined[0]


def _fill(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Iterable[Any]]) -> None:
    """Insert rows given in column order, typed by the table itself."""
    described = con.execute(
        "select column_name, lower(data_type) from duckdb_columns() where table_name = ? order by column_index",
        [table],
    ).fetchall()
    types = [
        ARROW_TYPES[type_.replace("decimal(18,6)", "decimal(18, 6)")] for _, type_ in described
    ]
    columns = list(zip(*rows, strict=True))
    if not columns:
        return
    arrays = [pa.array(c, t) for c, t in zip(columns, types, strict=True)]
    batch = pa.Table.from_arrays(arrays, [name for name, _ in described])
    con.register("batch", batch)
    con.execute(f"insert into {table} select * from batch")
    con.unregister("batch")


def _catalogue_tables(con: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    for table in TABLES:
        con.execute(catalogue_ddl(table))
        names = [c.name for c in SPEC[table]]
        _fill(con, table, ([row[n] for n in names] for row in catalog.tables[table]))


def catalogue_ddl(table: str) -> str:
    """CREATE TABLE and comments of one table of the catalogue."""
    columns = [f"    {c.name} {SQL_TYPES.get(c.type, 'varchar')}" for c in SPEC[table]]
    comments = [
        f"comment on column {table}.{c.name} is '{c.meaning.replace(chr(39), chr(39) * 2)}';"
        for c in SPEC[table]
    ]
    return "\n".join([f"create table {table} (", ",\n".join(columns), ");", *comments])


def _catalogue_derived(con: duckdb.DuckDBPyConnection, catalog: Catalog) -> None:
    used = []
    for row in catalog.tables["indicator"]:
        parts = {"n": terms(row["numerator"]), "d": terms(row["denominator"])}
        parts["w"] = [(1, m) for m in row["weight"]]
        used += [(row["indicator_id"], p, m, s) for p, each in parts.items() for s, m in each]
    _fill(con, "term", used)
    due = catalog.due_dates()
    _fill(con, "expected_report", ((*key, day) for key, day in due.items()))
    _fill(con, "expected_cell", _expected_cells(catalog, list(due)))
    _fill(con, "applicable", _applicable(catalog, used))
    rules = ((r.rule_id, r.severity, r.message_vi, r.message_en) for r in RULES.values())
    _fill(con, "rule", rules)


def _expected_cells(catalog: Catalog, due: list[tuple[str, str, str]]) -> list[tuple[Any, ...]]:
    cells: list[tuple[Any, ...]] = []
    for form, reporter, period in due:
        for item in layout(catalog, form, reporter, period).items:
            measure = catalog.measures[item.measure_id]
            own = measure["root_source"] == "own"
            authority = own if item.subject_id == catalog.root else True
            cells.append((form, reporter, period, item.measure_id, item.subject_id, authority))
    for measure in catalog.tables["measure"]:
        if measure["reporter"] != "catalogue":
            continue
        for period in catalog.tables["period"]:
            for unit in catalog.units:
                asked = is_asked(measure["asked_in"], period["kind"]) and catalog.applies(
                    measure, unit
                )
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


def _journal_tables(con: duckdb.DuckDBPyConnection, entries: list[Entry]) -> None:
    reports = [e for e in entries if e["kind"] == "report"]
    _fill(con, "attempt", map(_attempt, reports))
    state = State.replay(entries)
    _fill(con, "report", (_report(e, state.parsed[n]["name"]) for n, e in state.reports.items()))
    _fill(con, "act", (_act(e) for e in _single_acts(entries)))
    _fill(
        con,
        "finding",
        (
            (
                e["number"],
                f["rule"],
                f["severity"],
                f["sheet"],
                f["cell"],
                f["value"],
                f["message"],
                f["message_en"],
            )
            for e in reports
            for f in e["findings"]
        ),
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=None)


def _attempt(entry: Entry) -> list[Any]:
    said, file = entry.get("report", {}), entry["file"]
    identity = [said.get(k) for k in ("form_id", "reporter_id", "period_id")]
    return [
        entry["number"], entry["outcome"], file["name"], file["sha256"], file["size"], *identity,
        _day(entry["received"]), entry.get("duplicate_of"), entry["actor"], entry.get("reason"),
        _moment(entry["recorded_at"]),
    ]  # fmt: skip


def _report(entry: Entry, parsed: str) -> list[Any]:
    said, file = entry["report"], entry["file"]
    return [
        entry["number"], said["form_id"], said["reporter_id"], said["period_id"], entry["revision"],
        said["paper_number"], _day(said["paper_date"]), said["signatory"], said["is_official"],
        _day(entry["received"]), said["cells"], said["filled"], file["name"], file["sha256"], parsed,
    ]  # fmt: skip


def _single_acts(entries: list[Entry]) -> Iterable[Entry]:
    return (e for e in entries if e["kind"] == "act")


def _act(entry: Entry) -> list[Any]:
    get: Callable[[str], Any] = entry.get
    return [
        entry["number"], entry["act"], _day(entry["known"]), entry["actor"], entry["reason"],
        get("report"), get("period"), get("form"), get("unit"), get("sheet"), get("cell"), get("rule"),
        _decimal(get("expected")), _decimal(get("value")), _day(get("received") or get("due")),
        get("alias"), _moment(entry["recorded_at"]),
    ]  # fmt: skip


def _decimal(text: str | None) -> Any:
    from decimal import Decimal

    return Decimal(text) if text is not None else None


def _values(con: duckdb.DuckDBPyConnection, place: Place, state: State) -> None:
    """Read the Parquet of every accepted report: numbers of results and criteria, and the rest as text."""
    names = sorted({p["name"] for p in state.parsed.values()})
    if not names:
        return
    missing = [n for n in names if not (place.parsed / n).exists()]
    if missing:
        raise BuildFailed(
            f"Kho lưu thiếu {len(missing)} tệp đã đọc, như {missing[0]}; hãy lấy lại từ bản sao lưu."
        )
    paths = [(place.parsed / n).as_posix() for n in names]
    con.execute(
        "create temp table cell_read as select *, parse_filename(filename) as parsed "
        "from read_parquet($paths, filename = true)",
        {"paths": paths},
    )
    con.execute((SQL / "values.sql").read_text("utf-8"))
