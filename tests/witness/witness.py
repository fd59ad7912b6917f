"""The second witness: recomputes from the archive what the published file's macros say.

It imports nothing of etl or app and was written from design.md §4, not from the SQL. Where the two
differ, one of them is wrong.
"""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from tests.witness.archive_facts import (
    FIRST,
    LAST,
    Office,
    Report,
    Row,
    day,
    is_yes,
    names_kind,
    signed_terms,
)

Key = tuple[str, str, str, str]  # indicator, scope type, scope, period
Parts = tuple[Fraction, Fraction | None, Fraction]  # numerator, denominator, weight
ON_PACE = {"exceeded", "met", "on_pace", "held"}
PACED = {"on_pace", "near", "slow", "very_slow"}


@dataclass(frozen=True)
class Scope:
    """One unit, block or root in one period, with the units that count in it."""

    type: str
    id: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Target:
    """A target in force; version and what was decided None where the units' targets make it."""

    value: Fraction | None
    baseline: Fraction | None
    version: int | None = None
    is_unscalable: bool = False
    decided: Fraction | None = None


NO_TARGET = Target(None, None)


def months(start: dt.date, end: dt.date) -> int:
    """Whole months from a first day to a last day."""
    after = end + dt.timedelta(1)
    return (after.year - start.year) * 12 + after.month - start.month


def earlier(start: dt.date, count: int) -> dt.date:
    """The first of a month that many months before."""
    index = start.year * 12 + start.month - 1 - count
    return dt.date(index // 12, index % 12 + 1, 1)


def ratio(above: Fraction | None, below: Fraction | None) -> Fraction | None:
    return above / below if above is not None and below else None


class Witness:
    """All figures of one office as known on one day."""

    def __init__(self, folder: Path | Office, as_of: dt.date) -> None:
        """An office already read may be given in place of its folder."""
        self.office = folder if isinstance(folder, Office) else Office(folder)
        self.as_of = as_of
        self.known = self.office.figures(as_of)
        self.indicators = {
            r["indicator_id"]: r for r in self.office.tables["indicator"] if self.is_published(r)
        }
        self.targets: dict[tuple[str, ...], list[Row]] = {}
        for row in self.office.tables["target"]:
            if row["kind"] == "assigned":
                key = ("indicator_id", "scope_type", "scope_id", "plan_year_id")
                self.targets.setdefault(tuple(row[k] for k in key), []).append(row)
        for name in ("parts", "scopes", "about", "in_force", "is_flow", "at_root"):
            setattr(self, name, cache(getattr(self, name)))

    # Whom an indicator is about, and what each said.

    def is_published(self, indicator: Row) -> bool:
        """Whether no measure of it is left out."""
        used = signed_terms(indicator["numerator"]) + signed_terms(indicator["denominator"])
        names = {m for _, m in used} | set(indicator["weight"].split())
        return not names & self.office.hidden

    def is_told(self, indicator: str, period: str) -> bool:
        """Whether years like the period's, school or calendar ones, tell of the indicator."""
        kinds = self.indicators[indicator]["measured_in"].split()
        is_school = self.office.periods[period]["kind"] == "SY"
        return any((kind == "SY") == is_school for kind in kinds)

    def measures_of(self, indicator: str) -> list[Row]:
        row = self.indicators[indicator]
        used = signed_terms(row["numerator"]) + signed_terms(row["denominator"])
        names = [m for _, m in used] + row["weight"].split()
        return [self.office.measures[m] for m in names]

    def at_root(self, indicator: str) -> str:
        """`own` where the root's figure is its own observation, `sum` where its units add up."""
        return self.measures_of(indicator)[0]["root_source"]

    def is_flow(self, indicator: str) -> bool:
        flows = all(m["kind"] == "flow" for m in self.measures_of(indicator))
        return flows and self.indicators[indicator]["rule"] in ("sum", "office")

    def is_amount(self, indicator: str) -> bool:
        """Whether it changes in per cent: no rate in %, no score, nothing that only has places."""
        row = self.indicators[indicator]
        is_rate = row["uom_vi"] == "%" or is_yes(row["is_share"])
        has_size = row["rule"] in ("sum", "office", "mean", "ratio")
        return has_size and not is_rate and not is_yes(row["is_score"])

    def is_accumulated(self, indicator: str) -> bool:
        """Whether its numerator grows within the plan year and what it is held against does not."""
        row = self.indicators[indicator]
        above = [m for _, m in signed_terms(row["numerator"])]
        below = [m for _, m in signed_terms(row["denominator"])] + row["weight"].split()
        kind = {m: self.office.measures[m]["kind"] for m in above + below}
        return all(kind[m] == "flow" for m in above) and all(kind[m] != "flow" for m in below)

    def about(self, indicator: str) -> frozenset[str]:
        """Units, and the root, of which the indicator can be known at all."""
        measures = self.measures_of(indicator)
        found = {u for u in self.office.units if all(self.office.applies(m, u) for m in measures)}
        return frozenset(found | {self.office.root} if self.at_root(indicator) == "own" else found)

    def parts(self, indicator: str, period: str) -> dict[str, Parts | None]:
        """Unit → its parts; None where they are owed and not all known."""
        row = self.indicators[indicator]
        above, below = signed_terms(row["numerator"]), signed_terms(row["denominator"])
        weights = [(1, m) for m in row["weight"].split()]
        sources = [self.known.get((m, period), {}) for _, m in above + below + weights]
        owed = set.intersection(*(set(s) for s in sources))

        def total(used: list[tuple[int, str]], unit: str) -> Fraction:
            return sum((s * self.known[m, period][unit] for s, m in used), Fraction(0))

        return {
            u: None
            if any(s[u] is None for s in sources)
            else (
                total(above, u),
                total(below, u) if below else None,
                total(weights, u) if weights else Fraction(1),
            )
            for u in owed
        }

    def is_refused(self, indicator: str, unit: str, period: str) -> bool:
        """Whether a unit lacks a part of an indicator because a report was returned."""
        if self.parts(indicator, period)[unit] is not None:
            return False
        return any(
            self.asking.get((m["measure_id"], unit, period)) in self.returned
            for m in self.measures_of(indicator)
        )

    @cached_property
    def asking(self) -> dict[tuple[str, str, str], Report]:
        """(measure, subject, period) → the report in which the figure that counts is asked."""
        office = self.office
        return {
            (measure, subject, report[2]): report
            for report in office.due
            for measure, subject in office.asked(*report[:2], office.periods[report[2]])
        }

    @cached_property
    def returned(self) -> set[Report]:
        """(form, reporter, period) of which every attempt was refused."""
        return self.office.refused(self.as_of) - set(self.office.current_reports(self.as_of))

    def scopes(self, period: str) -> tuple[Scope, ...]:
        """Every unit, block and the root of a period, by their dates at its end."""
        office, end = self.office, self.office.periods[period]["to"]
        there = [u for u in office.units if u != office.root and office.exists(u, end)]
        members = {u for u in there if office.units[u]["role"] == "member"}
        blocks: dict[str, list[str]] = {}
        for row in office.tables["block_member"]:
            inside = day(row["valid_from"]) <= end <= (day(row["valid_to"]) or LAST)
            if inside and row["unit_id"] in members:
                blocks.setdefault(row["block_id"], []).append(row["unit_id"])
        found = [Scope("unit", u, (u,)) for u in there]
        found += [Scope("block", b, tuple(m)) for b, m in blocks.items()]
        return (*found, Scope("root", office.root, tuple(members)))

    def counted(self, indicator: str, scope: Scope) -> list[str]:
        """The units whose figures make up an indicator in a scope; none where it has no meaning."""
        if scope.type == "root" and self.at_root(indicator) == "own":
            return [self.office.root]
        if scope.type != "root" and self.indicators[indicator]["rule"] == "office":
            return []
        return [u for u in scope.members if u in self.about(indicator)]

    def figure(self, indicator: str, scope: Scope, told: list[Parts]) -> Fraction | None:
        """One figure from the parts of several units, by the indicator's rule."""
        row = self.indicators[indicator]
        alone = scope.type == "unit" or (scope.type == "root" and self.at_root(indicator) == "own")
        if not told:
            return None
        numerators = [n for n, _, _ in told]
        match row["rule"]:
            case "sum" | "office":
                return sum(numerators)
            case "ratio":
                whole = sum(d for _, d, _ in told)
                return ratio(Fraction(row["factor"]) * sum(numerators), whole)
            case "mean":
                return ratio(sum(n * w for n, _, w in told), sum(w for _, _, w in told))
            case "level" if not alone:
                return Fraction(sum(n >= 1 for n in numerators))
            case "none" if not alone:
                return None
        return max(numerators)

    # Targets.

    def in_force(self, indicator: str, type_: str, id_: str, plan: str, period: str) -> Target:
        """The latest target decided by the period's end and by the day looked from."""
        limit = min(self.as_of, self.office.periods[period]["to"])
        rows = self.targets.get((indicator, type_, id_, plan), [])
        rows = [r for r in rows if day(r["decision_date"]) <= limit]
        if not rows:
            return NO_TARGET
        row = max(rows, key=lambda r: (day(r["decision_date"]), int(r["version"])))
        baseline = Fraction(row["baseline"]) if row["baseline"] else None
        value = Fraction(row["value"])
        return Target(value, baseline, int(row["version"]), decided=value)

    def target(self, indicator: str, scope: Scope, plan: str, period: str) -> Target:
        """The target of the same units that reported."""
        own = self.in_force(indicator, scope.type, scope.id, plan, period)
        if scope.type == "unit" or (scope.type == "root" and self.at_root(indicator) == "own"):
            return own
        parts = self.parts(indicator, period)
        owed = [u for u in self.counted(indicator, scope) if u in parts]
        if not owed:  # what was decided is known though nothing is compared with it
            return Target(None, None, own.version, decided=own.decided)
        of_unit = {u: self.in_force(indicator, "unit", u, plan, period) for u in owed}
        reporting = [u for u in owed if parts[u] is not None]
        if own.value is not None:
            return self._scaled(indicator, own, of_unit, reporting)
        return Target(
            self._of_units(indicator, {u: of_unit[u].value for u in reporting}, parts),
            self._of_units(indicator, {u: of_unit[u].baseline for u in reporting}, parts),
        )

    def _scaled(
        self, indicator: str, own: Target, of_unit: dict[str, Target], reporting: list[str]
    ) -> Target:
        is_amount = self.indicators[indicator]["rule"] in ("sum", "level")
        if not is_amount or len(reporting) == len(of_unit):
            return own
        values = {u: t.value for u, t in of_unit.items()}
        share = None
        if None not in values.values() and reporting:
            if self.indicators[indicator]["rule"] == "level":  # units that are to reach a level
                values = {u: Fraction(v >= 1) for u, v in values.items()}
            share = ratio(sum(values[u] for u in reporting), sum(values.values()))
        if not share:  # all of the plan is of units that are silent
            return Target(None, None, own.version, is_unscalable=True, decided=own.decided)
        baseline = None if own.baseline is None else own.baseline * share
        return Target(own.value * share, baseline, own.version, decided=own.decided)

    def _of_units(
        self, indicator: str, values: dict[str, Fraction | None], parts: dict[str, Parts | None]
    ) -> Fraction | None:
        """A block's target from its units': amounts add, rates weigh by their wholes."""
        if not values or None in values.values():
            return None
        match self.indicators[indicator]["rule"]:
            case "sum":
                return sum(values.values())
            case "ratio":
                wholes = {u: parts[u][1] for u in values}
                return ratio(sum(values[u] * wholes[u] for u in values), sum(wholes.values()))
        return None

    # Status.

    def share(self, indicator: str, scope: Scope, period: str, plan: str) -> Fraction | None:
        """Share of the plan year expected by the period's end."""
        about, year = self.office.periods[period], self.office.plans[plan]
        whole = int(year["months"])
        gone = months(year["from"], about["to"])
        is_seasonal = is_yes(self.indicators[indicator]["is_seasonal"])
        if gone == whole or not is_seasonal or plan != about["plan_year_id"]:
            return Fraction(gone, whole)
        return self._seasonal(indicator, scope, period)

    def _seasonal(self, indicator: str, scope: Scope, period: str) -> Fraction | None:
        then = self.last_year(period)
        if then is None:
            return None
        year = self.office.plans[self.office.periods[then]["plan_year_id"]]
        whole = [year[k] for k in ("plan_year_id", "from", "to")]
        full = next(
            (p for p, r in self.office.periods.items()
             if [r[k] for k in ("plan_year_id", "from", "to")] == whole), None,
        )  # fmt: skip
        told = [self.parts(indicator, p) if p else {} for p in (period, then, full)]
        now = [u for u in self.counted(indicator, scope) if told[0].get(u)]
        both = [u for u in now if all(t.get(u) for t in told)]
        if not now or Fraction(len(both), len(now)) < self.least_coverage:
            return None
        share = ratio(
            sum((told[1][u][0] for u in both), Fraction(0)),
            sum((told[2][u][0] for u in both), Fraction(0)),
        )
        return share if share and share > 0 else None  # nothing is expected where nothing was done

    @property
    def least_coverage(self) -> Fraction:
        return Fraction(self.office.settings["coverage_min"]) / 100

    def is_due(self, indicator: str, period: str) -> bool:
        """Whether the indicator is judged in this period and known by now."""
        row, about = self.indicators[indicator], self.office.periods[period]
        if not names_kind(row["measured_in"], about["kind"]):
            return False
        if row["available_days"]:
            return about["to"] + dt.timedelta(int(row["available_days"])) <= self.as_of
        if any(m["reporter"] == "catalogue" for m in self.measures_of(indicator)):
            return day(about["cutoff_date"]) <= self.as_of
        return True

    def is_owed_by_now(self, indicator: str, units: list[str], period: str) -> bool:
        """Whether the first due day of reports of these units has passed; so too with none owed."""
        keys = [(m["measure_id"], u, period) for m in self.measures_of(indicator) for u in units]
        first = min((self.due_days[k] for k in keys if k in self.due_days), default=None)
        return first is None or first < self.as_of

    @cached_property
    def due_days(self) -> dict[tuple[str, str, str], dt.date]:
        """(measure, subject, period) → when it is due, by the extensions known."""
        known = {r: self.office.known_due(*r, self.as_of)[0] for r in self.office.due}
        return {key: known[report] for key, report in self.asking.items()}

    def status_rows(self) -> dict[tuple[str, ...], Row]:
        """(indicator, scope type, scope, period, plan year) → figure, coverage, target, status."""
        found = {}
        for period, about in self.office.periods.items():
            plans = [
                p for p, y in self.office.plans.items()
                if y["from"] <= about["from"] and about["to"] <= y["to"]
                and (p == about["plan_year_id"] or int(y["months"]) > 12)
            ]  # fmt: skip
            for indicator in (i for i in self.indicators if self.is_told(i, period)):
                for scope in self.scopes(period):
                    if self.counted(indicator, scope):
                        for plan in plans:
                            key = (indicator, scope.type, scope.id, period, plan)
                            found[key] = self.status_row(indicator, scope, period, plan)
        return found

    def status_row(self, indicator: str, scope: Scope, period: str, plan: str) -> Row:
        parts = self.parts(indicator, period)
        units = [u for u in self.counted(indicator, scope) if u in parts]
        told = [parts[u] for u in units if parts[u] is not None]
        value = self.figure(indicator, scope, told)
        target = self.target(indicator, scope, plan, period)
        row: Row = {
            "value": value,
            "reporting_count": len(told),
            "expected_count": len(units),
            "refused_count": sum(self.is_refused(indicator, u, period) for u in units),
            "target": target.value,
            "decided_target": target.decided,
            "baseline": target.baseline,
            "target_version": target.version,
            "plan_share": ratio(value, target.value),
            "share": self.share(indicator, scope, period, plan),
            "gap_closed": self.gap_closed(indicator, value, target),
        }
        row["pace"] = self.pace(indicator, row)
        status = None
        if self.indicators[indicator]["direction"] != "none":
            status = self.obstacle(indicator, units, period, row)
            status = status or self.judge(indicator, target, row)
        meets = status in ON_PACE and self.meets(indicator, value, target.value)
        may_pass = self.is_ceiling(indicator) and not self.is_over(period, plan)
        return row | {
            "status": status,
            "due": self.due(indicator, row) if status in PACED else None,
            "is_on_pace": status in ON_PACE,
            "is_plan_met": bool(meets and not may_pass),
        }

    def is_ceiling(self, indicator: str) -> bool:
        may_pass = self.indicators[indicator]["direction"] in ("lower", "exact")
        return may_pass and self.is_accumulated(indicator)

    def is_over(self, period: str, plan: str) -> bool:
        """Whether the plan year ends with the period."""
        year = self.office.plans[plan]
        return months(year["from"], self.office.periods[period]["to"]) == int(year["months"])

    def obstacle(self, indicator: str, units: list[str], period: str, row: Row) -> str | None:
        """What stands in the way of judging, before any target is looked at."""
        if not self.is_due(indicator, period) or not row["expected_count"]:
            return "not_due"
        if not row["reporting_count"] and not self.is_owed_by_now(indicator, units, period):
            return "not_due"
        if not row["reporting_count"]:
            return "unreported"
        if Fraction(row["reporting_count"], row["expected_count"]) < self.least_coverage:
            return "incomplete"
        return "not_applicable" if row["value"] is None else None

    def meets(self, indicator: str, value: Fraction | None, target: Fraction | None) -> bool | None:
        """Whether a figure, of now or of the start, satisfies a target."""
        if value is None or target is None:
            return None
        row = self.indicators[indicator]
        match row["direction"]:
            case "higher":
                return value >= target
            case "lower":
                return value <= target
        return abs(value - target) < Fraction(1, 10 ** int(row["decimals"]))

    def stood(self, indicator: str, target: Target) -> bool | None:
        """Whether a level met its target at the start; None where no start is known."""
        if self.is_flow(indicator):
            return None
        return self.meets(indicator, target.baseline, target.value)

    def gap_closed(self, indicator: str, value: Fraction | None, target: Target) -> Fraction | None:
        """The part of the way from start to target that is gone, where there was one to go."""
        if value is None or self.stood(indicator, target) is not False:
            return None
        start, end = target.baseline, target.value
        match self.indicators[indicator]["direction"]:
            case "none":
                return None
            case "exact":
                gap = abs(end - start)
                return (gap - abs(value - end)) / gap
        return (value - start) / (end - start)

    def pace(self, indicator: str, row: Row) -> Fraction | None:
        """How far a figure is along what is expected of it by now; 1 is on pace."""
        value, target, share = row["value"], row["target"], row["share"]
        if not self.is_flow(indicator):
            return ratio(row["gap_closed"], share)
        if value is None or target is None or target <= 0 or share is None:
            return None
        match self.indicators[indicator]["direction"]:
            case "higher":
                return value / (target * share)
            case "lower" if value > 0:
                return target * share / value
        return None

    def due(self, indicator: str, row: Row) -> Fraction | None:
        """The figure that would be just on pace; none where the start is as good as the end."""
        start, end, share = row["baseline"], row["target"], row["share"]
        way = self.indicators[indicator]["direction"]
        if None in (end, share) or way not in ("higher", "lower"):
            return None
        least = Fraction(self.office.settings["pace_on"]) / 100
        if self.is_flow(indicator):
            return end * share / least if way == "lower" else end * share * least
        if start is None or (start >= end if way == "higher" else start <= end):
            return None
        return start + (end - start) * share * least

    def judge(self, indicator: str, target: Target, row: Row) -> str:
        """The status of a figure that is known and due."""
        if target.is_unscalable:
            return "incomplete"
        if target.value is None:
            return "no_target"
        value = row["value"]
        met = self.meets(indicator, value, target.value)
        stood = self.stood(indicator, target)
        if row["share"] == 1:
            return self._at_end(indicator, value, target.value, bool(stood)) if met else "not_met"
        if stood:
            return "held" if met else "very_slow"
        if self.is_flow(indicator):
            return self._flow(indicator, target.value, row, bool(met))
        if target.baseline is None:
            return "on_pace" if met else "no_basis"
        if self.indicators[indicator]["direction"] == "exact" and met:
            return "on_pace"
        return self._graded(row["pace"])

    def _at_end(self, indicator: str, value: Fraction, target: Fraction, stood: bool) -> str:
        direction = self.indicators[indicator]["direction"]
        beyond = (direction == "higher" and value > target) or (
            direction == "lower" and value < target and not self.is_flow(indicator)
        )
        return "exceeded" if beyond and not stood else "met"

    def _flow(self, indicator: str, target: Fraction, row: Row, met: bool) -> str:
        direction = self.indicators[indicator]["direction"]
        if direction == "lower" and row["value"] <= 0 and met:
            return "on_pace"
        if target == 0:
            return "on_pace" if met else "very_slow"
        if direction == "exact":
            return "on_pace" if met else "no_basis"
        return self._graded(row["pace"])

    def _graded(self, pace: Fraction | None) -> str:
        if pace is None:
            return "no_basis"
        for status in ("on_pace", "near", "slow"):
            threshold = self.office.settings[f"pace_{status.removesuffix('_pace')}"]
            if pace >= Fraction(threshold) / 100:
                return status
        return "very_slow"

    # Changes.

    def shape(self, period: str) -> tuple[int, int]:
        """Calendar years are compared with calendar years, school years with school years."""
        plan = self.office.periods[period]["plan_year_id"]
        if any(p["kind"] == "SY" for p in self.of_plan(plan)):
            return 0, 0
        year = self.office.plans[plan]
        return int(year["months"]), year["from"].month

    def of_plan(self, plan: str) -> list[Row]:
        return [p for p in self.office.periods.values() if p["plan_year_id"] == plan]

    def last_year(self, period: str) -> str | None:
        """The same kind of period a year before."""
        about = self.office.periods[period]
        start = about["from"].replace(year=about["from"].year - 1)
        for name, other in self.office.periods.items():
            is_year_before = other["from"] == start
            if about["kind"] == "SY":
                is_year_before = other["from"].year == start.year
            same = other["kind"] == about["kind"] and is_year_before
            if same and self.shape(name) == self.shape(period):
                return name
        return None

    def at(self, indicator: str, unit: str, end: dt.date, like: str) -> tuple[Parts, Row] | None:
        """What a unit had reached on a day, told by whichever kind of period ends then."""
        found = [
            name for name, p in self.office.periods.items()
            if p["to"] == end and self.shape(name) == self.shape(like)
            and self.parts(indicator, name).get(unit)
        ]  # fmt: skip
        if not found:
            return None
        family = self.office.periods[like]["kind"][0]
        best = min(found, key=lambda n: (self.office.periods[n]["kind"][0] != family, n))
        return self.parts(indicator, best)[unit], self.office.periods[best]

    def flow_between(
        self, indicator: str, unit: str, start: dt.date, end: dt.date, like: str, own: bool
    ) -> Parts | None:
        """A unit's own flow of a stretch of one plan year, None where an end of it is unknown."""
        if own:
            parts = self.parts(indicator, like).get(unit)
            reached = (parts, self.office.periods[like]) if parts else None
        else:
            reached = self.at(indicator, unit, end, like)
        if reached is None:
            return None
        (n, d, w), about = reached
        opened = self.office.plans[about["plan_year_id"]]["from"]
        if start < opened:
            return None
        if start == opened:
            return n, d, w
        before = self.at(indicator, unit, start - dt.timedelta(1), like)
        return None if before is None else (n - before[0][0], d, w)

    def pair(self, comparison: str, indicator: str, unit: str, period: str) -> tuple | None:
        """A unit's parts (now, then) for one comparison; None where one of them is missing."""
        about = self.office.periods[period]
        parts = self.parts(indicator, period).get(unit)
        if parts is None:
            return None
        if comparison == "last_year":
            then = self.last_year(period)
            other = then and self.parts(indicator, then).get(unit)
            return (parts, other) if other else None
        if comparison == "previous" and not self.is_accumulated(indicator):
            reached = self.at(indicator, unit, about["from"] - dt.timedelta(1), period)
            return (parts, reached[0]) if reached else None
        if not self.is_accumulated(indicator):
            return None
        mine = self.flow_between(indicator, unit, about["from"], about["to"], period, True)
        if comparison == "own":
            return (mine, mine) if mine else None
        end = about["from"] - dt.timedelta(1)
        start = earlier(about["from"], months(about["from"], about["to"]))
        then = self.flow_between(indicator, unit, start, end, period, False)
        return (mine, then) if mine and then else None

    def scale_on(self, indicator: str, when: dt.date) -> str | None:
        """The version of an indicator's scale in force on a day."""
        row = self.scale_row(indicator, when)
        return row["version"] if row else None

    def scale_row(self, indicator: str, when: dt.date) -> Row | None:
        """An indicator's scale in force on a day."""
        for row in self.office.tables["scale"]:
            inside = (day(row["valid_from"]) or FIRST) <= when <= (day(row["valid_to"]) or LAST)
            if row["scale_id"] == self.indicators[indicator]["scale_id"] and inside:
                return row
        return None

    def is_broken(self, comparison: str, indicator: str, period: str) -> bool:
        about = self.office.periods[period]
        match comparison:
            case "last_year":
                other = self.office.periods[self.last_year(period)]["to"]
            case "previous":
                other = about["from"] - dt.timedelta(1)
            case _:
                return False
        return self.scale_on(indicator, other) != self.scale_on(indicator, about["to"])

    def change_rows(self) -> dict[tuple[str, ...], Row]:
        """(indicator, scope type, scope, period, comparison) → now, then, difference, percent."""
        found = {}
        for period in self.office.periods:
            for indicator in (i for i in self.indicators if self.is_told(i, period)):
                for comparison in ("previous", "last_year", "own"):
                    units = {
                        u: pair
                        for u in self.parts(indicator, period)
                        if (pair := self.pair(comparison, indicator, u, period))
                    }
                    for scope in self.scopes(period) if units else ():
                        pairs = [units[u] for u in self.counted(indicator, scope) if u in units]
                        if pairs:
                            key = (indicator, scope.type, scope.id, period, comparison)
                            found[key] = self.change_row(
                                comparison, indicator, scope, period, pairs
                            )
        return found

    def change_row(
        self, comparison: str, indicator: str, scope: Scope, period: str, pairs: list[Any]
    ) -> Row:
        now = self.figure(indicator, scope, [p[0] for p in pairs])
        if comparison == "own":
            empty = {"value_then": None, "difference": None, "percent": None, "is_broken": False}
            return {"value_now": now, "both_count": len(pairs)} | empty
        then = self.figure(indicator, scope, [p[1] for p in pairs])
        broken = self.is_broken(comparison, indicator, period)
        comparable = not broken and now is not None and then is not None
        is_amount = self.is_amount(indicator)
        return {
            "value_now": now,
            "value_then": then,
            "both_count": len(pairs),
            "is_broken": broken,
            "difference": now - then if comparable else None,
            "percent": (now - then) / then * 100 if comparable and is_amount and then > 0 else None,
        }
