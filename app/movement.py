"""What is common to the page of any movement: its title, its indicators, its units."""

from collections import Counter

from app import queries, scorecard
from app.charts import UnitBar
from app.filters import View, same_page
from app.findings import BEHIND, JUDGED
from app.format import date, number, status
from app.store import Row, Rows

NAMED = 3
COMMUNES = {"commune", "town"}


def title(view: View, movement_id: str, root: Rows) -> str:
    """x/y indicators on pace, and which are behind."""
    words = view.words
    counts = [
        r
        for r in queries.movement_status(view)
        if r.scope_type == "root" and r.movement_id == movement_id
    ]
    if not counts:
        is_elsewhere = queries.is_elsewhere(view, movement_id)
        return words("movement.elsewhere" if is_elsewhere else "movement.none")
    row = counts[0]
    closed = queries.is_closed(view)
    key = "movement.title_closed" if closed else "movement.title"
    said = [words(key, x=row.on_pace_count, y=row.indicator_count)]
    behind = [scorecard.short(r, view) for r in root if r.status in BEHIND]
    if len(behind) > NAMED:
        key = "movement.missed_many" if closed else "movement.behind_many"
        said.append(words(key, n=len(behind)))
    elif behind:
        key = "movement.missed" if closed else "movement.behind"
        said.append(words(key, names=", ".join(behind)))
    if row.not_due_count:
        said.append(words("movement.not_due", z=row.not_due_count))
    if row.unreported_count:
        said.append(words("movement.unreported", k=row.unreported_count))
    told = row.on_pace_count + len(behind) + row.not_due_count + row.unreported_count
    if row.indicator_count > told:
        said.append(words("headline.without_basis", n=row.indicator_count - told))
    return " · ".join(said)


def titles(view: View, known: Rows) -> dict[str, str]:
    """What to choose from: id → short name; what has ended by the period says so."""
    return {m.movement_id: _short(view, m) + _ended(view, m) for m in known}


OWN_PAGES = {
    "rural_movement": "new_rural", "poverty_movement": "poverty", "digital_movement": "digital",
}  # fmt: skip


def links(view: View, known: Rows) -> str:
    """Each movement by its short name, which opens its page."""
    own = {queries.item(view, role): name for role, name in OWN_PAGES.items()}
    return " · ".join(
        view.link(own[m.movement_id], _short(view, m))
        if m.movement_id in own
        else view.link("movement", _short(view, m), movement=m.movement_id)
        for m in known
    )


def elsewhere(view: View, known: Rows) -> str:
    """How many movements a school year does not judge, with a link to the calendar year before."""
    missing = [m for m in known if queries.is_elsewhere(view, m.movement_id)]
    if not missing:
        return ""
    said = view.words("movement.others_elsewhere", n=len(missing))
    year = queries.last_whole_year(view)
    if year is None:
        return said
    label = view.words("frame.see", period=view.words.name(year, "title"))
    return f"{said} [{label}]({same_page(view, year.period_id)})"


def named(view: View, movement: Row, root: Rows) -> str:
    """The title of a movement's page that serves all of them."""
    return f"{_short(view, movement)}: {title(view, movement.movement_id, root)}"


def about(view: View, movement: Row) -> str:
    """The movement's official title, its plan, from when to when."""
    words = view.words
    said = [words.name(movement, "title") if view.language == "vi" else movement.title_vi]
    if movement.plan_number:
        day = date(movement.plan_date)
        said.append(words("movement.plan", number=movement.plan_number, day=day))
    last = words("movement.until", day=date(movement.end_date)) if movement.end_date else ""
    said.append(words("movement.runs", day=date(movement.start_date), until=last).strip())
    return " · ".join(said)


def _short(view: View, movement: Row) -> str:
    return movement.short_vi if view.language == "vi" else movement.title_en


def _ended(view: View, movement: Row) -> str:
    is_over = movement.end_date and movement.end_date < queries.period(view).from_date
    return f" ({view.words('movement.ended')})" if is_over else ""


def unit_rows(view: View, movement_id: str, rows: Rows) -> tuple[Rows, Rows]:
    """(units of the group that has most of a movement's figures, their rows of its indicators)."""
    mine = scorecard.of_movement(rows, movement_id)
    group_of = {u.unit_id: u.unit_group for u in queries.units(view)}
    told = Counter(group_of[r.scope_id] for r in mine if r.scope_id in group_of)
    group = max(sorted(told), key=told.__getitem__, default=None)
    units = tuple(u for u in queries.units(view) if u.unit_group == group)
    # One unit's level of recognition is a rank and no count: the page of new rural areas names it.
    of_group = (r for r in mine if group_of.get(r.scope_id) == group and r.rule != "level")
    return units, tuple(sorted(of_group, key=lambda r: r.sort))


def by_unit_title(view: View, units: Rows, rows: Rows) -> str:
    """Which units are behind in the most of a movement's indicators."""
    words = view.words
    if not any(status(r.status).tone in JUDGED for r in rows):
        return _by_unit(view, units)
    behind = Counter(r.scope_id for r in rows if r.status in BEHIND)
    most = max(behind.values(), default=0)
    if not most:
        return words("movement.none_behind")
    names = [u.short_vi for u in units if behind[u.unit_id] == most]
    named = words.some(names)
    key = "movement.most_missed" if queries.is_closed(view) else "movement.most_behind"
    return words(key, names=named, n=most)


def by_unit_note(view: View, units: Rows) -> str:
    """What the map of a movement's units shows, and how it is coloured."""
    return f"{_by_unit(view, units)}. {view.words('movement.by_status')}"


def _by_unit(view: View, units: Rows) -> str:
    """Communes by their name, others as units."""
    is_of_communes = bool(units) and {u.kind for u in units} <= COMMUNES
    who = view.words("movement.communes" if is_of_communes else "movement.units")
    return view.words("movement.by_unit", who=who)


def unit_bars(view: View, indicator: str, units: Rows) -> list[UnitBar]:
    """One indicator of each unit that has it, the highest first, with its own target."""
    names = {u.unit_id: u.short_vi for u in queries.units(view)}
    rows = [r for r in units if r.indicator_id == indicator and r.value is not None]
    return [
        UnitBar(
            names.get(r.scope_id, r.scope_id),
            r.value,
            f"{status(r.status).sign} {number(r.value, r.decimals, view.language)}".lstrip(),
            "near" if status(r.status).tone == "none" else status(r.status).tone,
            r.target,
        )
        for r in sorted(rows, key=lambda r: -r.value)
    ]
