"""Tables of an office's own, as the catalogue declares them: what each tells, of whom."""

import re
from dataclasses import dataclass

from etl.catalog import Catalog, Row
from etl.clean import fold

# «I», «1.2», «a)», «-»: the number of a line, before its name.
NUMBERING = re.compile(r"\(?([0-9]{1,2}(\.[0-9]{1,2})*|[ivx]+|[a-zđ]|[-–+*•])[.):]?")


@dataclass(frozen=True)
class TableLayout:
    """One row of layout.csv with its fields, each under the key of its header."""

    row: Row
    fields: dict[str, Row]

    @property
    def is_long(self) -> bool:
        return self.row["kind"] == "long"

    def of(self, role: str) -> list[Row]:
        return [f for f in self.fields.values() if f["role"] == role]

    @property
    def measures(self) -> list[str]:
        """What the table tells, in the order of its fields."""
        return [f["measure_id"] for f in self.of("figure")]


def header_key(header: str) -> str:
    """A header as it is compared: folded, rows joined by a stroke, no line's number in front."""
    parts = [part for each in fold(header).split("/") if (part := each.strip())]
    return "/".join(parts[1:] if len(parts) > 1 and NUMBERING.fullmatch(parts[0]) else parts)


def table_layout(catalog: Catalog, layout_id: str) -> TableLayout:
    row = next(r for r in catalog.tables["layout"] if r["layout_id"] == layout_id)
    fields = [r for r in catalog.tables["layout_field"] if r["layout_id"] == layout_id]
    return TableLayout(row, {header_key(f["header"]): f for f in fields})


def told_in_tables(catalog: Catalog, reporter_id: str, period_id: str) -> set[tuple[str, str]]:
    """(measure, subject) that the tables owed by this reporter in this period tell."""
    found: set[tuple[str, str]] = set()
    for form_id in catalog.table_forms:
        if (form_id, reporter_id, period_id) in catalog.due_dates():
            found.update(table_cells(catalog, form_id, reporter_id, period_id))
    return found


def table_cells(
    catalog: Catalog, form_id: str, reporter_id: str, period_id: str
) -> list[tuple[str, str]]:
    """(measure, subject): every unit the measure is about, the root where it has its own figure.

    A table may tell what another reporter answers for: that is then shown beside it, never added.
    """
    own = [r for r in catalog.table_forms[form_id] if r["reporter_id"] == reporter_id]
    if not own:
        return []
    day = catalog.periods[period_id]["to_date"]
    found = []
    for name in table_layout(catalog, own[0]["layout_id"]).measures:
        measure = catalog.measures[name]
        found += [
            (name, u["unit_id"])
            for u in catalog.units_in_order
            if catalog.applies(measure, u["unit_id"]) and catalog.valid(u["unit_id"], day)
        ]
        if measure["root_source"] == "own" and measure["root_reporter"] == reporter_id:
            found.append((name, catalog.root))
    return found
