"""Open warnings: how many wait, and which figures rest on one and are shown with a mark."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app import queries
from app.charts import ProgressRow
from app.filters import View
from app.format import as_typed
from app.store import Row, Rows

MARK = "⚠"
Figure = tuple[str, str, str]  # indicator, level, scope


def waiting(view: View) -> Rows:
    """Warnings of the period that nobody has accepted, of reports in force."""
    return tuple(r for r in queries.findings(view) if r.is_open)


def by_report(view: View) -> Counter[int]:
    """How many wait of each report, by its journal number."""
    return Counter(r.journal_no for r in waiting(view))


def by_figure(view: View) -> dict[Figure, list[Row]]:
    """Figures that rest on open warnings, with these."""
    found: dict[Figure, list[Row]] = defaultdict(list)
    for row in waiting(view):
        for indicator, level, scope in row.figures:
            found[indicator, level, scope].append(row)
    return found


def marked(view: View, rows: Sequence[ProgressRow], origins: Rows) -> list[ProgressRow]:
    """Lines of the progress figure, the mark before each figure that rests on an open warning."""
    marks = signs(view, origins)
    return [replace(row, value=mark + row.value) for row, mark in zip(rows, marks, strict=True)]


def signs(view: View, origins: Rows) -> list[str]:
    """What stands before each figure: the mark where it rests on an open warning, else nothing."""
    doubted = by_figure(view)
    return [
        f"{MARK} "
        if (r.indicator_id, r.scope_type, r.scope_id) in doubted and r.value is not None
        else ""
        for r in origins
    ]


def aloud(view: View, text: str) -> str:
    """The mark in a word, for who does not see it."""
    return text.replace(MARK, view.words("warnings.aloud"))


def legend(view: View, texts: Sequence[str]) -> str:
    """What the mark beside some of these figures means, in Markdown; nothing without one."""
    count = sum(MARK in text for text in texts)
    if not count:
        return ""
    where = view.link("quality", view.words("menu.quality"))
    return as_typed(view.words("warnings.legend", mark=MARK, n=count)).rstrip() + f" {where}."


def touches(warning: Row, cell: Any) -> bool:
    """Whether a warning is about one cell of a report, or about all that the report tells."""
    return (
        warning.journal_no == cell.journal_no
        and warning.measure_id in (None, cell.measure_id)
        and warning.subject_id in (None, cell.subject_id)
    )
