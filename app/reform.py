"""Administrative reform: where the root stands among its neighbours, and how content people are."""

from typing import Any

from app import queries, scorecard, yearly
from app.charts import UnitBar
from app.filters import View
from app.format import NOT_REPORTED, NOTHING, number, status
from app.store import Rows
from app.table import Table

ROOT = "►"


def others(view: View, movement_id: str, rows: Rows, chosen: Rows) -> str:
    """Where all indicators of the movement stand that its title counts; nothing where they do."""
    judged = sum(r.status is not None for r in rows)
    if judged <= sum(r.status is not None for r in chosen):
        return ""
    return view.link("movement", view.words("reform.others", n=judged), movement=movement_id)


def neighbours_id(view: View) -> str:
    """The index by which the root is placed among its neighbours."""
    return queries.item(view, "reform_neighbours")


def satisfaction_id(view: View) -> str:
    """The index of how content people are."""
    return queries.item(view, "reform_satisfaction")


def begin(view: View) -> None:
    """Have scores worked out, of the last whole year too where the period is none."""
    about = (neighbours_id(view), satisfaction_id(view))
    yearly.begin(view, lambda v: queries.scores(v, *about))


def scores(view: View, indicator: str) -> Rows:
    """Whom the score of one index is asked of, with it."""
    rows = queries.scores(view, neighbours_id(view), satisfaction_id(view))
    return tuple(r for r in rows if r.indicator_id == indicator)


def chosen(view: View, root: Rows) -> Rows:
    """Dossiers first, which are told twice a year, then what is known at its end."""
    at = {r.indicator_id: r for r in root}
    return tuple(at[i] for i in queries.items(view, "reform_chosen") if i in at)


def _written(view: View, row: Any) -> str:
    return number(row.value, int(row.decimals), view.language)


def neighbours_title(view: View, rows: Rows) -> str:
    """The root's place, and how far it is from the first."""
    words = view.words
    own = next((r for r in rows if r.role == "root"), None)
    if own is None or own.value is None:
        return words("reform.no_own")
    given = {"unit": words.name(own, "name"), "value": _written(view, own)}
    if own.place is None:
        return words("reform.no_place", n=own.told, total=own.asked, **given)
    alike = sum(r.place == own.place for r in rows) > 1
    place = f"{own.place}/{own.among}"
    said = words("reform.shared" if alike else "reform.place", place=place, **given)
    best = rows[0]
    if best.place != own.place:
        gap = number(best.value - own.value, int(own.decimals), view.language)
        best_given = {"unit": words.name(best, "name"), "value": _written(view, best), "gap": gap}
        said += words("reform.best", **best_given)
    return said


def neighbours(view: View, rows: Rows, root: Rows) -> list[UnitBar]:
    """Each neighbour with its place, the root with the sign and colour of its status."""
    own = next((r for r in root if r.indicator_id == neighbours_id(view)), None)
    bars = []
    for row in rows:
        is_own = row.role == "root"
        label = row.short_vi if row.place is None else f"{row.place} · {row.short_vi}"
        tone, target = "near", None
        label = f"{ROOT} {label}" if is_own else label
        if is_own and own is not None:
            tone, target = status(own.status).tone, own.target
        text = _written(view, row) if row.value is not None else NOT_REPORTED
        bars.append(UnitBar(label, row.value, text, "near" if tone == "none" else tone, target))
    return bars


def satisfaction_title(view: View, rows: Rows, root: Rows) -> str:
    """The index over all questionnaires, and how many units have too few to be ranked."""
    words = view.words
    row = next((r for r in root if r.indicator_id == satisfaction_id(view)), None)
    if row is None or row.value is None:
        return words("reform.no_satisfaction")
    count = sum(r.answers for r in rows if r.value is not None and r.answers)
    said = words(
        "reform.satisfaction",
        value=scorecard.value_text(row, view),
        count=number(count, 0, view.language),
        units=scorecard.units_text(row, view),
    )
    few = [r for r in rows if r.value is not None and not r.is_ranked]
    if few:
        said += words("reform.few", n=len(few), least=rows[0].answers_min)
    return said


def satisfaction(view: View, rows: Rows) -> Table:
    """Unit, index, questionnaires, place; why there is no place."""
    words = view.words

    def place(row: Any) -> str:
        if row.value is None:
            return words("status.unreported")
        if not row.is_ranked:
            return words("reform.too_few", least=row.answers_min)
        return f"{row.place}/{row.among}" if row.place else NOTHING

    return Table(
        {
            words("submission.unit"): [words.name(r, "name") for r in rows],
            words("reform.index"): [_written(view, r) for r in rows],
            words("reform.answers"): [None if r.answers is None else int(r.answers) for r in rows],
            words("reform.ranked"): [place(r) for r in rows],
        }
    )
