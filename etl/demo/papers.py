"""Who sends what and when: every report that is owed, with the ways in which it can go wrong."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import cycle

from etl.catalog import Catalog
from etl.demo.chance import draw, order
from etl.demo.oddities import SIGNED_EARLY
from etl.form_layout import reporters

LATE, CORRECTED, MISSING, REFUSED = 4, 4, 4, 5
MISTAKES = (
    "text", "whole", "row", "range", "period", "fraction", "unit", "negative", "day", "choice",
)  # fmt: skip
# What the tale fixes: a commune whose report was sent back and never came again, an office that
# never sent anything; in the period opened first few blocks are left without enough reports.
NEVER_AGAIN = {"2021-H1": "xa-bien-gioi", "2022-H1": "mn-hoa-hoi"}
NEVER_SENT = {
    "2021-H1": ("dien-luc", "hoi-nguoi-mu"),
    "2021-Y": ("hoi-nguoi-mu", "mn-long-vinh", "hoi-dong-y", "hoi-da-cam"),
    "2022-H1": ("hoi-nguoi-mu", "cn-tt-ptqd", "mn-long-vinh", "mn-ninh-dien"),
    "2022-Y": ("hoi-nguoi-mu", "mn-hoa-thanh", "hoi-cuu-tnxp", "hoi-da-cam"),
}
SEASONED = "2022-9M"
# School years: nearly all in time.
SCHOOLS = {
    "2020-21-SY": {"mn-ninh-dien": "missing", "th-phuoc-vinh-b": "missing", "thcs-an-binh": "late"},
    "2021-22-SY": {"mn-bien-gioi": "missing", "th-thanh-long": "late"},
}


@dataclass(frozen=True)
class Paper:
    """One workbook as it is sent: by whom, when, in which state."""

    form_id: str
    reporter: str
    period: str
    received: dt.date
    signed: dt.date | None
    name: str
    mark: str = ""  # beside the paper's number: (đính chính)
    has_number: bool = True
    is_official: bool = True
    is_draft: bool = False  # some figures are others in a later paper
    mistake: str = ""
    copy_of: str = ""  # the same bytes as another file
    suffix: str = ".xlsx"

    @property
    def file(self) -> str:
        return f"{self.received.isoformat()}/{self.name}{self.suffix}"

    @property
    def outcome(self) -> str:
        return "duplicate" if self.copy_of else "refused" if self.mistake else "accepted"


def plan_papers(catalog: Catalog) -> list[Paper]:
    """All papers of all periods, in the order in which they come in."""
    due = catalog.due_dates()
    found: list[Paper] = []
    for period_id in catalog.periods:
        pairs = [(f, u) for f, u in reporters(catalog, period_id)]
        fate = {} if period_id == SEASONED else _fates(catalog, period_id, [u for _, u in pairs])
        for form_id, unit_id in pairs:
            day = due[form_id, unit_id, period_id]
            plain = _plain(form_id, unit_id, period_id, day)
            found += _papers(plain, fate.get(unit_id, ""), day)
    found = _with_mistakes(found)
    found += _copies(found)
    found += _tables(catalog)
    return sorted(found, key=lambda p: p.file)


def _fates(catalog: Catalog, period_id: str, units: list[str]) -> dict[str, str]:
    """unit → late, corrected, missing, refused or lost (refused and never sent again)."""
    if period_id in SCHOOLS:
        return SCHOOLS[period_id]
    answering = {m[k] for m in catalog.tables["measure"] for k in ("reporter", "root_reporter")}
    minor = [u for u in units if u not in answering and _is_minor(catalog, u)]
    firms = [u for u in minor if "enterprise" in catalog.units[u]["tags"]][1:]
    found = dict.fromkeys(NEVER_SENT.get(period_id, ()), "missing")
    found |= {u: "lost" for u in (NEVER_AGAIN.get(period_id),) if u}
    for unit_id in order([u for u in minor if u not in firms], period_id, "minor"):
        if len(found) < MISSING + 1:
            kind = "missing" if list(found.values()).count("missing") < MISSING else "lost"
            found[unit_id] = kind
    left = iter(order([u for u in units if u not in found], period_id, "any"))
    for kind, count in (("late", LATE), ("corrected", CORRECTED), ("refused", REFUSED - 1)):
        for _ in range(count):
            found[next(left)] = kind
    return found


def _is_minor(catalog: Catalog, unit_id: str) -> bool:
    """Units without which the district's figures still hold."""
    return catalog.units[unit_id]["unit_group"] in "EFGHI"


def _plain(form_id: str, unit_id: str, period_id: str, day: dt.date) -> Paper:
    before = int(draw(unit_id, period_id, "day") ** 1.6 * 6)
    received = _weekday(day - dt.timedelta(before))
    signed = received - dt.timedelta(int(draw(unit_id, period_id, "signed") * 2.4))
    signed = received - dt.timedelta(
        SIGNED_EARLY.get((unit_id, period_id), (received - signed).days)
    )
    no_date = draw(unit_id, period_id, "undated") < 0.012
    return Paper(
        form_id,
        unit_id,
        period_id,
        received,
        None if no_date else _weekday(signed),
        f"{unit_id}-{period_id}",
        has_number=draw(unit_id, period_id, "unnumbered") >= 0.015,
    )


def _papers(plain: Paper, fate: str, due: dt.date) -> Iterator[Paper]:
    days = 1 + int(draw(plain.reporter, plain.period, "late") * 9)
    if fate == "missing":
        return
    if fate == "late":
        yield _on(plain, _weekday(due + dt.timedelta(days), forward=True))
    elif fate in ("refused", "lost"):
        yield replace(plain, mistake="some")
        again = _weekday(plain.received + dt.timedelta(1 + days // 3), forward=True)
        if fate == "refused":
            yield replace(_on(plain, again), name=f"{plain.name}-lan-2")
    elif fate == "corrected":
        estimate = draw(plain.reporter, plain.period, "estimate") < 0.36
        yield replace(plain, is_draft=True, is_official=not estimate)
        later = _weekday(plain.received + dt.timedelta(3 + 2 * days), forward=True)
        last = _on(plain, later)
        if estimate:  # the official figures after it correct nothing
            yield replace(last, name=f"{plain.name}-chinh-thuc")
        else:
            yield replace(last, name=f"{plain.name}-dinh-chinh", mark=" (đính chính)")
    else:
        yield plain


def _on(paper: Paper, received: dt.date) -> Paper:
    """The same paper signed and received later."""
    return replace(paper, received=received, signed=received - dt.timedelta(received.weekday() % 2))


def _with_mistakes(papers: list[Paper]) -> list[Paper]:
    """Each kind of mistake in turn, so that all of them come."""
    kinds = cycle(MISTAKES)
    return [replace(p, mistake=next(kinds)) if p.mistake else p for p in papers]


def _copies(papers: list[Paper]) -> Iterator[Paper]:
    """Two reports that were sent a second time, byte for byte."""
    for period_id in ("2021-Y", "2022-H1"):
        good = [p for p in papers if p.period == period_id and not p.mistake and not p.is_draft]
        first = min(good, key=lambda p: draw(p.reporter, "copied"))
        later = _weekday(first.received + dt.timedelta(2), forward=True)
        yield replace(first, received=later, name=f"{first.name}-gui-lai", copy_of=first.file)


def _tables(catalog: Catalog) -> Iterator[Paper]:
    """What offices send in shapes of their own, on the day before it is due."""
    for (form_id, unit_id, period_id), due in catalog.due_dates().items():
        if form_id in catalog.table_forms:
            day = _weekday(due - dt.timedelta(1))
            is_long = catalog.table_forms[form_id][0]["kind"] == "long"
            suffix = ".csv" if is_long else ".xlsx"
            name = f"{form_id}-{period_id}"
            yield Paper(form_id, unit_id, period_id, day, day, name, suffix=suffix)


def _weekday(day: dt.date, forward: bool = False) -> dt.date:
    while day.weekday() > 4:
        day += dt.timedelta(1 if forward else -1)
    return day
