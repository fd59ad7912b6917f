"""Tổng quan: how far the district is, movement by movement, and who has reported."""

from app import findings, forecast, maps, page, queries, scorecard
from app.filters import view as current_view

view = current_view()
root = queries.progress(view, "root")
counts = queries.movement_status(view)
movements = queries.movements(view)

page.heading(findings.headline(view, root), findings.whole(view, root), findings.trust(view))

rows = scorecard.movement_rows(view, movements, root, counts)
left, right = page.two(2.7, 1)
with left:
    page.progress(
        view, rows, "progress.movement", "overview.no_movements", scorecard.leads(movements, root)
    )
with right:
    page.sentences(
        view.words("overview.attention"),
        findings.attention(view, root),
        findings.calm(view, root),
    )
    page.sentences(
        view.words("overview.bright"), findings.bright(view, root), view.words("overview.none_yet")
    )

page.subheading(view.words("overview.map"), view.words("overview.map_note"))
content = maps.movements_by_block(view, movements, queries.blocks(view), counts, page.colours())
page.cells(view, content, "overview.map_alt", "map", "overview.no_blocks")

expected = forecast.rows(view, root)
if expected:
    page.subheading(forecast.title(view, expected), view.words("forecast.note"))
    page.table(forecast.table(view, expected), view.words("forecast.alt"), height="content")

longer = queries.longer(view)
if longer:
    page.subheading(findings.longer(view, longer), view.words("longer.note"))
    page.plans(view, scorecard.longer_rows(view, longer), longer)
