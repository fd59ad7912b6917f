"""The second witness of open warnings: which wait on a day, and which figures rest on them.

Written from docs/operating.md and docs/arithmetic.md; nothing of etl or app.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from tests.witness.archive_facts import Report, amount
from tests.witness.findings import Findings
from tests.witness.witness import Scope, Witness

Row = dict[str, Any]
Place = tuple[str, str]  # sheet and cell
Cell = tuple[str, str]  # measure and subject


@dataclass(frozen=True)
class Warned:
    """One open warning, the cells it is about that count, and all that it is about."""

    rule: str
    number: int
    period: str
    counting: frozenset[Cell]
    cells: frozenset[Cell]


class OpenWarnings:
    """All that wait on one day."""

    def __init__(self, witness: Witness) -> None:
        self.witness, self.office, self.as_of = witness, witness.office, witness.as_of
        self.told = self.office.told(self.as_of)
        self.current = self.office.current_reports(self.as_of)

    @cached_property
    def rows(self) -> list[Warned]:
        own = [w for key, report in self.current.items() for w in self._of_report(key, report)]
        return own + self._between()

    def of(self, period: str) -> list[Warned]:
        return [w for w in self.rows if w.period == period]

    def of_report(self, number: int) -> int:
        return sum(w.number == number for w in self.rows)

    def rests(self, indicator: str, scope: Scope, period: str) -> bool:
        """Whether a figure counts a cell that a warning is about."""
        used = {m["measure_id"] for m in self.witness.measures_of(indicator)}
        counted = set(self.witness.counted(indicator, scope))
        counting, told = self._about[period]
        if any(m in used and u in counted for m, u in counting):
            return True
        return scope.type == "root" and any(m in used and u == scope.id for m, u in told)

    @cached_property
    def _about(self) -> dict[str, tuple[set[Cell], set[Cell]]]:
        """Period → cells of open warnings that count, and all of them."""
        return {
            p: (
                {c for w in self.of(p) for c in w.counting},
                {c for w in self.of(p) for c in w.cells},
            )
            for p in self.office.periods
        }

    def _warned(self, rule: str, key: Report, number: int, *about: str | None) -> Warned:
        cells = self._cells(key, *about)
        form, reporter, period = key
        asked = set(self.office.asked(form, reporter, self.office.periods[period]))
        return Warned(rule, number, period, cells & asked, cells)

    def _key(self, number: int) -> Report:
        return next(k for k, r in self.current.items() if r["number"] == number)

    def _cells(self, key: Report, measure: str | None, subject: str | None) -> frozenset[Cell]:
        """The figures of a report about a measure or a unit, or all of them."""
        return frozenset(
            (m, u)
            for (m, u), value in self.told[key].items()
            if value is not None and measure in (None, m) and subject in (None, u)
        )

    # What a report was told when it came in.

    def _of_report(self, key: Report, report: Row) -> list[Warned]:
        number, found = report["number"], []
        at = {
            (sheet, cell): about
            for about, (_, sheet, cell) in self.office.read(self.office.parsed[number]).items()
        }
        corrected = self._corrected(number)
        for finding, since in self.office.findings(number, self.as_of):
            place = finding["sheet"], finding["cell"]
            act = corrected.get(place)
            if finding["severity"] != "warning" or finding.get("act") != act:
                continue
            if self.office.hidden & set(finding.get("measures", ())):
                continue
            since = max(since, report["restored"] or 0, act or 0)
            if not self._is_accepted(number, finding["rule"], place, since):
                named = finding.get("measures", [])
                about = at.get(place, (named[0] if len(named) == 1 else None, None))
                found.append(self._warned(finding["rule"], key, number, *about))
        return found

    def _corrected(self, number: int) -> dict[Place, int]:
        """Cells whose figure is a correction's, with the last act that applied."""
        found: dict[Place, int] = {}
        values = {
            (sheet, cell): value
            for value, sheet, cell in self.office.read(self.office.parsed[number]).values()
        }
        for act in self.office.acts("correct", self.as_of):
            place = act["sheet"], act["cell"]
            if act["report"] == number and values.get(place, ...) == amount(act["expected"]):
                values[place], found[place] = amount(act["value"]), act["number"]
        return found

    def _is_accepted(self, number: int, rule: str, place: Place, since: int) -> bool:
        return any(
            (a["report"], a["rule"]) == (number, rule)
            and a["number"] > since
            and a.get("cell") in (None, place[1])
            for a in self.office.acts("accept", self.as_of)
        )

    # What reports say against one another.

    def _between(self) -> list[Warned]:
        found = []
        for row in Findings(self.office, self.as_of).rows():
            rule, number, _, measure, subject, *_ = row
            if number is None:  # of the catalogue: a note
                continue
            acts = [
                a for a in self.office.acts("accept", self.as_of)
                if (a["report"], a["rule"]) == (number, rule)
            ]  # fmt: skip
            if not any(self._stood(row, act) for act in acts):
                found.append(self._warned(rule, self._key(number), number, measure, subject))
        return found

    def _stood(self, row: tuple, act: Row) -> bool:
        """Whether the same was found when nothing after the act had been entered."""
        number, _, measure, subject = row[1:5]
        _, sheet, cell = self.office.read(self.office.parsed[number]).get(
            (measure, subject), (0, "", "")
        )
        if act.get("cell") not in (None, cell):
            return False
        then = self.office.upto(act["number"])
        return row in Findings(then, self.as_of).rows()


@cache
def open_warnings(witness: Witness) -> OpenWarnings:
    """Worked out once a day that is looked back to."""
    return OpenWarnings(witness)
