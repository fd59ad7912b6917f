"""Nguồn gốc số liệu: from any figure down to the cells of the reports it is computed from."""

from app import (
    definitions,
    explain,
    explain_around,
    explain_cells,
    filters,
    page,
    quality,
    warnings,
)
from app.filters import view as current_view

view = current_view()
words = view.words
known = definitions.Definitions(view)
titles = explain.indicators(view, known)

if not titles:
    page.heading(words("menu.explain"))
    page.nothing(view, "movement.no_rows")
else:
    left, right = page.two()
    with left:
        indicator = filters.pick(filters.INDICATOR, titles, words("explain.indicator"))
    with right:
        where = explain.scopes(view, indicator)
        scope = filters.pick(filters.SCOPE, where, words("explain.scope"))
    told = explain.Explained(view, known, indicator, scope)

    page.heading(told.title(where[scope]), told.formula())
    page.small(explain_cells.missing(told))
    if told.warnings:
        note = words("warnings.title_note", mark=warnings.MARK)
        page.subheading(words("warnings.title", n=len(told.warnings)), note)
        page.reading(quality.findings(view, told.warnings, ""))
    left, right = page.two()
    with left:
        page.sentences(words("explain.standing"), explain_around.standing(told))
    with right:
        changes = explain_around.changes(told)
        page.sentences(words("explain.changes"), changes, words("explain.no_changes"))

    page.subheading(words("explain.cells"), words("explain.cells_note"))
    if told.cells:
        page.reading(explain_cells.table(told))
        page.hashes(view, explain_cells.files(told))
        sheets = {words("explain.cells"): explain_cells.to_take(told)}
        page.downloads(view, words("explain.file"), sheets)
    else:
        page.nothing(view, "explain.no_cells")
    changed = explain_cells.changed(told)
    if changed:
        page.subheading(words("explain.past"))
        page.reading(quality.revisions(view, changed))
    beside, of_units = explain_around.root_sources(told), explain_around.unit_sources(told)
    is_told = beside or len(of_units)
    note = "quality.sources_note" if is_told else "explain.no_sources"
    page.subheading(words("explain.sources"), words(note))
    if beside:
        page.reading(quality.sources(view, beside))
    elif len(of_units):
        page.reading(of_units)
    row = next(r for r in known.indicators if r.indicator_id == indicator)
    page.sentences(words("explain.definition"), known.card(row))
