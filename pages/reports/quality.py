"""Chất lượng số liệu: what rules found, what changed after it was handed in, two sources."""

from app import filters, findings, page, quality, queries
from app.filters import view as current_view

view = current_view()
found, changed = queries.findings(view), queries.revisions(view)
unplaced = queries.unplaced(view)
told = queries.reconciliation(view)

page.heading(quality.title(view, found, unplaced), quality.trust(view, found, changed, told))

if found:
    page.subheading(view.words("quality.by_rule"))
    page.table(quality.by_rule(view, found), view.words("quality.by_rule"))
    page.subheading(view.words("quality.by_unit"))
    page.table(quality.by_unit(view, found), view.words("quality.by_unit"))
    page.subheading(view.words("quality.list"), view.words("quality.list_note"))
    page.commands(view, "quality.accept", quality.how_to_accept(view, found))
    asked = filters.search(view.words("quality.search"))
    rows = quality.findings(view, found, asked)
    if not rows:
        page.nothing(view, "definitions.none", asked=asked)
    else:
        page.reading(rows)
else:
    page.nothing(view, "quality.none")

if unplaced:
    page.subheading(quality.unplaced_title(view, unplaced), quality.unplaced_note(view))
    page.reading(quality.unplaced(view, unplaced))

page.subheading(view.words("quality.revisions"), view.words("quality.revisions_note"))
if changed:
    page.reading(quality.revisions(view, changed))
else:
    page.nothing(view, "quality.revisions_none")

told = quality.sources_asked(view, told, filters.asked(filters.ASKED))
page.subheading(
    view.words("quality.sources"), view.words("quality.sources_note"), findings.SOURCES_AT
)
if told:
    page.reading(quality.sources(view, told))
else:
    page.nothing(view, "poverty.sources_nothing")
