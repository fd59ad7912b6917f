"""What every screen must show in one period, from the second witness alone.

Like the witness it imports nothing of etl or app and never opens the published file.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product

from tests.witness.archive_facts import FIRST, LAST, Report, Row, day, signed_terms
from tests.witness.open_warnings import OpenWarnings, open_warnings
from tests.witness.witness import ON_PACE, Scope, Target, Witness, ratio

BEHIND = {"near", "slow", "very_slow", "not_met"}
UNREPORTED = {"unreported", "incomplete"}
IN_HAND = {"on_time", "late"}
ADDED = {"sum", "ratio", "office"}  # rules whose figures of units can be added at all


@dataclass(frozen=True)
class Counts:
    """x of y indicators on pace, how many are not due, how many not (fully) reported."""

    x: int
    y: int
    not_due: int
    unreported: int
    returned: int  # unreported, and of a unit at least the report was returned


class Screen:
    """All figures of one period as one witness knows them."""

    def __init__(self, witness: Witness, period: str, scheme: str = "", asked: str = "") -> None:
        self.asked = asked  # what the page's own choice is, by its id
        self.witness, self.office, self.period = witness, witness.office, period
        self.about = self.office.periods[period]
        self.plan = self.about["plan_year_id"]
        self.scopes = {(s.type, s.id): s for s in witness.scopes(period)}
        self.root = self.scopes["root", self.office.root]
        self.told = self.office.told(witness.as_of)
        self.scheme = scheme or self.office.settings.get("default_scheme", "")

    def items(self, role: str) -> tuple[str, ...]:
        """What the catalogue shows under a role of a screen."""
        rows = [r for r in self.office.tables.get("role", []) if r["role"] == role]
        return tuple(r["item_id"] for r in sorted(rows, key=lambda r: int(r["sort"])))

    def item(self, role: str) -> str:
        """The one under a role."""
        return next(iter(self.items(role)), "")

    @cached_property
    def warnings(self) -> OpenWarnings:
        """Warnings that wait."""
        return open_warnings(self.witness)

    def ordered(self, table: str) -> list[Row]:
        return sorted(self.office.tables[table], key=lambda r: int(r["sort"] or 0))

    @property
    def elapsed(self) -> Fraction:
        """Share of the period's own plan year gone at its end."""
        year = self.office.plans[self.plan]
        after = self.about["to"] + dt.timedelta(1)
        gone = (after.year - year["from"].year) * 12 + after.month - year["from"].month
        return Fraction(gone, int(year["months"]))

    @property
    def is_whole_year(self) -> bool:
        """Whether the period is the whole of its plan year: the one before is last year's, too."""
        year = self.office.plans[self.plan]
        return (self.about["from"], self.about["to"]) == (year["from"], year["to"])

    # Whom a screen is about.

    @cached_property
    def block_of(self) -> dict[str, Row]:
        """Unit → its block in the scheme in view, at the period's end."""
        blocks = {b["block_id"]: b for b in self.ordered("block") if b["scheme_id"] == self.scheme}
        end = self.about["to"]
        return {
            r["unit_id"]: blocks[r["block_id"]]
            for r in self.office.tables["block_member"]
            if r["block_id"] in blocks
            and (day(r["valid_from"]) or FIRST) <= end <= (day(r["valid_to"]) or LAST)
        }

    @property
    def blocks(self) -> list[Row]:
        """Blocks of the scheme that have members."""
        theirs = [b for b in self.ordered("block") if b["scheme_id"] == self.scheme]
        return [b for b in theirs if ("block", b["block_id"]) in self.scopes]

    def place(self, unit: str) -> tuple[float, int]:
        """Units stand by block, those of none last, then in their own order."""
        block = self.block_of.get(unit)
        sort = int(self.office.units[unit]["sort"])
        return (int(block["sort"]) if block else float("inf"), sort)

    def group_of(self, movement: str) -> str | None:
        """The group of member units of which a movement tells most."""
        told = Counter(
            self.office.units[u]["unit_group"]
            for indicator in self.indicators_of(movement)
            for u in self.root.members
            if self.witness.counted(indicator, self.scopes["unit", u])
        )
        return min(told, key=lambda group: (-told[group], group), default=None)

    def members(self, group: str | None) -> list[Row]:
        """Member units of a group that there are in the period, as they stand."""
        units = [self.office.units[u] for u in self.root.members]
        return sorted(
            (u for u in units if u["unit_group"] == group), key=lambda u: self.place(u["unit_id"])
        )

    # Indicators and movements.

    def indicators_of(self, movement: str) -> list[str]:
        """A movement's indicators of which years like the period's tell."""
        known = [i for i in self.witness.indicators if self.witness.is_told(i, self.period)]
        rows = [r for r in self.ordered("indicator") if r["indicator_id"] in known]
        return [r["indicator_id"] for r in rows if r["movement_id"] == movement]

    def line(self, indicator: str, scope: Scope, plan: str = "") -> Row | None:
        """One indicator at one level: figure, coverage, status, changes, bar; None: no meaning.

        Against the plan of its year, or of the plan year that is named.
        """
        plan = plan or self.plan
        is_published = indicator in self.witness.indicators
        if not is_published or not self.witness.is_told(indicator, self.period):
            return None
        if not self.witness.counted(indicator, scope):
            return None
        row = self.witness.status_row(indicator, scope, self.period, plan)
        target = self.witness.target(indicator, scope, plan, self.period)
        row |= {
            "indicator": self.witness.indicators[indicator],
            "is_flow": self.witness.is_flow(indicator),
            "is_accumulated": self.witness.is_accumulated(indicator),
            "previous": self.change("previous", indicator, scope, row["expected_count"]),
            "last_year": self.change("last_year", indicator, scope, row["expected_count"]),
            "done": self.done(indicator, row["value"], target),
            "share": self.witness.share(indicator, scope, self.period, plan),
            "plan_year": plan,
        }
        # The year before is both, or else, where holidays part two school years, last year's alone.
        row["is_year_before"] = self.is_whole_year
        row["is_warned"] = self.warnings.rests(indicator, scope, self.period)
        return row | {"pace": self.pace(row)}

    def pace(self, row: Row) -> Fraction | None:
        """How far, against how far by now; of a ceiling the other way round."""
        if row["done"] is None or not row["share"]:
            return None
        if row["is_flow"] and row["indicator"]["direction"] == "lower":
            return ratio(row["share"], row["done"])
        return row["done"] / row["share"]

    def lines(self, movement: str) -> list[Row]:
        """Lines of a movement's indicators at the root."""
        found = (self.line(i, self.root) for i in self.indicators_of(movement))
        return [line for line in found if line is not None]

    def all_lines(self) -> list[Row]:
        """Lines of all movements at the root, by the movement's id."""
        names = sorted(m["movement_id"] for m in self.office.tables["movement"])
        return [line for name in names for line in self.lines(name)]

    def longer(self) -> list[Row]:
        """Lines at the root against plans of several years, where there is one; of a school year
        none.
        """
        plans = [
            p for p, y in self.office.plans.items()
            if int(y["months"]) > 12 and p != self.plan
            and y["from"] <= self.about["from"] and self.about["to"] <= y["to"]
        ]  # fmt: skip
        if self.about["kind"] == "SY":
            return []
        names = sorted(m["movement_id"] for m in self.office.tables["movement"])
        found = [
            self.line(i, self.root, plan)
            for name in names for i in self.indicators_of(name) for plan in sorted(plans)
        ]  # fmt: skip
        return [r for r in found if r and (r["target"] or r["decided_target"]) is not None]

    def done(self, indicator: str, value: Fraction | None, target: Target) -> Fraction | None:
        """Share of the plan of a flow, of the gap from the baseline of all else."""
        if value is None or target.value is None:
            return None
        if self.witness.is_flow(indicator):
            return ratio(value, target.value)
        if self.witness.meets(indicator, target.baseline, target.value) is not False:
            return None
        gap = target.value - target.baseline
        if self.witness.indicators[indicator]["direction"] == "exact":
            return 1 - abs(value - target.value) / abs(gap)
        return (value - target.baseline) / gap

    def change(self, comparison: str, indicator: str, scope: Scope, owed: int) -> Row | None:
        """A change on an earlier figure; whether over enough of the units that owe it."""
        pairs = [
            pair
            for unit in self.witness.counted(indicator, scope)
            if (pair := self.witness.pair(comparison, indicator, unit, self.period))
        ]
        if not pairs:
            return None
        row = self.witness.change_row(comparison, indicator, scope, self.period, pairs)
        least = Fraction(self.office.settings["coverage_min"]) / 100
        return row | {"is_wide": Fraction(len(pairs), owed) >= least}

    def counts(self, movement: str, scope: Scope) -> Counts:
        """x/y of a movement at one level, over its indicators that have a direction."""
        told = [
            self.witness.status_row(i, scope, self.period, self.plan)
            for i in self.indicators_of(movement)
            if self.witness.counted(i, scope)
        ]
        return _counted([row for row in told if row["status"]])

    @property
    def whole(self) -> dict[str, int]:
        """The same counts over every indicator at the root that has a direction."""
        return _told([line for line in self.all_lines() if line["status"]])

    @property
    def set_in_force(self) -> list[Row]:
        """Lines of the default set on the period's last day; a school year must judge them all."""
        chosen, last = self.office.settings["default_set"], self.about["to"].isoformat()
        rows = [r for r in self.office.tables["indicator_set"] if r["set_id"] == chosen]
        names = {r["indicator_id"] for r in rows} & self.witness.indicators.keys()
        is_school = self.about["kind"] == "SY"
        if is_school and not all(self.witness.is_told(i, self.period) for i in names):
            return []
        return [
            r
            for r in rows
            if (r["valid_from"] or "0001-01-01") <= last <= (r["valid_to"] or "9999-12-31")
        ]

    @property
    def headline(self) -> dict[str, int]:
        """Counts over the default set; indicators without a row are without basis."""
        names = [r["indicator_id"] for r in self.set_in_force]
        lines = [line for n in names if (line := self.line(n, self.root))]
        missing = len(names) - len(lines)
        told = _told(lines)
        told["y"] += missing
        told["without_basis"] += missing
        return told

    # New rural areas.

    @property
    def levels(self) -> dict[str, Row]:
        """Unit → its level and the decision, nothing of it known without one."""
        names = [n for n, m in self.office.measures.items() if m["reporter"] == "catalogue"]
        asked = {u for n in names for u in self.witness.known.get((n, self.period), {})}
        return {u: self._recognition(u) for u in asked}

    def _recognition(self, unit: str) -> Row:
        row = self.office.recognition(unit, self.about, self.witness.as_of)
        if row is None:
            return dict.fromkeys(("rank", "level", "year", "decision", "decided"))
        return {
            "rank": int(row["rank"]),
            "level": row["title_vi"],
            "year": int(row["year_achieved"]),
            "decision": row["decision_number"] or None,
            "decided": row["decided"],
        }

    @property
    def criteria(self) -> list[tuple[Row, dict[str, Fraction | None]]]:
        """Each criterion asked in the period, with what each commune says of it."""
        rows = [m for m in self.ordered("measure") if m["section"] == "criteria"]
        asked = [(m, self.witness.known.get((m["measure_id"], self.period))) for m in rows]
        return [(m, told) for m, told in asked if told]

    def is_returned(self, unit: str) -> bool:
        """Whether a unit sent reports, and had every one of them returned."""
        return any(r[1:] == (unit, self.period) for r in self.witness.returned)

    def assessed(self, unit: str) -> tuple[int | None, int, int]:
        """(criteria met, criteria told, criteria asked) of one commune; met is None untold."""
        told = [values[unit] for _, values in self.criteria if unit in values]
        known = [value for value in told if value is not None]
        return (int(sum(known)) if known else None, len(known), len(told))

    # Amounts and sources.

    def total(self, measure: str) -> tuple[Fraction, int, int] | None:
        """(Σ of the member units, how many told it, how many owe it)."""
        told = self.witness.known.get((measure, self.period), {})
        mine = [v for u, v in told.items() if u in self.root.members]
        known = [v for v in mine if v is not None]
        return (sum(known, Fraction(0)), len(known), len(mine)) if known else None

    def is_owed(self, measure: str) -> bool:
        """Whether any member unit owes a measure in the period."""
        return bool(set(self.witness.known.get((measure, self.period), {})) & {*self.root.members})

    @cached_property
    def two_sources(self) -> dict[str, Row]:
        """Measure → what its units add up to and what the root's reporter says."""
        found = {}
        for name, measure in self.office.measures.items():
            reporter = measure["root_reporter"]
            said = self._said(reporter, name)
            units = self.total(name)
            if said is not None and units and self._is_added(name):
                value, told, owed = units
                row = {"units": value, "told": told, "owed": owed, "root": said}
                found[name] = row | {"reporter": reporter}
        return found

    def _said(self, reporter: str, measure: str) -> Fraction | None:
        """What a reporter says of the root, in whichever of its reports."""
        reports = [r for r in self.told if r[1:] == (reporter, self.period)]
        told = (self.told[r].get((measure, self.office.root)) for r in reports)
        return next((v for v in told if v is not None), None)

    @property
    def two_that_differ(self) -> dict[str, Row]:
        """Those that are unlike, whole sums first, the farthest apart first."""
        unlike = {n: r for n, r in self.two_sources.items() if r["units"] != r["root"]}

        def place(name: str) -> tuple[bool, bool, Fraction]:
            row = unlike[name]
            gap = ratio(abs(row["units"] - row["root"]), abs(row["root"]))
            return (row["told"] < row["owed"], gap is None, -(gap or Fraction(0)))

        return {name: unlike[name] for name in sorted(unlike, key=place)}

    def _is_added(self, measure: str) -> bool:
        return any(
            measure in [m for _, m in signed_terms(row["denominator"])] + row["weight"].split()
            or (row["rule"] in ADDED and measure in [m for _, m in signed_terms(row["numerator"])])
            for row in self.witness.indicators.values()
        )

    def is_of(self, measure: str, movement: str) -> bool:
        """Whether an indicator of a movement is made of a measure."""
        return any(
            measure == used["measure_id"]
            for i in self.indicators_of(movement)
            for used in self.witness.measures_of(i)
        )

    # Who has reported.

    @cached_property
    def reports(self) -> list[Row]:
        """Each report owed: when due, when first in hand, its state, days late and flags."""
        as_of = self.witness.as_of
        standing = self.office.standing_reports(as_of)
        in_force = self.office.current_reports(as_of)
        owed = [report for report in self.office.due if report[2] == self.period]
        return [
            self._report(report, standing.get(report, [])) | self._in_force(in_force.get(report))
            for report in sorted(owed, key=lambda r: (self.place(r[1]), r[0]))
        ]

    def _in_force(self, report: Row | None) -> Row:
        """The report that counts: its number, day, warnings, whether it is an estimate."""
        if report is None:
            return {"number": None, "received": None, "warnings": None, "is_estimate": False}
        return {
            "number": report["number"],
            "received": report["received"],
            "warnings": self.warnings.of_report(report["number"]),
            "is_estimate": not report["is_official"],
        }

    def _report(self, report: Report, standing: list[Row]) -> Row:
        as_of, (form, unit, _) = self.witness.as_of, report
        due, is_extended = self.office.known_due(*report, as_of)
        first = min((r["received"] for r in standing), default=None)
        if first is None:
            state = "not_due" if as_of <= due else "missing"
        else:
            state = "on_time" if first <= due else "late"
        return {
            "form": form,
            "unit": self.office.units[unit],
            "block": self.block_of.get(unit),
            "due": due,
            "is_extended": is_extended,
            "first": first,
            "state": state,
            "days": max(0, ((first or as_of) - due).days),
            "revisions": len(standing),
            "is_corrected": any(
                later["number"] > first["number"] and later["is_official"] == first["is_official"]
                for first, later in product(standing, repeat=2)
            ),
            "is_returned": report in self.office.refused(as_of),
        }

    @property
    def states(self) -> Counter[str]:
        return Counter(r["state"] for r in self.reports)

    @property
    def falls(self) -> list[Row]:
        """Cumulative figures below those of the period that ended before in the plan year."""
        found = []
        for indicator in filter(self.witness.is_flow, self.witness.indicators):
            for unit, parts in self.witness.parts(indicator, self.period).items():
                before = self._before(indicator, unit)
                if parts and before and parts[0] < before[1]:
                    found.append({
                        "indicator": self.witness.indicators[indicator],
                        "unit": self.office.units[unit],
                        "before": before[1], "period": before[0], "now": parts[0],
                    })  # fmt: skip

        def place(row: Row) -> tuple[int, str, str, int]:
            unit, indicator = row["unit"], row["indicator"]
            places = (int(unit["sort"] or 0), unit["unit_id"])
            return (*places, indicator["movement_id"], int(indicator["sort"] or 0))

        return sorted(found, key=place)

    def _before(self, indicator: str, unit: str) -> tuple[Row, Fraction] | None:
        """The latest period that ended before in the plan year and has the unit's figure."""
        told = [
            (period, parts[0])
            for name, period in self.office.periods.items()
            if period["plan_year_id"] == self.plan
            and period["to"] < self.about["to"]
            and (parts := self.witness.parts(indicator, name).get(unit))
        ]
        return min(
            told, key=lambda one: (-one[0]["to"].toordinal(), one[0]["period_id"]), default=None
        )


def _told(lines: list[Row]) -> dict[str, int]:
    """x of y, m of them at the year's plan, z not due, k not (fully) reported, and the rest."""
    counts = _counted(lines)
    behind = sum(line["status"] in BEHIND for line in lines)
    known = counts.x + behind + counts.not_due + counts.unreported
    return {
        "x": counts.x,
        "y": len(lines),
        "m": sum(line["is_plan_met"] for line in lines),
        "z": counts.not_due,
        "k": counts.unreported,
        "behind": behind,
        "without_basis": len(lines) - known,
    }


def _counted(rows: list[Row]) -> Counts:
    statuses = [row["status"] for row in rows]
    return Counts(
        sum(s in ON_PACE for s in statuses),
        len(statuses),
        sum(s == "not_due" for s in statuses),
        sum(s in UNREPORTED for s in statuses),
        sum(bool(r["status"] in UNREPORTED and r["refused_count"]) for r in rows),
    )
