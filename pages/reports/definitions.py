"""Định nghĩa: what every indicator, status, reading of a cell and rule of checking means."""

from app import definitions, filters, page
from app.filters import view as current_view

view = current_view()
known = definitions.Definitions(view)

page.heading(definitions.title(view, known.indicators), view.words("definitions.trust"))
asked = filters.search(view.words("definitions.search"))

found = known.found(asked)
page.subheading(view.words("definitions.indicators", n=len(found)))
if not found:
    page.nothing(view, "definitions.none", asked=asked)
else:
    left, right = page.two(62, 38)
    with left:
        page.table(known.table(found), view.words("definitions.indicators_alt"), height=420)
    with right:
        chosen = filters.pick(
            filters.INDICATOR, known.titles(found), view.words("definitions.choose")
        )
        row = next(r for r in found if r.indicator_id == chosen)
        page.sentences(view.words.name(row, "title"), known.card(row))

page.subheading(view.words("definitions.statuses"), view.words("definitions.statuses_note"))
page.table(definitions.statuses(view), view.words("definitions.statuses"), height="content")

rules = definitions.rules(view, asked)
page.subheading(view.words("definitions.rules", n=len(rules)), view.words("definitions.rules_note"))
if not rules:
    page.nothing(view, "definitions.none", asked=asked)
else:
    page.reading(rules)

readings = definitions.readings(view, asked)
page.subheading(
    view.words("definitions.readings", n=len(readings)), view.words("definitions.readings_note")
)
if not readings:
    page.nothing(view, "definitions.none", asked=asked)
else:
    page.table(
        readings, view.words("definitions.readings_alt"), wide=view.words("definitions.means")
    )
