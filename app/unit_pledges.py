"""What one unit pledged beside what came of it, its awards and the model examples it reports."""

from app import queries, scorecard
from app.explain import UNIT, scope
from app.filters import View
from app.format import NOTHING, number, years
from app.store import Row, Rows
from app.table import Table

PLEDGE, AWARD, EXAMPLE = "pledge", "award", "model_example"
SECTIONS = (PLEDGE, AWARD, EXAMPLE)
# What each line holds, in the order of the form; numbers among them.
COLUMNS = {
    PLEDGE: ("kind", "content", "target", "unit_of_measure"),
    AWARD: ("form", "level", "subject_class", "mode", "count", "direct_count", "note"),
    EXAMPLE: ("title", "movement", "kind", "stage", "summary"),
}
NUMBERS = {"target", "count", "direct_count"}
MOST_DECIMALS = 6


class Told:
    """What the unit's report in force says on its last sheets, and what it pledged by agreement."""

    def __init__(self, view: View, unit_id: str, owed: Rows) -> None:
        self.view, self.unit_id = view, unit_id
        self.pledges: Rows = queries.unit_pledges(view, unit_id)
        self.is_reported = any(r.current_no for r in owed)
        self.lines: dict[str, dict[int, dict[str, Row]]] = {s: {} for s in SECTIONS}
        for row in queries.unit_texts(view):
            if row.reporter_id == unit_id and row.section in self.lines:
                of_line = self.lines[row.section].setdefault(row.row_no, {})
                of_line[row.item_id] = row

    def count(self, section: str) -> int:
        return len(self.lines[section])

    @property
    def awarded(self) -> float | None:
        """Awards told of; none where no line tells a number."""
        told = [v["count"].value for v in self.lines[AWARD].values() if "count" in v]
        return sum(told) if told else None


def title(found: Told, name: str) -> str:
    """How many pledges are reached, how many awards and examples are told of."""
    words, language = found.view.words, found.view.language
    said = []
    # those of several years are not decided with the year, and stand in the table alone
    pledges = [r for r in found.pledges if r.is_plan_year]
    judged = [r for r in pledges if r.value is not None]
    if pledges:
        met, untold = sum(bool(r.is_met) for r in judged), len(pledges) - len(judged)
        if judged:
            key = "met" if queries.is_closed(found.view) else "so_far"
            said.append(words(f"unit.pledges_{key}", n=met, total=len(pledges)))
        if untold:
            said.append(words("unit.pledges_untold", n=untold))
    if not found.is_reported:
        said.append(words("unit.pledges_unreported"))
    else:
        awards = number(found.awarded, 0, language) if found.awarded is not None else NOTHING
        said.append(words("unit.pledges_told", awards=awards, examples=found.count(EXAMPLE)))
    return words("unit.pledges_title", name=name, said=", ".join(said))


def agreed(found: Told) -> Table:
    """Indicators pledged by agreement: the pledge, the plan given, the figure by now."""
    words, rows = found.view.words, found.pledges

    def shown(value: float | None, row: Row) -> str:
        return number(value, _decimals(row), found.view.language)

    def title(row: Row) -> str:
        name = words.name(row, "title")
        return name if row.is_plan_year else f"{name} ({years(row.plan_year_id)})"

    def outcome(row: Row) -> str:
        if row.value is None:
            return scorecard.verdict_text(row, found.view)
        if row.is_met is None and not row.is_plan_year:
            return words("unit.pledge_open_years", years=years(row.plan_year_id))
        if row.is_met is None:
            return words("unit.pledge_open")
        return words("unit.pledge_met" if row.is_met else "unit.pledge_short")

    return Table(
        {
            words("unit.indicator"): [title(r) for r in rows],
            words("unit.pledged"): [shown(r.pledged, r) for r in rows],
            words("unit.plan_given"): [shown(r.target, r) for r in rows],
            words("unit.result"): [shown(r.value, r) for r in rows],
            words("unit.uom"): [scorecard.unit_text(r, found.view) for r in rows],
            words("unit.outcome"): [outcome(r) for r in rows],
        }
    )


def _decimals(row: Row) -> int:
    """As the catalogue says; more where a pledge not reached would read as the figure."""
    shown = int(row.decimals)
    if row.is_met is not False:
        return shown
    while shown < MOST_DECIMALS and number(row.value, shown) == number(row.pledged, shown):
        shown += 1
    return shown


def links(found: Told) -> list[str]:
    """Where each result comes from."""
    of = scope(UNIT, found.unit_id)
    return [
        found.view.address_of("explain", indicator=r.indicator_id, scope=of)
        if r.expected_count else ""
        for r in found.pledges
    ]  # fmt: skip


def listed(found: Told, section: str) -> Table:
    """The lines of one sheet as they were typed; columns nobody filled are left out."""
    words, lines = found.view.words, [v for _, v in sorted(found.lines[section].items())]
    columns = {
        words(f"unit.{section}_{c}"): [_cell(found, line.get(c), c) for line in lines]
        for c in COLUMNS[section]
        if any(c in line for line in lines)
    }
    return Table(columns)


def _cell(found: Told, row: Row | None, column: str) -> str:
    if row is None:
        return NOTHING
    if column not in NUMBERS:
        return row.text or NOTHING
    shown = number(row.value, MOST_DECIMALS, found.view.language)
    point = "," if found.view.language == "vi" else "."
    return shown.rstrip("0").rstrip(point) if point in shown else shown


def nothing(found: Told) -> str:
    """Why a sheet is empty: no report in force, or one that tells nothing there."""
    return "unit.sheet_empty" if found.is_reported else "unit.sheet_unreported"
