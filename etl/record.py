"""Entering a changed catalogue in the journal, once it fits the reports already there."""

from etl.archive import store_catalogue
from etl.catalog import Catalog, CatalogError, Fault
from etl.catalog_read import read_catalog
from etl.journal import Entry, Journal
from etl.place import Place
from etl.state import State


def record_catalogue(place: Place, journal: Journal, after: int | None = None) -> Catalog:
    """The catalogue in force: if its files changed, they are archived and entered first.

    With `after` no other entry may have come after that number (Journal.commit).
    Raises CatalogError where the files are faulty; the last published file then goes on serving.
    """
    catalog = read_catalog(place.catalog)
    state = State.replay(journal.entries)
    if state.catalogue != catalog.hash:
        check_use(place, state, catalog)

    def decide(entries: list[Entry]) -> Entry | None:
        if state.follow(entries).catalogue == catalog.hash:
            return None
        store_catalogue(place, catalog)
        return {"kind": "catalogue", "actor": "etl", "catalogue": catalog.hash}

    journal.commit(decide, after)
    return catalog


def check_use(place: Place, state: State, catalog: Catalog) -> None:
    """Raise CatalogError where rows are gone that accepted reports speak of."""
    gone: dict[tuple[str, str, str], int] = {}
    for number, entry in state.reports.items():
        said = entry["report"]
        for table, column, value in (
            ("form", "form_id", said["form_id"]),
            ("unit", "unit_id", said["reporter_id"]),
            ("period", "period_id", said["period_id"]),
        ):
            if all(r[column] != value for r in catalog.tables[table]):
                gone.setdefault((table, column, value), number)
    for kind, value, number in _told(place, state):
        table, column = ("measure", "measure_id") if kind == "item" else ("unit", "unit_id")
        known = catalog.measures if kind == "item" else catalog.units
        if value not in known:
            gone.setdefault((table, column, value), number)
    faults = [
        Fault(f"{table}.csv", 0, column, value, _sentence(number))
        for (table, column, value), number in gone.items()
    ]
    if faults:
        raise CatalogError(faults)


def _sentence(number: int) -> str:
    return (
        f"không còn trong danh mục nhưng báo cáo số {number} đã có số liệu; hãy thêm lại dòng này "
        "(muốn thôi dùng thì ghi ngày kết thúc, hoặc bỏ các kỳ được hỏi)"
    )


def _told(place: Place, state: State) -> list[tuple[str, str, int]]:
    """(item or subject, its id, a report that tells of it), from the Parquet in the archive."""
    import duckdb

    number_of = {p["name"]: n for n, p in state.parsed.items()}
    paths = [(place.parsed / n) for n in number_of]
    paths = [p.as_posix() for p in paths if p.exists()]
    if not paths:
        return []
    with duckdb.connect() as con:
        rows = con.execute(
            "with t as (select item_id, subject_id, parse_filename(filename) as parsed "
            "from read_parquet($paths, filename = true) where section in ('results', 'criteria')) "
            "select 'item', item_id, min(parsed) from t group by item_id "
            "union all select 'subject', subject_id, min(parsed) from t group by subject_id "
            "order by all",
            {"paths": paths},
        ).fetchall()
    return [(kind, value, number_of[parsed]) for kind, value, parsed in rows]
