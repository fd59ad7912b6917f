"""Communes as tiles where they lie, by their level of recognition; no borders are needed."""

from app.charts import CellMap, MapCell
from app.filters import View
from app.format import NOT_REPORTED, wrapped
from app.palette import Palette
from app.rural import level_look
from app.store import Row, Rows

ROW = 74  # pixels: a name and a level of two lines
LETTERS = 13  # a line of a tile


def of_levels(view: View, units: Rows, communes: Rows, colours: Palette) -> CellMap:
    """A tile a unit that has a place, where the catalogue puts it.

    Who is not to be recognised is drawn without a level: a gap would look like a missing commune.
    """
    at = {r.unit_id: r for r in communes}
    shown = [u for u in units if _has_place(u)]
    if not any(u.unit_id in at for u in shown):
        return CellMap([], [])
    left, top = min(u.tile_x for u in shown), min(u.tile_y for u in shown)
    wide, high = (max(getattr(u, k) for u in shown) + 1 for k in ("tile_x", "tile_y"))
    content = CellMap([""] * (high - top), [""] * (wide - left))
    for unit in shown:
        content.cells[unit.tile_y - top, unit.tile_x - left] = _tile(
            unit, at.get(unit.unit_id), view, colours
        )
    return content


def title(view: View, communes: Rows) -> str:
    """Who is still below standard, to be looked for on the map."""
    left = [u.short_vi for u in communes if u.rank is not None and u.rank < 1]
    return view.words("tiles.left", names=", ".join(left)) if left else view.words("tiles.title")


def placed(units: Rows, communes: Rows) -> Rows:
    """Communes that have a tile."""
    at = {u.unit_id for u in units if _has_place(u)}
    return tuple(c for c in communes if c.unit_id in at)


def unplaced(view: View, units: Rows, communes: Rows) -> str:
    """Which communes the catalogue gives no place, so that no tile shows them."""
    drawn = placed(units, communes)
    names = ", ".join(c.short_vi for c in communes if c not in drawn)
    return view.words("tiles.unplaced", names=names) if names else ""


def _has_place(unit: Row) -> bool:
    return unit.tile_x is not None and unit.tile_y is not None


def _tile(unit: Row, row: Row | None, view: View, colours: Palette) -> MapCell:
    words = view.words
    if row is None:
        said = words("tiles.apart")
        text = f"{unit.short_vi}\n{wrapped(said, LETTERS)}"
        return MapCell(text, colours.tones["none"], colours.ink, hover=f"{unit.short_vi}: {said}")
    ground, ink = level_look(row.rank, colours)
    if row.rank is None:
        said = words("rural.level_unknown")
        text = f"{NOT_REPORTED} {unit.short_vi}\n{wrapped(said, LETTERS)}"
        return MapCell(text, ground, ink, True, f"{unit.short_vi}: {said}")
    said = words.name(row, "level")
    hover = f"{unit.short_vi}: {said}"
    if row.asked:
        hover += " · " + words("tiles.criteria", met=row.met or 0, asked=row.asked)
    return MapCell(f"{unit.short_vi}\n{wrapped(said, LETTERS)}", ground, ink, hover=hover)
