"""How far figures can be trusted: what rules found, what changed after it was handed in."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from app import queries, scorecard
from app.definitions import matching
from app.filters import View
from app.format import NOTHING, date, number, signed
from app.store import Row, Rows
from app.table import Table

OPEN, ACCEPTED, RETURNED = "open", "accepted", "returned"
SEVERITIES = ("error", "warning", "note")
UNPLACED_DAYS = 45  # as macro check_limit has it where the office sets no other


def state(row: Row) -> str:
    """Where a finding stands: waiting for an answer, accepted, or its report was returned."""
    if row.severity == "error" or row.outcome == "refused":
        return RETURNED
    return ACCEPTED if row.is_accepted else OPEN


def title(view: View, found: Rows, unplaced: Rows) -> str:
    """How many warnings wait at how many units, how many reports are returned, or of nobody."""
    waiting = [r for r in found if r.severity == "warning" and state(r) == OPEN]
    returned = {r.journal_no for r in found if state(r) == RETURNED}
    said = []
    if waiting:
        units = len({r.reporter_id for r in waiting})
        said.append(view.words("quality.waiting", n=len(waiting), units=units))
    else:
        said.append(view.words("quality.nothing_waits"))
    if returned:
        said.append(view.words("quality.returned", n=len(returned)))
    if unplaced:
        said.append(unplaced_title(view, unplaced))
    return " · ".join(said)


def trust(view: View, found: Rows, revisions: Rows, sources: Rows) -> str:
    """What else the page tells, in numbers."""
    counts = {
        "accepted": sum(state(r) == ACCEPTED for r in found),
        "changed": len(revisions),
        "differ": sum(bool(r.difference) for r in sources),
        "notes": sum(r.severity == "note" for r in found),
    }
    return " · ".join(view.words(f"quality.{k}", n=n) for k, n in counts.items() if n)


def rule_titles(view: View) -> dict[str, str]:
    """What is wrong, in a few words: rule id → title."""
    return {r.rule_id: view.words.name(r, "title") for r in queries.rules(view)}


def by_rule(view: View, found: Rows) -> Table:
    """Rules that found something: how often, at how many units, how many are answered."""
    words, groups = view.words, {}
    for row in found:
        groups.setdefault(row.rule_id, []).append(row)
    rules = rule_titles(view)
    ordered = sorted(groups.items(), key=lambda g: (SEVERITIES.index(g[1][0].severity), -len(g[1])))
    return Table(
        {
            words("quality.rule"): [rules[n] for n, _ in ordered],
            words("quality.severity"): [words(f"severity.{g[0].severity}") for _, g in ordered],
            words("quality.findings"): [len(g) for _, g in ordered],
            words("quality.units"): [len({r.reporter_id for r in g}) for _, g in ordered],
            words("quality.answered"): [sum(state(r) == ACCEPTED for r in g) for _, g in ordered],
        }
    )


def by_unit(view: View, found: Rows) -> Table:
    """Units of which something waits, those with most first; what is only noted is left out."""
    words = view.words
    errors = Counter(_unit(view, r) for r in found if r.severity == "error")
    waiting = Counter(_unit(view, r) for r in found if r.severity == "warning" and state(r) == OPEN)
    names = sorted(errors | waiting, key=lambda n: (-errors[n], -waiting[n]))
    return Table(
        {
            words("quality.unit"): names,
            words("quality.errors"): [errors[n] for n in names],
            words("quality.warnings"): [waiting[n] for n in names],
        }
    )


def _unit(view: View, row: Row) -> str:
    return view.words.name(row, "name") if row.name_vi else view.words("quality.unknown_unit")


def findings(view: View, found: Iterable[Row], asked: str) -> Table:
    """What rules say, a line each: unit, place, sentence, what became of it."""
    words, titles = view.words, rule_titles(view)

    def place(row: Row) -> str:
        return " ".join(filter(None, (row.sheet, row.cell))) or row.file_name or NOTHING

    def texts(row: Row) -> str:
        said = f"{words.name(row, 'message')} {titles[row.rule_id]} {row.rule_id}"
        return f"{_unit(view, row)} {said} {place(row)}"

    rows = matching(found, asked, texts)
    return Table(
        {
            words("quality.unit"): [_unit(view, r) for r in rows],
            words("quality.severity"): [words(f"severity.{r.severity}") for r in rows],
            words("quality.sentence"): [words.name(r, "message") for r in rows],
            words("quality.place"): [place(r) for r in rows],
            words("quality.rule"): [titles[r.rule_id] for r in rows],
            words("quality.journal_no"): [_number(r.journal_no) for r in rows],
            words("quality.state"): [_answer(view, r) for r in rows],
        }
    )


def _number(journal_no: int | None) -> str:
    return NOTHING if journal_no is None else str(journal_no)


def _answer(view: View, row: Row) -> str:
    """What became of a finding; a note asks for nothing."""
    if row.severity == "note":
        return NOTHING
    code = state(row)
    if code != ACCEPTED:
        return view.words(f"quality.is_{code}")
    given = {
        "who": view.words.actor(row.accepted_by),
        "day": date(row.accepted_date),
        "why": row.accepted_reason,
    }
    return view.words("quality.is_accepted", **given)


def unplaced_title(view: View, found: Rows) -> str:
    """How many returned files cannot be laid to a unit or a period."""
    return view.words("quality.unplaced", n=len({r.journal_no for r in found}))


def unplaced_note(view: View) -> str:
    """How long such a file is told of, and what clears it before."""
    days = queries.settings(view).get("unplaced_days", UNPLACED_DAYS)
    return view.words("quality.unplaced_note", days=days)


def unplaced(view: View, found: Rows) -> Table:
    """A line a finding of such a file: its name, when it came, what is wrong."""
    words = view.words
    return Table(
        {
            words("quality.file"): [r.file_name for r in found],
            words("quality.received"): [date(r.received_date) for r in found],
            words("quality.sentence"): [words.name(r, "message") for r in found],
            words("quality.place"): [
                " ".join(filter(None, (r.sheet, r.cell))) or NOTHING for r in found
            ],
            words("quality.journal_no"): [_number(r.journal_no) for r in found],
        }
    )


def revisions(view: View, changed: Rows) -> Table:
    """Figures that a later lần nộp or a correction changed."""
    words, language = view.words, view.language

    def change(row: Row) -> str:
        if row.before is None or row.now is None:
            return NOTHING
        return signed(row.now - row.before, int(row.decimals), language)

    return Table(
        {
            words("quality.unit"): [words.name(r, "name") for r in changed],
            words("quality.figure"): [_figure(view, r) for r in changed],
            words("quality.before"): [number(r.before, int(r.decimals), language) for r in changed],
            words("quality.now"): [number(r.now, int(r.decimals), language) for r in changed],
            words("quality.change"): [change(r) for r in changed],
            words("quality.uom"): [scorecard.measure_unit(r, view) for r in changed],
            words("quality.why"): [why(view, r) for r in changed],
            words("quality.day"): [r.day for r in changed],
        }
    )


def why(view: View, row: Row) -> str:
    """By what a figure changed: a lần nộp, and which correction ended with it, or a correction."""
    words = view.words
    if row.actor is not None:
        given = {"who": words.actor(row.actor), "why": row.reason, "number": row.journal_no}
        if row.revision is not None:
            return words("quality.put_back", n=int(row.revision), **given)
        return words("quality.corrected", **given)
    said = [words("quality.resent", n=int(row.revision), number=row.journal_no)]
    if row.lapsed_no is not None:
        said.append(words("quality.lapsed", number=int(row.lapsed_no)))
    return "; ".join(said)


def _figure(view: View, row: Row) -> str:
    """A measure, and whom it is about where that is not who reports it."""
    subject = view.words.name(row, "subject") if row.subject_vi else ""
    return " – ".join(filter(None, (view.words.name(row, "title"), subject)))


def sources_asked(view: View, told: Rows, asked: str) -> Rows:
    """Those that are looked for; all where none of them is."""
    found = matching(told, asked, lambda r: view.words.name(r, "title"))
    return tuple(found) or told


def sources(view: View, told: Rows) -> Table:
    """Measures that two sources tell of: both figures, their difference, and which one counts."""
    words, language = view.words, view.language

    def shown(value: Any, row: Row) -> str:
        return number(value, int(row.decimals), language)

    return Table(
        {
            words("quality.figure"): [words.name(r, "title") for r in told],
            words("quality.uom"): [scorecard.measure_unit(r, view) for r in told],
            words("quality.added"): [shown(r.units_value, r) for r in told],
            words("quality.coverage"): [f"{r.reporting_count}/{r.expected_count}" for r in told],
            words("quality.reporter"): [
                r.reporter_short_vi if language == "vi" else r.reporter_en for r in told
            ],
            words("quality.told"): [shown(r.root_value, r) for r in told],
            words("quality.difference"): [
                signed(r.difference, int(r.decimals), language) for r in told
            ],
            words("quality.counts"): [
                words("quality.office_counts" if r.is_root_authority else "quality.sum_counts")
                for r in told
            ],
        }
    )


def how_to_accept(view: View, found: Rows) -> list[str]:
    """A command a waiting warning that answers it, for who keeps the data; a line each."""
    return [
        view.words("quality.command", number=r.journal_no, rule=r.rule_id)
        for r in found
        if r.severity == "warning" and state(r) == OPEN and r.journal_no
    ]
