"""Tổng quan: how far the district is, movement by movement, and who has reported."""

import streamlit as st

from app import charts, findings, maps, page, queries, scorecard
from app.filters import view as current_view

view = current_view()
colours = page.colours()

root = queries.progress(view, "root")
counts = queries.movement_status(view)
movements = queries.movements(view)

page.heading(findings.headline(view, root), findings.trust(view))

rows = scorecard.movement_rows(view, movements, root, counts)
left, right = st.columns([2.7, 1], gap="medium")
with left:
    if rows:
        drawn = charts.progress(
            rows, scorecard.heads(view, "progress.movement"), colours, view.language
        )
        page.figure(drawn, scorecard.alt_text(rows), "movements")
    else:
        page.nothing(view, "overview.no_movements")
with right:
    page.sentences(
        view.words("overview.attention"),
        findings.attention(view, root),
        view.words("overview.calm"),
    )
    page.sentences(
        view.words("overview.bright"), findings.bright(view, root), view.words("overview.none_yet")
    )

page.subheading(view.words("overview.map"), view.words("overview.map_note"))
content = maps.movements_by_block(view, movements, queries.blocks(view), counts, colours)
if content.cells:
    page.figure(
        charts.cell_map(content, colours, view.language), view.words("overview.map_alt"), "map"
    )
else:
    page.nothing(view, "overview.no_blocks")
