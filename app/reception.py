"""The counter of the intake page: who brings what, the check before, and taking in or leaving."""

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from app import access, filters, page, queries, submission
from app.as_of import today
from app.child import Child, Record
from app.desk import Desk, written
from app.filters import View
from app.format import as_typed
from app.intake import Told

KINDS = ["xlsx", "xlsm", "xls", "ods", "csv"]
TYPED = "typed_actor"
AFTER = {
    "pages/reports/submission.py": "menu.submission",
    "pages/reports/quality.py": "menu.quality",
}


@dataclass(frozen=True)
class Bringer:
    """Who takes in, the day the papers came, and why where a reason is needed."""

    actor: str
    received: str
    reason: str


def closed_door(view: View) -> str:
    """Why this page takes nothing in: it is off, or nobody knows who is asking; else empty."""
    if not access.is_on(view):
        return "off"
    return "" if access.is_local() or access.known_actor() else "unknown"


def door(view: View, why: str) -> None:
    """What to do where nothing is taken in."""
    page.heading(view.words(f"intake.{why}"))
    page.nothing(view, f"intake.{why}_help")


def bringer(view: View) -> Bringer:
    """Ask who acts, when the papers came and, where it is needed, why."""
    words = view.words
    left, middle, right = st.columns([3, 2, 4], gap="medium")
    with left:
        actor = _actor(view)
    with middle:
        day = st.date_input(
            words("intake.received"), today(), max_value=today(),
            format="DD/MM/YYYY", key="received",
        )  # fmt: skip
    with right:
        reason = st.text_input(words("intake.reason"), key="load_reason", max_chars=300)
    received = day if isinstance(day, dt.date) else today()
    return Bringer(actor, received.isoformat(), access.cleaned(reason))


def _actor(view: View) -> str:
    """A name that is known is shown; on the office's own PC it is typed once a session."""
    label = view.words("intake.actor")
    if known := access.known_actor():
        st.text_input(label, known, disabled=True)
        return known
    if TYPED not in st.session_state:
        st.session_state[TYPED] = st.session_state.get(access.ACTOR, "")
    # Streamlit forgets a field that another page does not draw.
    st.session_state[access.ACTOR] = st.text_input(label, key=TYPED, max_chars=access.MOST)
    return access.actor()


def upload(view: View, desk: Desk) -> None:
    """Where files are dropped; they stay on the desk when another page is looked at meanwhile."""
    key = f"uploads_{desk.round}"
    st.file_uploader(
        view.words("intake.upload"), KINDS, accept_multiple_files=True, key=key,
        on_change=lambda: desk.keep(st.session_state[key]), disabled=desk.loading is not None,
    )  # fmt: skip


def followed(view: View, child: Child, what: str) -> Child:
    """Wait for a child in sight of its progress; coming back to the page rejoins it."""
    if not child.is_done:
        bar = st.progress(0.0, view.words(what))

        def show(record: Record) -> None:
            share = min(1.0, record["done"] / max(1, record["total"]))
            bar.progress(share, f"{view.words(what)} {record['done']}/{record['total']}")

        child.follow(show)
        bar.empty()
    return child


def waiting(view: View) -> None:
    """Nothing has been dropped yet: what is still owed in the period."""
    owed = queries.timeliness(view)
    said = submission.title(view, owed) if owed else view.words("submission.none")
    page.heading(view.words("intake.waiting"), f"{_period(view)}: {said}", _locked(view))


def _period(view: View) -> str:
    return view.words.name(queries.period(view), "title")


def _locked(view: View) -> str:
    return view.words("intake.locked") if queries.is_locked(view) else ""


def files(view: View, desk: Desk, who: Bringer) -> Told:
    """The files on the desk: looked at first, and taken in once somebody has said so."""
    if desk.loading is None:
        desk.check(who.received, who.reason)
    assert desk.checked is not None  # nothing is taken in unseen
    checked = Told(view, desk.files, followed(view, desk.checked, "intake.checking"))
    if desk.loading is None:
        _preview(view, desk, checked, who)
        return checked
    was_done = desk.loading.is_done
    child = followed(view, desk.loading, "intake.loading")
    if found := child.of("moved"):
        desk.tell("warning", found[0]["message"])
        desk.look_again()
        st.rerun()
    if not was_done:
        st.rerun()  # there is a new build: the whole page shows it
    taken = Told(view, desk.files, child, is_taken=True)
    _outcome(view, desk, taken, checked, who)
    return taken


def _preview(view: View, desk: Desk, told: Told, who: Bringer) -> None:
    """What would become of the files: take them in or leave them, and a copy to send back."""
    words = view.words
    waits = told.not_in_force()
    behind = words("intake.behind", files=", ".join(waits)) if waits else ""
    page.heading(told.title(), words("intake.nothing_written"), behind, *told.notices())
    _stopped(view, told)
    may = told.result is not None and access.allowed(who.actor, "load")
    if told.result is not None and not may:
        page.nothing(view, "intake.nameless")

    # What was dropped or typed together with the click has not been looked at.
    fields = (TYPED, "received", "load_reason")
    files, seen = desk.files, written(*fields)

    def take_in() -> None:
        if written(*fields) != seen:
            desk.tell("warning", words("counter.moved"))
        elif may and told.result and desk.files == files:
            desk.load(who.received, who.reason, who.actor, told.result["journal_no"])

    with st.container(horizontal=True):
        if told.result is None:
            _again(view, desk)
        else:
            label = words("intake.accept")
            st.button(label, type="primary", key="accept", on_click=take_in, disabled=not may)
        st.button(words("intake.leave"), key="leave", on_click=desk.clear)
        _marked(view, told, who.actor)


def _outcome(view: View, desk: Desk, told: Told, checked: Told, who: Bringer) -> None:
    """What has become of the files, and where to look next."""
    page.heading(told.title(), told.numbers(), *told.notices())
    _stopped(view, told)
    with st.container(horizontal=True, vertical_alignment="center"):
        if told.result is None:
            _again(view, desk)
        st.button(view.words("intake.next"), type="primary", key="next", on_click=desk.clear)
        _marked(view, checked, who.actor)
        for target, name in AFTER.items():
            st.page_link(target, label=view.words(name), query_params=filters.address())


def _again(view: View, desk: Desk) -> None:
    """Once what stopped the command has been put right."""
    st.button(view.words("intake.again"), type="primary", key="again", on_click=desk.look_again)


def _stopped(view: View, told: Told) -> None:
    if told.result is None:
        page.problem(view.words("intake.stopped"), told.fault or view.words("intake.stopped_help"))


def _marked(view: View, told: Told, actor: str) -> None:
    """The marked copies, for the session alone that brought the files."""
    path = told.marked()
    if path and access.allowed(actor, "marked"):
        label = view.words("intake.marked")
        st.download_button(label, path.read_bytes(), path.name, key="marked", on_click="ignore")


def lists(view: View, told: Told) -> None:
    """Each file, each figure that would be another, each finding."""
    if told.files:
        page.table(told.table(), view.words("intake.table"), height="content")
    if told.foretold:
        page.small(view.words("intake.figures_note"))
    changes, findings = told.changes(), told.findings()
    if changes:
        page.subheading(view.words("intake.changes", n=len(changes)))
        page.table(changes, view.words("intake.changes_alt"))
    if findings:
        page.subheading(view.words("intake.findings", n=len(findings)))
        page.reading(findings)


def messages(desk: Desk) -> None:
    """What is to be said once."""
    said, desk.said = desk.said, []
    for kind, sentence in said:
        (st.warning if kind == "warning" else st.success)(as_typed(sentence))
