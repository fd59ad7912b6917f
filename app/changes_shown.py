"""Changes between two journal numbers as sentences and tables, in the view's language."""

from collections import Counter
from dataclasses import dataclass

from app import scorecard
from app.changes import CHANGED, GONE, NEW, Change, Changes, Told, kind_of
from app.earlier import Point
from app.explain import BLOCK, ROOT, UNIT, scope
from app.filters import View
from app.format import NOT_REPORTED, NOTHING, date, number, signed
from app.store import Row
from app.table import Table

SHOWN = 15  # lines of a list; the rest is counted
LEVELS = (ROOT, BLOCK, UNIT)


@dataclass(frozen=True)
class Section:
    """One kind of change: its lines, where each comes from, how many are left out."""

    title: str
    note: str
    lines: Table
    links: list[str]
    rest: str


def title(view: View, found: Changes, since: Point) -> str:
    """From which number to which, and how much moved."""
    counts = {kind: len(found.of_kind(kind)) for kind in (CHANGED, NEW, GONE)}
    counts["statuses"] = len({c.row.indicator_id for c in found.statuses})
    counts["ranks"] = len(found.ranks)
    said = [
        view.words(f"changes.n_{what}", n=number(n, 0, view.language))
        for what, n in counts.items()
        if n
    ]
    given = {"day": date(since.known)}
    if view.is_rewound:
        given["to"] = date(view.as_of)
    key = "changes.title_until" if view.is_rewound else "changes.title"
    return view.words(key, **given, what=", ".join(said) or view.words("changes.same"))


def numbers(view: View, since: Point) -> str:
    """The same in numbers of the journal, to be found there."""
    return view.words("changes.numbers", since=since.number, now=view.build.journal_no)


def trust(view: View, found: Changes, since: Point) -> str:
    """What is compared, as of which day, and whether the catalogue is another one."""
    words = view.words
    key = "changes.rewound" if view.is_rewound else "changes.today"
    said = words(key, number=since.number, days=since.days(view), day=date(view.as_of))
    return f"{said} {words('changes.catalogue')}" if found.has_new_catalogue else said


def sections(view: View, found: Changes) -> list[Section]:
    """What moved, a kind at a time; what did not move is not spoken of."""
    kinds = {kind: found.of_kind(kind) for kind in (CHANGED, GONE, NEW)}
    changes = {"statuses": found.statuses} | kinds | {"ranks": found.ranks}
    return [_section(view, found, what, listed) for what, listed in changes.items() if listed]


def _section(view: View, found: Changes, what: str, listed: list[Change]) -> Section:
    words, shown, note = view.words, listed[:SHOWN], view.words(f"changes.{what}_note")
    if what == "statuses":
        lines, note = _statuses(view, found, shown), f"{_levels(view, listed)}. {note}"
    elif what == "ranks":
        lines = _ranks(view, found, shown)
    else:
        lines = _values(view, found, shown, what)
    links = [_address(view, c.origin) if c.origin else "" for c in shown]
    left = number(len(listed) - len(shown), 0, view.language)
    rest = words("changes.rest", n=left) if len(listed) > len(shown) else ""
    return Section(words(f"changes.{what}"), note, lines, links, rest)


def _levels(view: View, listed: list[Change]) -> str:
    """How many figures of each level are judged otherwise."""
    counts = Counter(c.row.scope_type for c in listed)
    shown = {level: number(counts[level], 0, view.language) for level in LEVELS}
    return ", ".join(view.words(f"changes.at_{k}", n=n) for k, n in shown.items() if counts[k])


def _address(view: View, told: Told) -> str:
    indicator, level, id_ = told
    return view.address_of("explain", indicator=indicator, scope=scope(level, id_))


def _statuses(view: View, found: Changes, rows: list[Change]) -> Table:
    """Indicator, where, status and figure before and now, by which entries."""
    words = view.words
    return Table(
        {
            words("changes.indicator"): [words.name(c.row, "title") for c in rows],
            words("changes.where"): [c.where for c in rows],
            words("changes.before"): [_judged(c.before, view) for c in rows],
            words("changes.now"): [_judged(c.now, view) for c in rows],
            words("changes.by"): [_by(view, found, c, "changes.other") for c in rows],
        }
    )


def _judged(row: Row | None, view: View) -> str:
    if row is None:
        return NOTHING
    verdict = scorecard.verdict_text(row, view)
    if row.value is None:
        return verdict
    # A number at a line's end, its unit on the next: the eye loses both.
    figure = f"{scorecard.value_text(row, view)}\u00a0{scorecard.unit_text(row, view)}"
    return f"{verdict} ({figure}; {scorecard.coverage_text(row)})"


def _values(view: View, found: Changes, rows: list[Change], kind: str) -> Table:
    """Measure, whom it is about, before, now, the difference, by which entry."""
    words = view.words
    table = Table(
        {
            words("changes.measure"): [words.name(c.row, "title") for c in rows],
            words("changes.where"): [c.where for c in rows],
            words("changes.before"): [_value(c.before, c, view) for c in rows],
            words("changes.now"): [_value(c.now, c, view) for c in rows],
            words("changes.difference"): [_difference(c, view) for c in rows],
            words("changes.uom"): [scorecard.measure_unit(c.row, view) for c in rows],
            words("changes.by"): [_by(view, found, c, "changes.other") for c in rows],
        }
    )
    if kind == NEW:
        table = table.without({words("changes.before")})
    if kind != CHANGED:
        table = table.without({words("changes.difference")})
    return table


def _value(row: Row | None, change: Change, view: View) -> str:
    if row is None or row.value is None:
        return NOT_REPORTED
    return number(row.value, _decimals(change), view.language)


def _decimals(change: Change) -> int:
    """As the catalogue says; more where the two would read the same."""
    shown = int(change.row.decimals)
    told = [r.value for r in (change.before, change.now) if r is not None]
    if len(told) < 2 or None in told:
        return shown
    while shown < scorecard.MOST_DECIMALS and number(told[0], shown) == number(told[1], shown):
        shown += 1
    return shown


def _difference(change: Change, view: View) -> str:
    if kind_of(change) != CHANGED:
        return NOTHING
    step = change.now.value - change.before.value  # type: ignore[union-attr]
    return signed(step, _decimals(change), view.language)


def _ranks(view: View, found: Changes, rows: list[Change]) -> Table:
    """Indicator, unit, place in its group before and now, by which entries."""
    words = view.words

    def place(row: Row) -> str:
        return words("changes.place", place=row.place, among=row.among)

    def step(change: Change) -> str:
        up = change.before.place - change.now.place  # type: ignore[union-attr]
        return words("changes.up" if up > 0 else "changes.down", n=abs(up))

    return Table(
        {
            words("changes.indicator"): [words.name(c.row, "title") for c in rows],
            words("changes.unit"): [c.where for c in rows],
            words("changes.before"): [place(c.before) for c in rows],
            words("changes.now"): [place(c.now) for c in rows],
            words("changes.move"): [step(c) for c in rows],
            words("changes.by"): [_by(view, found, c, "changes.others_moved") for c in rows],
        }
    )


def _by(view: View, found: Changes, change: Change, none: str) -> str:
    """The entries that made a change: what, who, why; of many only how many."""
    causes = change.causes
    if not causes:
        return view.words(none)
    if len(causes) > 2:
        return view.words("changes.many", n=len(causes), first=causes[0], last=causes[-1])
    entries = {e.journal_no: e for e in found.entries}
    return "; ".join(_entry(view, entries[number], change) for number in causes)


def _entry(view: View, entry: Row, change: Change) -> str:
    """One entry; whose report it is where the line does not name that unit."""
    words = view.words
    if entry.what == "accepted":
        said = words("changes.report", number=entry.journal_no, n=entry.revision)
    else:
        given = {
            "act": words(f"act.{entry.what}"),
            "who": words.actor(entry.actor),
            "why": entry.reason,
        }
        said = words("changes.act", number=entry.journal_no, **given)
    name = words.name(entry, "name") if entry.name_vi else ""
    return said if name in change.where else f"{said}, {name}"


def entries(view: View, found: Changes) -> Table:
    """The journal between the two numbers: what came in and what was done, the newest first."""
    words, rows = view.words, found.of_period()[::-1]
    return Table(
        {
            words("changes.number"): [e.journal_no for e in rows],
            words("changes.entry"): [_what(view, e) for e in rows],
            words("changes.unit"): [_unit(view, e) for e in rows],
            words("changes.known"): [e.day for e in rows],
            words("changes.actor"): [words.actor(e.actor) for e in rows],
            words("changes.reason"): [e.reason or NOTHING for e in rows],
        }
    )


def _unit(view: View, entry: Row) -> str:
    """The unit; the file where nothing in it says whose it is."""
    if entry.name_vi:
        return view.words.name(entry, "name")
    return view.words("changes.unknown", file=entry.file_name) if entry.file_name else NOTHING


def _what(view: View, entry: Row) -> str:
    if entry.what == "accepted":
        return view.words("changes.accepted", n=entry.revision)
    return view.words(f"act.{entry.what}")


def entries_note(view: View, found: Changes) -> str:
    """How many entries are about the period in view, how many about others."""
    mine = len(found.of_period())
    others = len(found.entries) - mine
    said = view.words("changes.entries_note", n=mine)
    return f"{said} {view.words('changes.entries_others', n=others)}" if others else said
