"""Building the published file: a function of the journal up to a number, the archive, this code."""

import datetime as dt
import hashlib
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from etl import failpoints
from etl.archive import is_sound, load_catalogue
from etl.build_catalog import catalogue_derived, catalogue_tables
from etl.build_journal import journal_tables
from etl.catalog import Catalog
from etl.journal import Journal
from etl.place import Place
from etl.state import State
from etl.visible import hidden_measures, is_asked_for, visible

SCHEMA_VERSION = 8
SQL = Path(__file__).parent / "sql"
MACROS = ("macros", "macros_change", "macros_report", "macros_check_days", "macros_check")
# What differs between two builds of the same journal number and is no content.
NOT_CONTENT = {"build": None, "attempt": {"recorded_at"}, "act": {"recorded_at"}}
# Tables of one office are too small to be shared out among threads, to be compressed or to fill the
# usual blocks of 256 KB each: all of these cost more than they save. A commit that is a checkpoint
# at once does not write all of it twice, log and file.
ENGINE = {
    "threads": 1,
    "checkpoint_threshold": "1B",
    "force_compression": "uncompressed",
    "default_block_size": "16384",
}


class BuildFailed(Exception):
    """The file built aside failed its checks and was not published."""


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
    hidden, shown = hidden_measures(catalog), visible(catalog)
    failpoints.reach("build-started")
    con = duckdb.connect(str(target), config=ENGINE)
    reader = ThreadPoolExecutor(1)  # the archive is read while the catalogue is filled in
    try:
        cells = reader.submit(_archived, place, state)
        con.execute("set TimeZone = 'UTC'; begin")
        catalogue_tables(con, shown)
        con.execute((SQL / "tables.sql").read_text("utf-8"))
        catalogue_derived(con, shown)
        con.execute((SQL / "derived.sql").read_text("utf-8"))
        journal_tables(con, entries, state, hidden)
        if not is_asked_for(catalog, "include_personal"):
            con.execute("update report set signatory = null")
        _values(con, cells.result(), hidden)
        for name in MACROS:
            con.execute((SQL / f"{name}.sql").read_text("utf-8"))
        failpoints.reach("build-filled")
        content = content_hash(con)
        now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
        row = [upto, SCHEMA_VERSION, code_hash(), state.catalogue, catalog.is_sample, content, now]
        con.execute("insert into build values (?, ?, ?, ?, ?, ?, ?)", row)
        con.execute("commit; checkpoint")
    finally:
        reader.shutdown()
        con.close()
    return content


@cache
def code_hash() -> str:
    """Names the version of the program: what another one built is another build."""
    here = Path(__file__).parent
    whole = hashlib.sha256()
    for path in sorted([*here.glob("*.py"), *here.glob("*.csv"), *SQL.glob("*.sql")]):
        whole.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return whole.hexdigest()[:16]


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


def _archived(place: Place, state: State) -> pa.Table | None:
    """All cells of every accepted report, from the Parquet in the archive; None before the first.

    Raises BuildFailed where one is missing or decayed.
    """
    names = sorted({p["name"] for p in state.parsed.values()})
    if not names:
        return None
    held = {p.name for p in place.parsed.iterdir()} if place.parsed.is_dir() else set()
    missing = [n for n in names if n not in held]
    if missing:
        raise BuildFailed(
            f"Kho lưu {place.parsed} thiếu {len(missing)} tệp đã đọc, như {missing[0]}; "
            "hãy lấy lại từ bản sao lưu."
        )
    for name in names:
        if not is_sound(place.parsed / name):
            raise BuildFailed(
                f"{place.parsed / name} không còn đúng nội dung đã đọc; hãy lấy lại từ bản sao lưu."
            )
    paths = [(place.parsed / n).as_posix() for n in names]
    with duckdb.connect(config={"threads": 1}) as con:
        return con.execute(
            "select * exclude (filename), parse_filename(filename) as parsed "
            "from read_parquet($paths, filename = true)",
            {"paths": paths},
        ).to_arrow_table()


def _values(con: duckdb.DuckDBPyConnection, cells: pa.Table | None, hidden: set[str]) -> None:
    """Fill in what reports say: figures, and the rest as text."""
    if cells is None:
        return
    con.register("archived", cells)
    con.execute("create temp table cell_read as select * from archived")
    con.unregister("archived")
    _leave_out(con, hidden)
    _leave_moved(con)
    con.execute((SQL / "values.sql").read_text("utf-8"))


def _leave_out(con: duckdb.DuckDBPyConnection, hidden: set[str]) -> None:
    """Take hidden measures out of what was read, of the counts of their reports and of acts."""
    if not hidden:
        return
    con.execute(
        "create temp table cell_hidden as select * from cell_read "
        "where section in ('results', 'criteria', 'note') and item_id in $hidden",
        {"hidden": sorted(hidden)},
    )
    _take_out(con, "cell_hidden")
    con.execute("""
        update act set expected = null, value = null
        from report r join cell_hidden h on h.parsed = r.parsed
        where act.act = 'correct' and act.report_no = r.journal_no
            and h.sheet = act.sheet and h.cell = act.cell;
        drop table cell_hidden;
    """)


def _leave_moved(con: duckdb.DuckDBPyConnection) -> None:
    """Take out what another form asks of the same reporter now: a figure has one place."""
    con.execute("""
        create temp table asked_elsewhere as
        select r.parsed, e.measure_id as item_id, e.subject_id
        from report r
        join expected_cell e on (e.reporter_id, e.period_id) = (r.reporter_id, r.period_id)
            and e.form_id <> r.form_id;
        create temp table cell_moved as
        select c.*
        from cell_read c join asked_elsewhere e using (parsed, item_id, subject_id)
        where c.section in ('results', 'criteria');
        drop table asked_elsewhere
    """)
    _take_out(con, "cell_moved")
    con.execute("drop table cell_moved")


def _take_out(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Delete a table's cells from what was read, and from the counts of their reports."""
    con.execute(f"""
        delete from cell_read
        where (parsed, section, row_no, item_id, subject_id)
            in (select (parsed, section, row_no, item_id, subject_id) from {table});
        with counted as (
            select parsed, count(*) as cells, count(*) filter (state = 'reported') as filled
            from {table} where section <> 'note' group by parsed
        )
        update report set cells = report.cells - c.cells, filled = report.filled - c.filled
        from counted c where c.parsed = report.parsed;
    """)
