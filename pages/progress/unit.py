"""Đơn vị: one unit's indicators against its own plans, its reports, findings and words."""

from app import explain, filters, page, quality, queries, scorecard, submission, unit
from app.filters import view as current_view

view = current_view()
titles = unit.titles(view)

if not titles:
    page.heading(view.words("menu.unit"))
    page.nothing(view, "unit.none")
else:
    chosen = filters.pick(filters.UNIT, titles, view.words("unit.choose"))
    mine = unit.rows(view, chosen)
    owed = tuple(r for r in queries.timeliness(view) if r.reporter_id == chosen)
    found = tuple(r for r in queries.findings(view) if r.reporter_id == chosen)

    page.heading(unit.title(view, titles[chosen], mine), submission.standing(view, owed))
    page.progress(
        view, scorecard.indicator_rows(view, mine), empty="unit.no_rows", origins=mine,
        scope=explain.scope(explain.UNIT, chosen),
    )  # fmt: skip
    page.subheading(view.words("unit.findings"))
    if found:
        page.reading(quality.findings(view, found, ""))
    else:
        page.nothing(view, "quality.none")
    for head, said in unit.texts(view, chosen):
        page.sentences(head, said)
