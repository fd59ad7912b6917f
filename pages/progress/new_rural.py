"""Nông thôn mới: who has been recognised at which level, what is missing, who is near."""

from app import charts, maps, page, queries, rural, scorecard
from app.filters import view as current_view

view = current_view()
colours = page.colours()
communes = queries.levels(view)
criteria = queries.criteria(view)

page.heading(rural.title(view, communes), rural.trust(view, communes))
if not communes:
    page.nothing(view, "rural.no_units")

page.subheading(view.words("rural.levels"))
drawn = charts.strip(rural.segments(view, communes, colours), colours, view.language)
page.figure(drawn, view.words("rural.levels_alt"), "levels")

left, right = page.two()
with left:
    page.sentences(
        view.words("rural.near"),
        rural.near(view, communes, criteria),
        view.words("rural.near_none"),
    )
with right:
    page.sentences(
        view.words("rural.differ"),
        rural.differ(view, communes),
        rural.no_differ(view, communes),
    )

page.subheading(view.words("rural.criteria"), view.words("rural.criteria_note"))
content = maps.criteria_by_unit(view, communes, criteria, colours)
page.cells(view, content, "rural.criteria_alt", "criteria", "rural.no_criteria")

page.subheading(view.words("rural.indicators"))
root = scorecard.of_movement(queries.progress(view, "root"), "ntm")
page.progress(view, scorecard.indicator_rows(view, root), origins=root)

page.subheading(view.words("rural.table"))
page.table(rural.table(view, communes), view.words("rural.table"), height="content")
