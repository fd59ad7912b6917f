"""Nguồn gốc số liệu: from any figure down to the cells of the reports it is computed from."""

from app import definitions, explain, filters, page, quality, warnings
from app.filters import view as current_view

view = current_view()
known = definitions.Definitions(view)
titles = explain.indicators(view, known)

if not titles:
    page.heading(view.words("menu.explain"))
    page.nothing(view, "movement.no_rows")
else:
    left, right = page.two()
    with left:
        indicator = filters.pick(filters.INDICATOR, titles, view.words("explain.indicator"))
    with right:
        where = explain.scopes(view, indicator)
        scope = filters.pick(filters.SCOPE, where, view.words("explain.scope"))
    told = explain.Explained(view, known, indicator, scope)

    page.heading(told.title(where[scope]), told.formula())
    page.small(explain.missing(view, told.cells))
    if told.warnings:
        note = view.words("warnings.title_note", mark=warnings.MARK)
        page.subheading(view.words("warnings.title", n=len(told.warnings)), note)
        page.reading(quality.findings(view, told.warnings, ""))
    page.subheading(view.words("explain.cells"), view.words("explain.cells_note"))
    if told.cells:
        page.table(told.table(), view.words("explain.cells"), height=520)
    else:
        page.nothing(view, "explain.no_cells")
    row = next(r for r in known.indicators if r.indicator_id == indicator)
    page.sentences(view.words("explain.definition"), known.card(row))
