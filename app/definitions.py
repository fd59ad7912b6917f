"""What every figure and rule means: formulas of indicators, statuses, readings of cells, rules."""

import re
from collections.abc import Iterable
from typing import Any

from app import queries
from app.filters import View
from app.format import as_typed, date, fold, number, status
from app.store import Row, Rows
from app.table import Table

SHORT_NAME = re.compile(r"\w+")  # of a source, as source.csv lists it
GAP = re.compile(r"\{\w+\}")  # where a rule's sentence names what it found
SHOWN_TERMS = 3  # of a sum of many measures the first and the last tell enough
# In the order in which they are told; thresholds of the catalogue stand in their sentences.
STATUSES = (
    "exceeded", "met", "on_pace", "held", "near", "slow", "very_slow", "not_met", "not_due",
    "unreported", "incomplete", "no_target", "no_basis", "not_applicable",
)  # fmt: skip


def matching(rows: Iterable[Any], asked: str, *texts: Any) -> list[Any]:
    """Rows in whose texts every word asked for occurs, whatever its case and diacritics."""
    words = fold(asked).split()
    return [r for r in rows if all(w in fold(" ".join(t(r) for t in texts)) for w in words)]


class Definitions:
    """The indicators of one view with the measures they are computed from."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.indicators = queries.indicators(view)
        self.terms: dict[tuple[str, str], list[Row]] = {}
        for row in queries.terms(view):
            self.terms.setdefault((row.indicator_id, row.part), []).append(row)
        self.sources = queries.sources(view)

    def found(self, asked: str) -> list[Row]:
        """Indicators by id, title, movement, or a measure they are computed from."""
        return matching(self.indicators, asked, self._words)

    def _words(self, row: Row) -> str:
        measures = (t for p in "ndw" for t in self.terms.get((row.indicator_id, p), []))
        said = (row.indicator_id, row.title_vi, row.title_en, row.movement_short_vi, row.source)
        named = (f"{t.title_vi} {t.title_en}" for t in measures)
        return " ".join(map(str, (*said, row.movement_en, *named)))

    def table(self, rows: list[Row]) -> Table:
        """Id, title, formula, unit of measure."""
        words = self.view.words
        return Table(
            {
                words("definitions.id"): [r.indicator_id for r in rows],
                words("definitions.indicator"): [words.name(r, "title") for r in rows],
                words("definitions.formula"): [self.formula(r) for r in rows],
                words("definitions.uom"): [words.name(r, "uom") for r in rows],
            }
        )

    def titles(self, rows: list[Row]) -> dict[str, str]:
        """What to choose from, movement by movement: id → title."""
        return {r.indicator_id: self.view.words.name(r, "title") for r in rows}

    def _movement(self, row: Row) -> str:
        return row.movement_short_vi if self.view.language == "vi" else row.movement_en

    def formula(self, row: Row) -> str:
        """Measures above and below the line and the factor, in words."""
        above = self._sum(row, "n")
        below = self._sum(row, "d")
        if not below:
            return above
        factor = "" if row.factor in (None, 1) else f" × {number(row.factor, 0, self._language)}"
        return f"{_bracketed(above)} ÷ {_bracketed(below)}{factor}"

    @property
    def _language(self) -> str:
        return self.view.language

    def _sum(self, row: Row, part: str) -> str:
        terms = self.terms.get((row.indicator_id, part), [])
        named = [(t.sign, self.view.words.name(t, "title")) for t in terms]
        if len(named) > SHOWN_TERMS:
            first, last = named[0][1], named[-1][1]
            return self.view.words("definitions.many", first=first, last=last, n=len(named))
        text = "".join(f" {'+' if sign > 0 else '−'} {name}" for sign, name in named)
        return text.removeprefix(" + ").strip()

    def card(self, row: Row) -> list[str]:
        """All that defines one indicator, a line each."""
        words = self.view.words
        rule = words(f"rule.{row.rule}")
        if row.rule == "mean":
            weight = self._sum(row, "w")
            rule = words("rule.weighted", weight=weight) if weight else rule
        measured = ", ".join(words(f"kind.{k}") for k in row.measured_in)
        parts = {
            "movement": self._movement(row),
            "formula": f"{self.formula(row)} ({words.name(row, 'uom')})",
            "upwards": rule,
            "better": words(f"direction.{row.direction}"),
            "measured": self._when(row, measured),
            "told_by": "; ".join(self._told_by(row)),
            "scale": self._scale(row),
            "source": self._source(row.source),
        }
        return [
            f"**{as_typed(words(f'definitions.{name}'))}**: {as_typed(text)}"
            for name, text in parts.items()
            if text
        ]

    def _when(self, row: Row, measured: str) -> str:
        if row.available_days is None:
            return measured
        return self.view.words("definitions.after", measured=measured, n=row.available_days)

    def _told_by(self, row: Row) -> list[str]:
        """Who reports each measure, measures of one reporter together."""
        words, by_reporter = self.view.words, {}
        terms = (t for p in "ndw" for t in self.terms.get((row.indicator_id, p), []))
        for term in terms:
            by_reporter.setdefault(self._reporter(term), {})[words.name(term, "title")] = None
        if len(by_reporter) == 1:
            return list(by_reporter)
        return [f"{who} ({', '.join(titles)})" for who, titles in by_reporter.items()]

    def _reporter(self, term: Row) -> str:
        words = self.view.words
        if term.root_source == "own" and term.root_reporter_vi:
            return words("definitions.for_all", who=words.name(term, "root_reporter"))
        if term.reporter in ("self", "catalogue"):
            return words(f"definitions.{term.reporter}")
        return words.name(term, "reporter")

    def _scale(self, row: Row) -> str:
        if not row.scale_vi:
            return ""
        decided = f" ({row.decision_number}, {date(row.decision_date)})"
        return f"{row.scale_vi}{decided if row.decision_number else ''}"

    def _source(self, said: str | None) -> str:
        """What the catalogue says of where a definition is from, its short names written out."""
        words = self.view.words
        if not said or said == "memory":
            return words("definitions.from_memory")
        known = {r.source_id: r.title for r in self.sources}
        return SHORT_NAME.sub(lambda m: f"«{known[m[0]]}»" if m[0] in known else m[0], said)


def _bracketed(sum_: str) -> str:
    return f"({sum_})" if " + " in sum_ or " − " in sum_ else sum_


def statuses(view: View) -> Table:
    """Sign and word of every status, and when it is given."""
    words, given = view.words, queries.settings(view)
    thresholds = {n: given.get(n, "") for n in ("pace_on", "pace_near", "pace_slow")}
    thresholds["coverage"] = given.get("coverage_min", "")
    return Table(
        {
            words("definitions.status"): [
                f"{status(s).sign} {words(f'status.{s}')}" for s in STATUSES
            ],
            words("definitions.meaning"): [words(f"meaning.{s}", **thresholds) for s in STATUSES],
        }
    )


def rules(view: View, asked: str) -> Table:
    """Rules that reports are checked by: severity, sentence, id."""
    words = view.words
    rows = matching(
        queries.rules(view),
        asked,
        lambda r: f"{r.rule_id} {r.title_vi} {r.title_en} {r.message_vi} {r.message_en}",
    )
    return Table(
        {
            words("definitions.severity"): [words(f"severity.{r.severity}") for r in rows],
            words("definitions.sentence"): [sentence(words.name(r, "message")) for r in rows],
            words("definitions.id"): [r.rule_id for r in rows],
        }
    )


def sentence(pattern: str) -> str:
    """A rule's sentence without a certain value in it."""
    return GAP.sub("…", pattern)


def problem(pattern: str) -> str:
    """What a rule's sentence says is wrong, without the cure."""
    return sentence(pattern).partition(". ")[0]


def readings(view: View, asked: str) -> Table:
    """How a cell is read: what stands there, its type, the line it stands in, what it means."""
    words = view.words

    def means(row: Row) -> str:
        if row.message_vi:
            return words("definitions.refused", sentence=problem(words.name(row, "message")))
        return words("definitions.nothing") if row.means == "nothing reported" else row.means

    def held(row: Row) -> str:
        kind, _, shape = row.held.partition(" ")
        said = words(f"held.{kind}") if kind else words("held.empty")
        return f"{said} {shape}".strip()

    rows = matching(queries.cleaning(view), asked, lambda r: f"{r.typed} {r.uom} {means(r)}")
    return Table(
        {
            words("definitions.row_no"): [r.row_no for r in rows],
            words("definitions.section"): [words(f"section.{r.section}") for r in rows],
            words("definitions.typed"): [r.typed for r in rows],
            words("definitions.held"): [held(r) for r in rows],
            words("definitions.line"): [r.uom for r in rows],
            words("definitions.styles"): [r.styles for r in rows],
            words("definitions.means"): [means(r) for r in rows],
        }
    )


def title(view: View, rows: Rows) -> str:
    """How many indicators of how many movements."""
    movements = len({r.movement_id for r in rows})
    return view.words("definitions.title", n=len(rows), movements=movements)
