"""What is asked once a year: of a period that does not ask it, the last whole year before shows."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from app import queries
from app.filters import View


def begin(view: View, *questions: Callable[[View], Any]) -> None:
    """Have these worked out of the period and, where it is none itself, of the last whole year."""
    year = None if queries.is_whole_year(view) else queries.last_whole_year(view)
    queries.begin(view, *questions, also=(year.period_id,) if year else ())


def latest(view: View, rows: Callable[..., Iterable[Any]], *about: str) -> View:
    """The view in which a section's rows are shown: of the last whole year where none is asked.

    Both are known on one day, so that a year that had not come in by then is not shown. What is
    asked and not told stays empty: an older figure would hide who is silent.
    """
    if any(getattr(r, "expected_count", 1) for r in rows(view, *about)):
        return view
    year = queries.last_whole_year(view)
    if year is None:
        return view
    then = replace(view, period=year.period_id)
    return then if any(r.value is not None for r in rows(then, *about)) else view


def title(view: View, then: View, said: str) -> str:
    """A section's title; of another period it begins with that one."""
    return said if then == view else view.words("yearly.title", period=_name(then), title=said)


def note(view: View, then: View, said: str = "") -> str:
    """What stands under it: why figures are of another period than the page's."""
    if then == view:
        return said
    why = view.words("yearly.note", period=_name(view))
    return f"{why} {said}".rstrip()


def _name(view: View) -> str:
    return view.words.name(queries.period(view), "title")
