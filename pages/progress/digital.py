"""Chuyển đổi số: the movement's indicators, and every unit's own figures against its plan."""

from app import findings, maps, movement, page, queries, scorecard
from app.filters import view as current_view

view = current_view()
root = scorecard.of_movement(queries.progress(view, "root"), "cds")

page.heading(movement.title(view, "cds", root), findings.trust(view))
page.progress(view, scorecard.indicator_rows(view, root), origins=root)

units, mine = movement.unit_rows(view, "cds", queries.progress(view, "unit"))
page.subheading(movement.by_unit(view, units), view.words("movement.by_unit_note"))
content = maps.indicators_by_unit(view, units, mine, page.colours())
page.cells(view, content, "movement.by_unit_alt", "by_unit", "movement.no_rows")
