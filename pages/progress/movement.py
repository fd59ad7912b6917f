"""Các phong trào: any movement of the catalogue, its indicators and every unit's own figures."""

from app import by_unit, filters, findings, movement, page, queries, scorecard
from app.filters import view as current_view

view = current_view()
known = queries.movements(view)

if not known:
    page.heading(view.words("menu.movement"))
    page.nothing(view, "overview.no_movements")
else:
    chosen = filters.pick(
        filters.MOVEMENT, movement.titles(view, known), view.words("movement.choose")
    )
    root = scorecard.of_movement(queries.progress(view, "root"), chosen)
    about = next(m for m in known if m.movement_id == chosen)

    page.heading(movement.named(view, about, root), findings.trust(view, chosen))
    page.small(movement.about(view, about))
    page.progress(view, scorecard.indicator_rows(view, root), root)

    units, mine = movement.unit_rows(view, chosen, queries.progress(view, "unit"))
    if root or mine:  # else the page has said that nothing is asked here
        by_unit.draw(view, units, mine)
