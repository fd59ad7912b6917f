"""New rural areas in words: levels by decision, criteria as reported, and where they differ."""

from typing import Any

from app.charts import Segment
from app.filters import View
from app.format import as_typed, number
from app.palette import Palette
from app.store import Rows
from app.table import Table

NEAR = 3
NAMED = 4


def title(view: View, communes: Rows) -> str:
    """x/14 at standard or above, who is left, and of how many no decision is known."""
    words = view.words
    if not communes:
        return words("menu.new_rural")
    left = [u.short_vi for u in communes if _is_below(u)]
    unknown = sum(u.rank is None for u in communes)
    met = len(communes) - len(left) - unknown
    if met == len(communes):
        return words("rural.all", total=met)
    said = [words("rural.title", n=met, total=len(communes))]
    if 1 <= len(left) <= NAMED:
        said.append(words("rural.left", names=", ".join(left)))
    elif left:
        said.append(words("rural.left_many", n=len(left)))
    if unknown:
        said.append(words("rural.unknown", n=unknown))
    return ", ".join(said)


def _is_below(unit: Any) -> bool:
    return unit.rank is not None and unit.rank < 1


def trust(view: View, communes: Rows) -> str:
    """How many communes reported their criteria."""
    asked = [u for u in communes if u.asked]
    if not asked:
        return view.words("rural.no_criteria")
    reported = sum(bool(u.assessed) for u in asked)
    share = number(100 * reported / len(asked), 0, view.language)
    return view.words("trust.reported", n=reported, total=len(asked), share=share)


def segments(view: View, communes: Rows, colours: Palette) -> list[Segment]:
    """Communes at each level, the highest first."""
    looks = {
        0: (colours.tones["near"], colours.ground),
        1: (colours.shades[3], colours.ink),
        2: (colours.shades[4], colours.ground),
        3: (colours.words["good"], colours.ground),
    }
    names = {u.rank: view.words.name(u, "level") for u in communes if u.rank is not None}
    known = [
        Segment(names[rank], sum(u.rank == rank for u in communes), *looks.get(rank, looks[3]))
        for rank in sorted(names, reverse=True)
    ]
    unknown = sum(u.rank is None for u in communes)
    look = (view.words("rural.level_unknown"), unknown, colours.track, colours.ink)
    return [*known, *([Segment(*look)] if unknown else [])]


def near(view: View, communes: Rows, criteria: Rows) -> list[str]:
    """Communes not yet recognised that lack one to three criteria, and which."""
    lines = []
    for unit in filter(_is_near, communes):
        mine = [c for c in criteria if c.unit_id == unit.unit_id and c.value == 0]
        missing = ", ".join(view.words.name(c, "title") for c in mine)
        given = {"unit": as_typed(unit.short_vi), "missing": as_typed(missing)}
        lines.append(view.words("rural.near_line", met=unit.met, asked=unit.asked, **given))
    return lines


def _is_near(unit: Any) -> bool:
    """A criterion not reported may be one more that is missing, so all must be known."""
    return _is_below(unit) and _is_assessed(unit) and 1 <= unit.asked - unit.met <= NEAR


def _is_assessed(unit: Any) -> bool:
    return bool(unit.asked) and unit.assessed == unit.asked


def differ(view: View, communes: Rows) -> list[str]:
    """Where decisions and the communes' own assessment tell different stories."""
    lines = []
    for unit in communes:
        if not _is_assessed(unit):
            continue
        given = {"unit": as_typed(unit.short_vi), "asked": unit.asked}
        if _is_below(unit) and unit.met == unit.asked:
            lines.append(view.words("rural.differ_low", **given))
        if unit.rank is not None and unit.rank >= 1 and unit.met < unit.asked:
            level = as_typed(view.words.name(unit, "level"))
            lines.append(view.words("rural.differ_high", level=level, met=unit.met, **given))
    return lines


def no_differ(view: View, communes: Rows) -> str:
    """What to say without such a commune: all agree, or none has assessed itself in full."""
    compared = any(map(_is_assessed, communes))
    return view.words("rural.differ_none" if compared else "rural.differ_nothing")


def table(view: View, communes: Rows) -> Table:
    """Commune, level, year reached, decision, criteria met."""
    words = view.words
    return Table(
        {
            words("rural.unit"): [words.name(u, "name") for u in communes],
            words("rural.level"): [
                words("rural.level_unknown") if u.rank is None else words.name(u, "level")
                for u in communes
            ],
            # Of a commune below standard there is no year in which it reached a level.
            words("rural.year"): [None if _is_below(u) else u.year_achieved for u in communes],
            words("rural.decision"): [u.decision_number for u in communes],
            words("rural.decided"): [None if _is_below(u) else u.decision_date for u in communes],
            words("rural.met"): [u.met for u in communes],
        }
    )
