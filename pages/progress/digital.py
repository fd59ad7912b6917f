"""Chuyển đổi số: digital transformation against its plans, and the reform it goes with."""

from app import charts, findings, maps, movement, page, parts, queries, reform, scorecard
from app.filters import view as current_view

view = current_view()
words, colours = view.words, page.colours()
of_root, of_units = queries.progress(view, "root"), queries.progress(view, "unit")
points = parts.most(view)
ours, reforms = (queries.item(view, f"{name}_movement") for name in ("digital", "reform"))
neighbours, satisfaction = reform.neighbours_id(view), reform.satisfaction_id(view)
root = parts.whole(view, scorecard.of_movement(of_root, ours))
par = scorecard.of_movement(of_root, reforms)

about = [m for m in queries.movements(view) if m.movement_id == ours]
title = movement.named(view, about[0], root) if about else words("menu.digital")
page.heading(title, findings.trust(view, ours))
page.progress(view, scorecard.indicator_rows(view, root), origins=root)

units, mine = movement.unit_rows(view, ours, parts.whole(view, of_units))
page.subheading(movement.by_unit_title(view, units, mine), movement.by_unit_note(view, units))
content = maps.indicators_by_unit(view, units, mine, colours)
page.cells(view, content, "movement.by_unit_alt", "by_unit", "movement.no_rows", of=mine)
page.explained_units(view, mine, "by_unit")

of_pillars = parts.of(view, of_root, parts.PILLARS)
title = parts.title(view, of_pillars, points)
page.subheading(words("parts.pillars_title", title=title), words("parts.note"))
content = maps.parts_by_unit(view, units, parts.of(view, of_units, parts.PILLARS), points, colours)
page.cells(view, content, "parts.alt", "pillars", "parts.none", of=of_pillars)
page.explained_units(view, parts.of(view, of_units, parts.PILLARS), "pillars")

chosen = reform.chosen(view, par)
page.subheading(words("reform.title", title=movement.title(view, reforms, par)))
lines = scorecard.indicator_rows(view, chosen)
page.progress(view, lines, "reform.head", origins=chosen, key="reform")

scores = queries.scores(view, neighbours, satisfaction)
left, right = page.two()
with left:
    rows = tuple(r for r in scores if r.indicator_id == neighbours)
    page.subheading(reform.neighbours_title(view, rows), words("reform.neighbours_note"))
    bars = reform.neighbours(view, rows, par)
    if bars:
        drawn = charts.unit_bars(bars, colours, view.language)
        page.figure(drawn, words("reform.neighbours_alt"), "neighbours")
    else:
        page.nothing(view, "reform.neighbours_none")
with right:
    rows = tuple(r for r in scores if r.indicator_id == satisfaction)
    page.subheading(reform.satisfaction_title(view, rows, par), words("reform.satisfaction_note"))
    if rows:
        page.table(reform.satisfaction(view, rows), words("reform.index"), height="content")
    else:
        page.nothing(view, "reform.satisfaction_none")

title = parts.title(view, parts.of(view, of_root, parts.FIELDS), points)
page.subheading(words("parts.fields_title", title=title), words("parts.note"))
content = maps.parts_by_unit(view, units, parts.of(view, of_units, parts.FIELDS), points, colours)
page.cells(view, content, "parts.alt", "fields", "parts.none")
page.explained_units(view, parts.of(view, of_units, parts.FIELDS), "fields")
