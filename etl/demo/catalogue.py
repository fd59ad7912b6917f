"""The demo district's catalogue: the sourced one, with the invented rows added or put instead."""

import csv
import io
from pathlib import Path

from etl.catalog import SPEC

BASE = Path(__file__).parents[2] / "data" / "catalog"
INVENTED = Path(__file__).parent / "catalog"


def demo_catalogue(more: dict[str, list[dict[str, str]]] | None = None) -> dict[str, bytes]:
    """All CSV files of the demo district; `more` are rows made by code (targets)."""
    return {f"{t}.csv": _file(t, (more or {}).get(t, [])) for t in SPEC}


def _file(table: str, more: list[dict[str, str]]) -> bytes:
    names = [c.name for c in SPEC[table]]
    keys = [c.name for c in SPEC[table] if c.is_key]
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for row in [*_rows(BASE, table), *_rows(INVENTED, table), *more]:
        rows[tuple(row.get(k, "") for k in keys)] = row
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows.values())
    return out.getvalue().encode()


def _rows(folder: Path, table: str) -> list[dict[str, str]]:
    path = folder / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
