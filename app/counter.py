"""What else is done at the counter: forms to hand out, acts of persons with their reasons."""

from pathlib import Path

import streamlit as st

from app import access, page, quality, queries
from app.child import Child
from app.desk import Desk, written
from app.filters import View
from app.format import as_typed
from app.reception import TYPED, Bringer, followed
from app.store import Row


def draw(view: View, desk: Desk, who: Bringer) -> None:
    """A tab for each; without a name none of them does anything."""
    page.subheading(view.words("counter.title"), view.words("counter.note"))
    work = {"forms": _forms, "period": _period, "accept": _accept, "alias": _alias}
    tabs = st.tabs([view.words(f"counter.{name}") for name in work])
    for tab, draw_one in zip(tabs, work.values(), strict=True):
        with tab:
            draw_one(view, desk, who.actor)


def _forms(view: View, desk: Desk, actor: str) -> None:
    """The forms of one unit for the period in view, made anew with the figures known so far."""
    owed = {r.reporter_id: view.words.name(r, "name") for r in queries.timeliness(view)}
    if not owed:
        page.nothing(view, "submission.none")
        return
    unit = _unit(view, owed, "form_unit")
    about = (view.period, unit, view.build.id)

    def make() -> None:
        if desk.making and desk.making[0].is_done and desk.making[0].result is None:
            desk.forget(desk.making[0])
        if may and written(*fields) == seen:
            desk.making = desk.job("forms", *about, start=start), about
        else:
            desk.tell("warning", view.words("counter.moved"))

    def start() -> Child:
        out = f"--out={desk.new_folder('forms')}"
        return desk.start("forms", f"--period={view.period}", f"--unit={unit}", out)

    fields = (TYPED, "form_unit")
    seen, may = written(*fields), access.allowed(actor, "forms", unit)
    st.button(view.words("counter.make"), key="make", on_click=make, disabled=not may)
    if may and desk.making and desk.making[1] == about:
        _made(view, followed(view, desk.making[0], "counter.making"))


def _made(view: View, child: Child) -> None:
    """The forms that were made, to be taken away."""
    if child.result is None:
        page.problem(view.words("intake.stopped"), child.fault)
    for path in [Path(r["file"]) for r in child.of("file")]:
        label = view.words("counter.download", file=as_typed(path.name))
        st.download_button(label, path.read_bytes(), path.name, key=path.name, on_click="ignore")


def _unit(view: View, names: dict[str, str], key: str) -> str:
    label = view.words("intake.unit")
    return st.selectbox(label, list(names), format_func=names.__getitem__, key=key) or ""


def _period(view: View, desk: Desk, actor: str) -> None:
    """Close the period in view, or open it again."""
    act = "reopen" if queries.is_locked(view) else "close"
    title = view.words.name(queries.period(view), "title")
    page.small(view.words(f"counter.{act}_note", period=title))
    _offer(view, desk, actor, act, f"--period={view.period}")


def _accept(view: View, desk: Desk, actor: str) -> None:
    """Say of a warning that the figure is right."""
    waiting = [
        r
        for r in queries.findings(view)
        if r.severity == "warning" and quality.state(r) == quality.OPEN and r.journal_no
    ]
    if not waiting:
        page.nothing(view, "counter.accept_none")
        return

    def title(place: int) -> str:
        return _warning(view, waiting[place])

    chosen = waiting[
        st.selectbox(
            view.words("counter.warning"), range(len(waiting)), format_func=title, key="warning"
        )
    ]
    page.small(_warning(view, chosen))
    said = [f"--report={chosen.journal_no}", f"--rule={chosen.rule_id}"]
    said += [f"--sheet={chosen.sheet}", f"--cell={chosen.cell}"] if chosen.cell else []
    _offer(view, desk, actor, "accept", *said, unit=chosen.reporter_id, fields=("warning",))


def _warning(view: View, row: Row) -> str:
    unit = view.words.name(row, "name") if row.name_vi else ""
    place = " ".join(filter(None, (row.sheet, row.cell)))
    return " – ".join(filter(None, (unit, place, view.words.name(row, "message"))))


def _alias(view: View, desk: Desk, actor: str) -> None:
    """Teach another way of writing a unit's name."""
    names = {r.unit_id: view.words.name(r, "name") for r in queries.unit_names(view)}
    left, right = page.two()
    with left:
        alias = access.cleaned(st.text_input(view.words("counter.spelling"), key="alias_text"))
    with right:
        unit = _unit(view, names, "alias_unit")
    said = (f"--alias={alias}", f"--unit={unit}")
    fields = ("alias_text", "alias_unit")
    _offer(view, desk, actor, "alias", *said, unit=unit, is_whole=bool(alias), fields=fields)


def _offer(
    view: View,
    desk: Desk,
    actor: str,
    act: str,
    *given: str,
    unit: str = "",
    is_whole: bool = True,
    fields: tuple[str, ...] = (),
) -> None:
    """Ask for the reason; with it, a name and all that the act needs, it can be done.

    Pressed twice before its build is seen it is still one. `fields` hold what is given.
    """
    typed = st.text_input(view.words("counter.reason"), key=f"reason_{act}", max_chars=300)
    reason = access.cleaned(typed)
    said = (act, *given, f"--reason={reason}", f"--actor={actor}")

    def do() -> None:
        if not may or written(*fields) != seen:
            desk.tell("warning", view.words("counter.moved"))
            return
        about = (*said, view.build.id)
        desk.acting = desk.job("act", *about, start=lambda: desk.start("act", *said))

    fields = (TYPED, f"reason_{act}", *fields)
    seen = written(*fields)
    may = is_whole and bool(reason) and access.allowed(actor, act, unit)
    st.button(view.words(f"counter.{act}_do"), key=f"act_{act}", on_click=do, disabled=not may)


def settle(view: View, desk: Desk) -> None:
    """Wait for an act under way; the whole page then shows the build that it published."""
    if desk.acting is None:
        return
    child = followed(view, desk.acting, "counter.acting")
    desk.acting = None
    if child.result is None:
        desk.forget(child)
        desk.tell("warning", child.fault or view.words("intake.stopped_help"))
    else:
        number, build = child.result["entry"]["number"], child.result["build"]
        desk.tell("success", view.words("counter.done", number=number, build=build))
    st.rerun()
