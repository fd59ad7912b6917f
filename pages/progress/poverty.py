"""Giảm nghèo: the rate, how households moved, what they lack, commune by commune, two sources."""

from app import (
    basis,
    by_unit,
    charts,
    charts_trend,
    findings,
    movement,
    page,
    poverty,
    queries,
    scorecard,
    yearly,
)
from app.filters import view as current_view

view = current_view()
poverty.begin(view)
colours = page.colours()
ours = queries.item(view, "poverty_movement")
root = scorecard.of_movement(queries.progress(view, "root"), ours)
of_units = queries.progress(view, "unit")
main = poverty.main(view, root)

page.heading(
    poverty.title(view, root), movement.title(view, ours, root), findings.trust(view, ours)
)
page.progress(view, scorecard.indicator_rows(view, main), main)

left, right = page.two()
with left:
    then = yearly.latest(view, poverty.flow_owed)
    steps = poverty.flow(then)
    page.dated(view, then, poverty.flow_title(then, steps), view.words("poverty.flow_note"))
    if not steps:
        page.nothing(view, poverty.no_flow(view))
    else:
        drawn = charts.waterfall(
            [s.label for s in steps], [s.value for s in steps], colours, view.language
        )
        page.figure(drawn, view.words("poverty.flow_alt"), "flow", basis.of_parts(then, steps))
        for line in poverty.flow_notes(then, steps):
            page.small(line)
with right:
    then = yearly.latest(view, poverty.rate_of_units)
    of_rate = poverty.rate_of_units(then)
    bars = movement.unit_bars(then, poverty.rate(view), of_rate)
    page.dated(view, then, view.words("poverty.units"))
    if bars:
        drawn = charts.unit_bars(bars, colours, view.language)
        page.figure(drawn, view.words("poverty.units_alt"), "units", basis.of(then, of_rate))
        page.small(view.words("movement.bars_note"))
        page.explained_units(then, of_rate, "units")
    else:
        page.nothing(view, poverty.no_rate(view, root))

left, right = page.two()
with left:
    then = yearly.latest(view, poverty.lacking_owed)
    lacking = poverty.lacking(then, poverty.lacking_owed(then))
    page.dated(view, then, poverty.lacking_title(then, lacking))
    if lacking:
        page.small(poverty.lacking_note(then, lacking))
        drawn = charts.unit_bars(poverty.lacking_bars(then, lacking), colours, view.language)
        page.figure(drawn, poverty.lacking_alt(view, lacking), "lacking", basis.of(then, lacking))
        page.explained(then, [(scorecard.short(r, view), r.indicator_id, "") for r in lacking])
    else:
        page.nothing(view, poverty.no_lacking(view, root))
with right:
    rates = poverty.rates(view)
    page.subheading(view.words("poverty.years"), poverty.rates_note(view, rates))
    if rates:
        drawn = charts_trend.trends(poverty.rate_trends(view, rates), colours, view.language)
        known = basis.of_points(view, poverty.rates_drawn(view, rates))
        page.figure(drawn, poverty.rates_alt(view, rates), "rates", known)
    else:
        page.nothing(view, poverty.no_rate(view, root))
    page.sentences(
        view.words("poverty.help"),
        poverty.help_lines(view, root, of_units),
        view.words("poverty.help_none"),
    )

units, mine = movement.unit_rows(view, ours, poverty.main(view, of_units))
by_unit.draw(view, units, mine)

page.sentences(
    view.words("poverty.sources"),
    findings.sources(view, ours),
    findings.no_sources(view, ours),
)
