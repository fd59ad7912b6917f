"""Nông thôn mới: who is at which level since when, who is near, income, capital, sponsorship."""

from app import (
    basis,
    charts,
    maps,
    movement,
    page,
    queries,
    rural,
    scorecard,
    tiles,
    yearly,
)
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
trust = basis.of_levels(view, communes)
page.figure(drawn, view.words("rural.levels_alt"), "levels", trust)

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
    content = rural.years(view, colours)
    trust = basis.of_level_years(view, rural.of_years(view), communes)
    page.cells(view, content, "rural.years_alt", "years", "rural.no_years", trust)
with right:
    page.subheading(tiles.title(view, communes), view.words("tiles.note"))
    units = queries.units(view)
    content = tiles.of_levels(view, units, communes, colours)
    trust = basis.of_levels(view, tiles.placed(units, communes))
    page.cells(view, content, "tiles.alt", "tiles", "tiles.none", trust, tiles.ROW)
    page.small(tiles.unplaced(view, units, communes))
    page.explained_units(view, scorecard.of_movement(of_units, movement_id), "tiles_of")

page.subheading(rural.criteria_title(view, criteria), view.words("rural.criteria_note"))
content = maps.criteria_by_unit(view, communes, criteria, colours)
trust = basis.of_criteria(view, criteria)
page.cells(view, content, "rural.criteria_alt", "criteria", "rural.no_criteria", trust)

page.subheading(view.words("rural.indicators"))
main = rural.main(view, root)
page.progress(view, scorecard.indicator_rows(view, main), main)

left, right = page.two()
with left:
    then = yearly.latest(view, rural.of_units, rural.INCOME)
    income = rural.of_units(then, rural.INCOME)
    bars = movement.unit_bars(then, queries.item(view, rural.INCOME), income)
    page.dated(view, then, view.words("rural.income"))
    page.bars(then, bars, "rural.income", "rural.no_income", basis.of(then, income))
    page.small(view.words("movement.bars_note"))
    page.explained_units(then, rural.told(income), "income_of")
with right:
    page.subheading(rural.capital_title(view, root))
    sources = rural.sources(view, root)
    trust = basis.of(view, sources)
    page.bars(view, rural.capital(view, root), "rural.capital", "rural.no_capital", trust)
    page.explained_units(view, sources, "capital_of")
    for line in rural.capital_notes(view, root):
        page.small(line)

page.subheading(view.words("rural.sponsor"))
for line in rural.sponsor_notes(view, everything):
    page.small(line)
left, right = page.two()
with left:
    page.small(view.words("rural.given"))
    given = rural.of_blocks(view, rural.GIVEN)
    trust = basis.of(view, given)
    page.bars(view, rural.given(view, given), "rural.given", "rural.no_sponsor", trust)
    page.explained_units(view, rural.told(given), "given_of")
with right:
    page.small(view.words("rural.received"))
    received = rural.of_units(view, rural.RECEIVED)
    bars = movement.unit_bars(view, queries.item(view, rural.RECEIVED), received)
    trust = basis.of(view, received)
    page.bars(view, bars, "rural.received", "rural.no_sponsor", trust)
    page.small(view.words("movement.bars_note"))
    page.explained_units(view, rural.told(received), "got_of")

page.subheading(view.words("rural.table"))
page.table(rural.table(view, communes), view.words("rural.table"), height="content")
