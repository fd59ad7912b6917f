"""Cell maps: who against what, a cell for each pair, shaded by one thing alone."""

from collections.abc import Callable
from functools import partial
from typing import Any

from app import queries
from app.charts import CellMap, MapCell
from app.filters import View
from app.format import NOT_REPORTED, REFUSED, number, status
from app.palette import Palette, ink_on, share_shade
from app.scorecard import refused_text, short, target_text, value_text, verdict_text
from app.store import Rows

MOST_ACROSS = 20  # units side by side whose figures can be read


def movements_by_block(
    view: View, movements: Rows, blocks: Rows, counts: Rows, colours: Palette
) -> CellMap:
    """x/y indicators on pace of each movement in each block, shaded by that share.

    Without a cell where nothing is judged in any block.
    """
    at = {(r.movement_id, r.scope_id): r for r in counts if r.scheme_id == view.scheme}
    if all(r.indicator_count == r.not_due_count for r in at.values()):
        return CellMap([], [])
    known = {movement_id for movement_id, _ in at}
    shown = [m for m in movements if m.movement_id in known]
    content = CellMap([short(m, view) for m in shown], [_block_name(b, view) for b in blocks])
    for i, movement in enumerate(shown):
        for j, block in enumerate(blocks):
            row = at.get((movement.movement_id, block.block_id))
            content.cells[i, j] = _share_cell(row, view, colours)
    return content


def note(view: View, content: CellMap) -> str:
    """How the map of blocks is read; nothing where there is none."""
    return view.words("overview.map_note", kept=queries.kept(view)) if content.cells else ""


def judged_in_blocks(view: View, movements: Rows, blocks: Rows, rows: Rows) -> Rows:
    """Figures of blocks that the map counts."""
    kinds, where = {m.movement_id for m in movements}, {b.block_id for b in blocks}
    return tuple(
        r for r in rows
        if r.status is not None and r.scheme_id == view.scheme
        and r.movement_id in kinds and r.scope_id in where
    )  # fmt: skip


def least_on_pace(view: View, movements: Rows, blocks: Rows, counts: Rows) -> str:
    """Where the smallest share of what can be judged is on pace."""
    names = {m.movement_id: short(m, view) for m in movements}
    where = {b.block_id: _block_name(b, view) for b in blocks}
    told = {}
    for row in counts:
        known = row.indicator_count - row.not_due_count - row.unreported_count
        if row.scheme_id == view.scheme and row.scope_id in where and known > 0:
            told.setdefault(row.on_pace_count / known, []).append(row)
    if not told or min(told) == 1:
        return view.words("overview.map")
    least = sorted(told[min(told)], key=lambda r: -r.indicator_count)
    row = least[0]
    given = {"movement": names[row.movement_id], "block": where[row.scope_id]}
    given |= {"x": row.on_pace_count, "y": row.indicator_count, "n": len(least)}
    given["kept"] = queries.kept(view)
    key = "map_none" if not row.on_pace_count and len(least) > 1 else "map_least"
    return view.words(f"overview.{key}", **given)


def _block_name(block: Any, view: View) -> str:
    return block.short_vi if view.language == "vi" else block.name_en


def _share_cell(row: Any, view: View, colours: Palette) -> MapCell:
    words = view.words
    if row is None or not row.indicator_count:
        return MapCell(
            "–", colours.tones["none"], colours.faint, hover=words("status.not_applicable")
        )
    if row.not_due_count == row.indicator_count:
        return MapCell("○", colours.track, colours.faint, hover=words("status.not_due"))
    hover = _share_words(row, view)
    if row.unreported_count + row.not_due_count == row.indicator_count:
        return _missing_cell(False, hover, colours)  # the block has units that sent none, too
    ground, ink = share_shade(row.on_pace_count / row.indicator_count, colours)
    text = f"{row.on_pace_count}/{row.indicator_count}"
    return MapCell(text, ground, ink, hover=hover)


def _share_words(row: Any, view: View) -> str:
    """x/y on pace, and how many of the rest are not due or not (fully) reported."""
    words = view.words
    said = [
        words("overview.cell", x=row.on_pace_count, y=row.indicator_count, kept=queries.kept(view))
    ]
    if row.not_due_count:
        said.append(words("movement.not_due", z=row.not_due_count))
    if row.unreported_count:
        said.append(words("movement.unreported", k=row.unreported_count))
    if row.refused_count:
        said[-1] += f" ({words('refused.indicators', n=row.refused_count)})"
    return " · ".join(said)


def indicators_by_unit(view: View, units: Rows, rows: Rows, colours: Palette) -> CellMap:
    """Each unit's figure of each indicator, coloured by its status."""
    titles = {r.indicator_id: short(r, view) for r in rows}
    at = {(r.indicator_id, r.scope_id): r for r in rows}
    # In letters for a hall figures need the width: of the two the fewer stand side by side.
    most = len(titles) if view.is_projected else MOST_ACROSS
    cell = partial(_status_cell, view=view, colours=colours)
    return _by_unit(titles, units, at, cell, most)


def _by_unit(
    titles: dict[str, str],
    units: Rows,
    at: dict[tuple[str, str], Any],
    cell: Callable[[Any, Any], MapCell],
    most: int = MOST_ACROSS,
) -> CellMap:
    """A line a title, a column a unit, or the other way round where units are too many for that.

    `at` holds the row of a pair where there is one.
    """
    content = CellMap(list(titles.values()), [u.short_vi for u in units])
    for i, key in enumerate(titles):
        for j, unit in enumerate(units):
            content.cells[i, j] = cell(at.get((key, unit.unit_id)), unit)
    return content if len(units) <= most else content.turned()


def _status_cell(row: Any, unit: Any, view: View, colours: Palette) -> MapCell:
    if row is None:
        return MapCell(
            "–", colours.tones["none"], colours.faint, hover=view.words("status.not_applicable")
        )
    tone = status(row.status).tone
    hover = f"{unit.short_vi}: {verdict_text(row, view)} {refused_text(row, view)}".rstrip()
    if (row.target, row.decided_target) != (None, None):
        hover += f" · {target_text(row, view)}"
    if tone == "missing":
        return _missing_cell(bool(row.refused_count), hover, colours)
    if row.value is None:
        return MapCell(status(row.status).sign or "–", colours.track, colours.faint, hover=hover)
    text = f"{status(row.status).sign} {value_text(row, view)}".lstrip()
    return MapCell(text, colours.tints[tone], colours.ink, hover=hover)


def parts_by_unit(
    view: View, units: Rows, rows: Rows, points: dict[str, float], colours: Palette
) -> CellMap:
    """Each unit's points of each part, shaded by their share of the most there are."""
    titles = {r.indicator_id: _of_most(r, view, points) for r in rows}
    at = {(r.indicator_id, r.scope_id): r for r in rows}
    if not at:
        return CellMap([], [])
    cell = partial(_part_cell, view=view, points=points, colours=colours)
    return _by_unit(titles, units, at, cell)


def _of_most(row: Any, view: View, points: dict[str, float]) -> str:
    most = number(points.get(row.indicator_id), 0, view.language)
    return view.words("parts.of_most", name=short(row, view), most=most)


def _part_cell(
    row: Any, unit: Any, view: View, points: dict[str, float], colours: Palette
) -> MapCell:
    if row is None:
        hover = view.words("status.not_applicable")
        return MapCell("–", colours.tones["none"], colours.faint, hover=hover)
    if row.value is None:
        said = view.words("criterion.refused" if row.refused_count else "criterion.unknown")
        return _missing_cell(bool(row.refused_count), f"{unit.short_vi}: {said}", colours)
    share = row.value / points[row.indicator_id]
    shown = number(100 * share, 1, view.language)
    hover = view.words("parts.hover", unit=unit.short_vi, share=shown)
    ground, ink = share_shade(max(share, 0), colours)
    return MapCell(value_text(row, view), ground, ink, hover=hover)


def _missing_cell(is_refused: bool, hover: str, colours: Palette) -> MapCell:
    """Both are hatched; who sent a report that was returned is not who sent none."""
    sign = REFUSED if is_refused else NOT_REPORTED
    return MapCell(sign, colours.track, colours.ink, True, hover)


def criteria_by_unit(view: View, units: Rows, rows: Rows, colours: Palette) -> CellMap:
    """Criteria against units: met, not met, not reported."""
    titles = {r.measure_id: view.words.name(r, "title") for r in rows}
    at = {(r.measure_id, r.unit_id): r for r in rows}
    return _by_unit(titles, units, at, lambda row, unit: _criterion_cell(row, unit, view, colours))


def _criterion_cell(row: Any, unit: Any, view: View, colours: Palette) -> MapCell:
    if row is None:
        return MapCell("–", colours.tones["none"], colours.faint)
    if row.value is None:
        is_refused = row.state == "refused"
        said = view.words("criterion.refused" if is_refused else "criterion.unknown")
        return _missing_cell(is_refused, f"{unit.short_vi}: {said}", colours)
    if row.value:
        hover = f"{unit.short_vi}: {view.words('criterion.met')}"
        return MapCell("✔", colours.shades[2], colours.words["good"], hover=hover)
    hover = f"{unit.short_vi}: {view.words('criterion.not_met')}"
    ground = colours.tones["behind"]
    return MapCell("✖", ground, ink_on(ground), hover=hover)
