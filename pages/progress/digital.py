"""Chuyển đổi số: the movement's indicators, and every commune's own figures against its plan."""

from app import charts, findings, maps, movement, page, queries, scorecard
from app.filters import view as current_view

view = current_view()
colours = page.colours()
root = scorecard.of_movement(queries.progress(view, "root"), "cds")

page.heading(movement.title(view, "cds", root), findings.trust(view))
rows = scorecard.indicator_rows(view, root)
if rows:
    drawn = charts.progress(rows, scorecard.heads(view), colours, view.language)
    page.figure(drawn, scorecard.alt_text(rows), "indicators")
else:
    page.nothing(view, "movement.no_rows")

units, mine = movement.unit_rows(view, "cds", queries.progress(view, "unit"), "K")
page.subheading(
    view.words("movement.by_unit", who=view.words("movement.communes")),
    view.words("movement.by_unit_note"),
)
content = maps.indicators_by_unit(view, units, mine, colours)
if content.rows:
    page.figure(
        charts.cell_map(content, colours, view.language),
        view.words("movement.by_unit_alt"),
        "by_unit",
    )
else:
    page.nothing(view, "movement.no_rows")
