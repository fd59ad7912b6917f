"""Who has reported: counts in words, by block, and the list of those to remind."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from app import queries
from app.charts import CellMap, MapCell
from app.filters import View
from app.findings import IN_HAND, still_owed
from app.format import as_typed, date, fit, number
from app.palette import Palette, ink_on
from app.store import Rows
from app.table import Table

STATES = ("on_time", "late", "missing", "not_due")


def title(view: View, owed: Rows) -> str:
    """n/N handed in, how many late and missing."""
    words, counts = view.words, Counter(r.timeliness for r in owed)
    in_hand = sum(counts[c] for c in IN_HAND)
    said = [words("submission.title", n=in_hand, total=len(owed))]
    if counts["late"]:
        said.append(words("submission.late", n=counts["late"]))
    return " · ".join([*said, *still_owed(view, owed)])


def flags(view: View, owed: Rows) -> str:
    """How many were returned or corrected."""
    counts = {
        "returned": sum(r.is_returned for r in owed),
        "corrected": sum(r.is_corrected for r in owed),
    }
    return " · ".join(view.words(f"submission.{k}", n=n) for k, n in counts.items() if n)


def by_block(view: View, owed: Rows, colours: Palette) -> CellMap:
    """Blocks against on time, late, missing, not due, and the whole; blocks as they first come."""
    words = view.words
    heads = [*(words(f"timeliness.{s}") for s in STATES), words("submission.total")]
    content = CellMap([], heads)
    groups: dict[str | None, list[Any]] = {}
    for row in owed:
        groups.setdefault(row.block_id, []).append(row)
    for i, (block_id, rows) in enumerate(groups.items()):
        name = block_name(rows[0], view) if block_id else words("submission.outside")
        content.rows.append(fit(name, 26))  # half a page wide
        counts = Counter(r.timeliness for r in rows)
        for j, code in enumerate(STATES):
            content.cells[i, j] = _count_cell(counts[code], code, colours)
        content.cells[i, len(STATES)] = MapCell(str(len(rows)), colours.tones["none"], colours.ink)
    return content


def block_name(row: Any, view: View) -> str:
    """A block's name for charts."""
    return row.block_short_vi if view.language == "vi" else row.block_name_en


def _count_cell(count: int, code: str, colours: Palette) -> MapCell:
    if not count:
        return MapCell("0", colours.tones["none"], colours.faint)
    grounds = {
        "on_time": colours.tones["good"],
        "late": colours.shades[0],
        "missing": colours.tones["behind"],
        "not_due": colours.track,
    }
    return MapCell(str(count), grounds[code], ink_on(grounds[code]))


def standing(view: View, owed: Rows) -> str:
    """How one unit's reports of the period stand, each in a few words."""
    words, said = view.words, []
    if not owed:
        return words("submission.owes_nothing")
    for row in owed:
        state = words(f"timeliness.{row.timeliness}")
        if row.first_received:
            given = {"state": state, "day": date(row.first_received), "n": row.revisions}
            said.append(words("submission.stands", **given))
        else:
            said.append(words("submission.owes", state=state, day=date(row.due_date)))
        said += [noted] if (noted := notes(row, view)) else []
    return " · ".join(said)


def to_remind(owed: Rows) -> Rows:
    """Reports missing on that day, the longest overdue first; then those returned and not due."""
    still_owed = (
        r
        for r in owed
        if r.timeliness == "missing" or (r.timeliness == "not_due" and r.is_returned)
    )
    return tuple(sorted(still_owed, key=lambda r: -r.days_late))


def table(view: View, owed: Rows, waiting: Mapping[int, int]) -> Table:
    """Unit, block, due, received, state, days late; of the report in force what acts on it need.

    `waiting`: how many warnings of a report are open, by its journal number.
    """
    words = view.words
    outside = words("submission.outside")
    return Table(
        {
            words("submission.unit"): [words.name(r, "name") for r in owed],
            words("submission.block"): [block_name(r, view) or outside for r in owed],
            words("submission.due"): [r.due_date for r in owed],
            words("submission.received"): [r.first_received for r in owed],
            words("submission.state"): [words(f"timeliness.{r.timeliness}") for r in owed],
            words("submission.days"): [r.days_late for r in owed],
            words("submission.revisions"): [r.revisions for r in owed],
            words("submission.journal_no"): [r.current_no for r in owed],
            words("submission.warnings"): [
                waiting.get(r.current_no, 0) if r.current_no else None for r in owed
            ],
            words("submission.notes"): [notes(r, view) for r in owed],
        }
    )


def extensions(view: View, given: Rows) -> Table:
    """Whose report was put off, from when to when, by which act; an earlier act of one is told."""
    words = view.words
    return Table(
        {
            words("submission.unit"): [words.name(r, "name") for r in given],
            words("submission.report"): [words.name(r, "form") for r in given],
            words("submission.first_due"): [r.first_due for r in given],
            words("submission.new_due"): [r.new_date for r in given],
            words("submission.journal_no"): [r.journal_no for r in given],
            words("submission.act_day"): [r.known_date for r in given],
            words("submission.actor"): [words.actor(r.actor) for r in given],
            words("submission.reason"): [
                r.reason if r.is_in_force else words("submission.replaced", reason=r.reason)
                for r in given
            ],
        }
    )


def extended(view: View, given: Rows) -> str:
    """How many reports were put off, and the last day to which one was."""
    in_force = [r for r in given if r.is_in_force]
    if not in_force:
        return view.words("submission.extensions_none")
    last = max(r.new_date for r in in_force)
    return view.words("submission.extensions", n=len(in_force), day=date(last))


def falling(view: View) -> list[str]:
    """Cumulative figures that fell: one of the two reports must be wrong."""
    lines = []
    for row in queries.falling(view):
        before, now = (number(v, int(row.decimals), view.language) for v in (row.before, row.now))
        lines.append(
            view.words(
                "submission.falling_line",
                unit=as_typed(view.words.name(row, "name")),
                title=as_typed(view.words.name(row, "title")),
                before=as_typed(before),
                period=as_typed(view.words.name(row, "before")),
                now=as_typed(f"{now} {view.words.name(row, 'uom')}"),
            )
        )
    return lines


def notes(row: Any, view: View) -> str:
    """What else is to be said of a report."""
    said = []
    if row.is_extended:
        said.append(view.words("submission.extended"))
    if row.is_estimate:
        said.append(view.words("submission.is_estimate"))
    if row.is_returned:
        # A report that came in afterwards is what counts; on its own a returned one is still owed.
        key = "submission.was_returned" if row.first_received else "submission.is_returned"
        said.append(view.words(key))
    if row.is_corrected:
        said.append(view.words("submission.was_corrected"))
    return ", ".join(said)
