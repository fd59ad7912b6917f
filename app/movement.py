"""What is common to the page of any movement: its title, its indicators, its units."""

from app import queries, scorecard
from app.filters import View
from app.findings import BEHIND
from app.store import Rows

NAMED = 3


def title(view: View, movement_id: str, root: Rows) -> str:
    """x/y indicators on pace, and which are behind."""
    words = view.words
    counts = [
        r
        for r in queries.movement_status(view)
        if r.scope_type == "root" and r.movement_id == movement_id
    ]
    if not counts:
        return words("movement.none")
    row = counts[0]
    said = [words("movement.title", x=row.on_pace_count, y=row.indicator_count)]
    behind = [scorecard.short(r, view) for r in root if r.status in BEHIND]
    closed = queries.is_closed(view)
    if len(behind) > NAMED:
        key = "movement.missed_many" if closed else "movement.behind_many"
        said.append(words(key, n=len(behind)))
    elif behind:
        key = "movement.missed" if closed else "movement.behind"
        said.append(words(key, names=", ".join(behind)))
    if row.not_due_count:
        said.append(words("movement.not_due", z=row.not_due_count))
    if row.unreported_count:
        said.append(words("movement.unreported", k=row.unreported_count))
    return " · ".join(said)


def unit_rows(view: View, movement_id: str, rows: Rows, group: str) -> tuple[Rows, Rows]:
    """(units of a group, their rows of a movement's indicators)."""
    units = tuple(u for u in queries.units(view) if u.unit_group == group)
    known = {u.unit_id for u in units}
    mine = (r for r in scorecard.of_movement(rows, movement_id) if r.scope_id in known)
    return units, tuple(sorted(mine, key=lambda r: r.sort))
