"""Every unit's own figures of one movement: who is behind in most, a map, where they are from."""

from app import basis, maps, movement, page
from app.filters import View
from app.store import Rows

KEY = "by_unit"


def draw(view: View, units: Rows, rows: Rows) -> None:
    """A line a unit or, of communes, a column: its figures against its own plan."""
    title = movement.by_unit_title(view, units, rows)
    page.subheading(title, movement.by_unit_note(view, units))
    content = maps.indicators_by_unit(view, units, rows, page.colours())
    alt, trust = "movement.by_unit_alt", basis.of(view, rows)
    page.cells(view, content, alt, KEY, "movement.no_rows", trust)
    page.explained_units(view, rows, KEY)
