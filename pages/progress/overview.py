"""Tổng quan: how far the district is, movement by movement, and who has reported."""

from app import basis, findings, forecast, maps, movement, overall, page, queries, scorecard
from app.filters import view as current_view

view = current_view()
root = queries.progress(view, "root")
counts = queries.movement_status(view)
movements = queries.movements(view)

page.heading(findings.headline(view, root), findings.whole(view, root), findings.trust(view))

rows = scorecard.movement_rows(view, movements, root, counts)
figures, sentences = page.two(2.7, 1)
if view.is_projected:  # who stands before a hall is asked what needs attention
    figures, sentences = sentences, figures
with figures:
    page.progress(
        view, rows, scorecard.leads(movements, root), "progress.movement", "overview.no_movements"
    )
    page.links(view, movement.links(view, movements))
    page.links(view, movement.elsewhere(view, movements))
with sentences:
    page.sentences(
        view.words("overview.attention"),
        findings.attention(view, root),
        findings.calm(view, root),
    )
    page.sentences(
        view.words("overview.bright"), findings.bright(view, root), view.words("overview.none_yet")
    )

in_set = overall.of_set(view, root)
if in_set:
    page.subheading(findings.set_title(view))
    page.progress(view, scorecard.indicator_rows(view, in_set), in_set, key="set")

blocks = queries.blocks(view)
title = maps.least_on_pace(view, movements, blocks, counts)
content = maps.movements_by_block(view, movements, blocks, counts, page.colours())
of_blocks = maps.judged_in_blocks(view, movements, blocks, queries.progress(view, "block"))
trust = basis.of(view, of_blocks)
page.subheading(title, maps.note(view, content))
empty = "overview.map_idle" if blocks else "overview.no_blocks"
page.cells(view, content, "overview.map_alt", "map", empty, trust)
page.explained_units(view, queries.progress(view, "block"), "map_of")

expected = forecast.rows(view, root)
if expected:
    page.subheading(forecast.title(view, expected), view.words("forecast.note"))
    page.table(forecast.table(view, expected), view.words("forecast.alt"), height="content")
    page.explained(view, [(scorecard.short(r, view), r.indicator_id, "") for r, _ in expected])

longer = queries.longer(view)
if longer:
    note = view.words("longer.note")
    page.subheading(findings.longer(view, longer), note, anchor=findings.YEARS_AT)
    page.plans(view, scorecard.longer_rows(view, longer), longer)
    page.explained(view, [(scorecard.short(r, view), r.indicator_id, "") for r in longer])

judged = overall.judged(view, root)
page.subheading(overall.title(view, judged), anchor=findings.ALL)
seen = page.reading(overall.table(view, judged), overall.links(view, judged))
page.doubts(view, seen.columns[view.words("progress.value")])
