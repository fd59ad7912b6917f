"""Chuyển đổi số: digital transformation against its plans, and the reform it goes with."""

from app import (
    basis,
    by_unit,
    charts,
    findings,
    maps,
    movement,
    page,
    parts,
    queries,
    reform,
    scorecard,
    yearly,
)
from app.filters import view as current_view

view = current_view()
reform.begin(view)
words, colours = view.words, page.colours()
of_root, of_units = queries.progress(view, "root"), queries.progress(view, "unit")
points = parts.most(view)
ours, reforms = (queries.item(view, f"{name}_movement") for name in ("digital", "reform"))
root = parts.whole(view, scorecard.of_movement(of_root, ours))
par = scorecard.of_movement(of_root, reforms)


# A score in its parts: which is the weakest, and unit by unit.
def scores_by_part(kind: str, key: str) -> None:
    scored = parts.Scored(view, kind, ours)
    title = parts.title(scored.view, scored.root, points)
    page.dated(view, scored.view, words(f"parts.{key}_title", title=title), words("parts.note"))
    content = maps.parts_by_unit(scored.view, scored.units, scored.rows, points, colours)
    trust = basis.of(scored.view, scored.rows)
    page.cells(scored.view, content, "parts.alt", key, "parts.none", trust)
    page.explained_units(scored.view, scored.rows, key)


about = [m for m in queries.movements(view) if m.movement_id == ours]
title = movement.named(view, about[0], root) if about else words("menu.digital")
page.heading(title, findings.trust(view, ours))
page.progress(view, scorecard.indicator_rows(view, root), root)

units, mine = movement.unit_rows(view, ours, parts.whole(view, of_units))
if root or mine:  # else the page has said that nothing is asked here
    by_unit.draw(view, units, mine)

scores_by_part(parts.PILLARS, "pillars")

chosen = reform.chosen(view, par)
page.subheading(words("reform.title", title=movement.title(view, reforms, par)))
lines = scorecard.indicator_rows(view, chosen)
page.progress(view, lines, chosen, "reform.head", key="reform")
page.links(view, reform.others(view, reforms, par, chosen))

left, right = page.two()
with left:
    index = reform.neighbours_id(view)
    then = yearly.latest(view, reform.scores, index)
    rows = reform.scores(then, index)
    title = reform.neighbours_title(then, rows)
    page.dated(view, then, title, words("reform.neighbours_note"))
    bars = reform.neighbours(then, rows, queries.progress(then, "root"))
    if bars:
        drawn = charts.unit_bars(bars, colours, view.language)
        trust = basis.of_scores(then, index, rows)
        page.figure(drawn, words("reform.neighbours_alt"), "neighbours", trust)
    else:
        page.nothing(view, "reform.neighbours_none")
with right:
    index = reform.satisfaction_id(view)
    then = yearly.latest(view, reform.scores, index)
    rows = reform.scores(then, index)
    title = reform.satisfaction_title(then, rows, queries.progress(then, "root"))
    page.dated(view, then, title, words("reform.satisfaction_note"))
    if rows:
        page.table(reform.satisfaction(then, rows), words("reform.index"), height="content")
    else:
        page.nothing(view, "reform.satisfaction_none")

scores_by_part(parts.FIELDS, "fields")
