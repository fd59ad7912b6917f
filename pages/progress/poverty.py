"""Giảm nghèo: the rate, how households moved, commune by commune, and where sources differ."""

from app import charts, findings, maps, movement, page, poverty, queries, scorecard
from app.filters import view as current_view

view = current_view()
colours = page.colours()
root = scorecard.of_movement(queries.progress(view, "root"), "ngh")
of_units = queries.progress(view, "unit")

page.heading(poverty.title(view, root), movement.title(view, "ngh", root), findings.trust(view))
page.progress(view, scorecard.indicator_rows(view, root), origins=root)

left, right = page.two()
with left:
    page.subheading(view.words("poverty.flow"), view.words("poverty.flow_note"))
    steps = poverty.flow(view)
    if not steps:
        page.nothing(view, poverty.no_flow(view))
    else:
        drawn = charts.waterfall(
            [s.label for s in steps], [s.value for s in steps], colours, view.language
        )
        page.figure(drawn, view.words("poverty.flow_alt"), "flow")
        for line in poverty.flow_notes(view, steps):
            page.small(line)
with right:
    bars = poverty.unit_bars(view, of_units)
    page.subheading(view.words("poverty.units"))
    if bars:
        page.figure(
            charts.unit_bars(bars, colours, view.language), view.words("poverty.units_alt"), "units"
        )
    else:
        page.nothing(view, poverty.no_rate(root))

units, mine = movement.unit_rows(view, "ngh", of_units)
page.subheading(movement.by_unit(view, units), view.words("movement.by_unit_note"))
content = maps.indicators_by_unit(view, units, mine, colours)
page.cells(view, content, "movement.by_unit_alt", "by_unit", "movement.no_rows")

page.sentences(
    view.words("poverty.sources"),
    findings.sources(view, "ngh"),
    findings.no_sources(view, "ngh"),
)
