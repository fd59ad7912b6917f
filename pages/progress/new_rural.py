"""Nông thôn mới: who is at which level since when, who is near, income, capital, sponsorship."""

from app import charts, maps, movement, page, queries, rural, scorecard, tiles
from app.filters import view as current_view

view = current_view()
colours = page.colours()
communes = queries.levels(view)
criteria = queries.criteria(view)
everything = queries.progress(view, "root")
movement_id = queries.item(view, "rural_movement")
root = scorecard.of_movement(everything, movement_id)
of_units = queries.progress(view, "unit")

page.heading(
    rural.title(view, communes), rural.trust(view, communes), rural.scale(view),
    *rural.town(view, of_units),
)  # fmt: skip
if not communes:
    page.nothing(view, "rural.no_units")

page.subheading(rural.levels_title(view, communes))
drawn = charts.strip(rural.segments(view, communes, colours), colours, view.language)
page.figure(drawn, view.words("rural.levels_alt"), "levels")

left, right = page.two()
with left:
    page.sentences(
        view.words("rural.near"),
        rural.near(view, communes, criteria),
        view.words("rural.near_none"),
    )
    page.sentences(
        view.words("rural.differ"),
        rural.differ(view, communes),
        rural.no_differ(view, communes),
    )
    page.subheading(view.words("rural.years"), view.words("rural.years_note"))
    content = rural.years(view, communes, colours)
    page.cells(view, content, "rural.years_alt", "years", "rural.no_years")
with right:
    page.subheading(tiles.title(view, communes), view.words("tiles.note"))
    content = tiles.of_levels(view, queries.units(view), communes, colours)
    page.cells(view, content, "tiles.alt", "tiles", "tiles.none", tiles.ROW)
    page.small(tiles.unplaced(view, queries.units(view), communes))
    page.explained_units(view, scorecard.of_movement(of_units, movement_id), "tiles_of")

page.subheading(rural.criteria_title(view, criteria), view.words("rural.criteria_note"))
content = maps.criteria_by_unit(view, communes, criteria, colours)
page.cells(view, content, "rural.criteria_alt", "criteria", "rural.no_criteria")

page.subheading(view.words("rural.indicators"))
main = rural.main(view, root)
page.progress(view, scorecard.indicator_rows(view, main), origins=main)

left, right = page.two()
with left:
    page.subheading(view.words("rural.income"))
    page.bars(
        view,
        movement.unit_bars(view, queries.item(view, rural.INCOME), of_units),
        "rural.income",
        "rural.no_income",
    )
    page.small(view.words("movement.bars_note"))
    page.explained_units(view, rural.of(of_units, queries.item(view, rural.INCOME)), "income_of")
with right:
    page.subheading(rural.capital_title(view, root))
    page.bars(view, rural.capital(view, root), "rural.capital", "rural.no_capital")
    page.explained_units(view, rural.sources(view, root), "capital_of")
    for line in rural.capital_notes(view, root):
        page.small(line)

page.subheading(view.words("rural.sponsor"))
for line in rural.sponsor_notes(view, everything):
    page.small(line)
left, right = page.two()
with left:
    page.small(view.words("rural.given"))
    of_blocks = queries.progress(view, "block")
    page.bars(view, rural.given(view, of_blocks), "rural.given", "rural.no_sponsor")
    page.explained_units(view, rural.of(of_blocks, queries.item(view, rural.GIVEN)), "given_of")
with right:
    page.small(view.words("rural.received"))
    received = movement.unit_bars(view, queries.item(view, rural.RECEIVED), of_units)
    page.bars(view, received, "rural.received", "rural.no_sponsor")
    page.explained_units(view, rural.of(of_units, queries.item(view, rural.RECEIVED)), "got_of")

page.subheading(view.words("rural.table"))
page.table(rural.table(view, communes), view.words("rural.table"), height="content")
