"""One unit: its indicators against its own plans, its reports, and what it wrote."""

from app import findings, queries
from app.filters import View
from app.format import as_typed
from app.store import Row, Rows

# What the page shows of a unit, one at a time.
BLOCK, PLAN, HISTORY, REPORTS, PLEDGES = "block", "plan", "history", "reports", "pledges"
PARTS = (BLOCK, PLAN, HISTORY, REPORTS, PLEDGES)
NOT_ASKED = "unit.not_asked"
NARRATIVE = ("achievement", "shortcoming", "cause", "proposal")


def titles(view: View) -> dict[str, str]:
    """Units of the period by name, those of a block together: what to choose from."""
    return {u.unit_id: view.words.name(u, "name") for u in queries.units(view)}


def title(view: View, name: str, rows: Rows) -> str:
    """x/y of the unit's own indicators on pace."""
    counted = findings.counted(view, rows) or view.words("unit.nothing")
    if not any(r.expected_count for r in rows):
        counted = view.words("unit.idle")
    return view.words("unit.title", name=name, counts=counted)


def rows(view: View, unit_id: str) -> Rows:
    """The unit's own rows of indicators, movement by movement, levels of recognition left out."""
    order = {m.movement_id: m.sort for m in queries.movements(view)}
    told = (r for r in queries.progress(view, "unit") if r.scope_id == unit_id)
    mine = [r for r in told if r.rule != "level"]  # one unit's level is a rank and no count
    return tuple(sorted(mine, key=lambda r: (order[r.movement_id], r.sort)))


def is_asked(rows: Rows, owed: Rows) -> bool:
    """Whether anything is owed by the unit in the period, or about it."""
    return bool(owed) or any(r.expected_count for r in rows)


def nothing(rows: Rows, is_in_block: bool) -> str:
    """The word for why nothing is shown of the unit in its block."""
    if any(r.expected_count for r in rows):
        return "unit.no_rows" if is_in_block else "unit.outside"
    return NOT_ASKED if rows else "unit.no_rows"


def last_told(view: View, unit_id: str) -> Row | None:
    """The last other period that ended by then of which a report of the unit is in force."""
    told = {r.period_id for r in queries.unit_reports(view, unit_id) if r.state == "current"}
    end = queries.period(view).to_date
    told -= {view.period}
    before = [p for p in queries.periods(view) if p.period_id in told and p.to_date <= end]
    return max(before, key=lambda p: p.to_date, default=None)


def texts(view: View, unit_id: str) -> list[tuple[str, list[str]]]:
    """(head, paragraphs) of what the unit wrote about itself, as it was typed."""
    mine = [r for r in queries.unit_texts(view) if r.reporter_id == unit_id]
    found = []
    for item in NARRATIVE:
        said = [as_typed(r.text) for r in mine if (r.section, r.item_id) == ("narrative", item)]
        if said:
            found.append((view.words(f"narrative.{item}"), said))
    return found
