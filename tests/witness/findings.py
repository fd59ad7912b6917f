"""The second witness of findings between reports: pandas and Fractions, nothing of etl.

Written from docs/rules.md. Each finding is (rule, report, period, measure, subject, value,
other).
"""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from statistics import median
from typing import Any

import pandas as pd

from tests.witness.archive_facts import FIRST, LAST, Office, day, names_kind, signed_terms

Finding = tuple[str, int | None, str, str | None, str, Fraction | None, Fraction | None]


class Findings:
    """All that reports in force on one day say against one another."""

    def __init__(self, office: Office, as_of: dt.date) -> None:
        self.office, self.as_of = office, as_of
        self.found_earlier: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        told, rows = office.told(as_of), []
        for key, report in office.current_reports(as_of).items():
            _, reporter, period = key
            for (measure, subject), value in told[key].items():
                if value is not None and measure not in office.hidden:
                    rows.append((report["number"], reporter, period, measure, subject, value))
        columns = ["number", "reporter", "period", "measure", "subject", "value"]
        self.all = pd.DataFrame(rows, columns=columns)
        of = self.all["measure"].map(lambda m: office.measures[m])
        self.all["kind"] = of.map(lambda m: m["kind"])
        self.all["section"] = of.map(lambda m: m["section"])
        self.all["group"] = self.all["subject"].map(lambda u: office.units[u]["unit_group"])
        self.figures = self.all[self.all["section"] == "results"]
        self.by_line = {
            key: part.to_dict("records")
            for key, part in self.figures.groupby(["reporter", "measure", "subject"])
        }

    def rows(self) -> list[Finding]:
        jumps = list(self.jumps())
        jumped = {r[1:5] for r in jumps}
        found = [*self.falls(), *jumps, *self.copies(), *self.balances(), *self.levels()]
        found += [r for r in self.changes() if r[1:5] not in jumped]
        return [*found, *self.sums(), *self.targets(), *self.same_days()]

    # Earlier figures of the same line.

    def shape(self, period: str) -> tuple[Any, ...]:
        here = self.office.periods[period]["plan_year_id"]
        kinds = {p["kind"] for p in self.office.periods.values() if p["plan_year_id"] == here}
        plan = self.office.plans[here]
        return ("school",) if "SY" in kinds else (plan["months"], plan["from"].month)

    def earlier(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Of the same reporter and line, ended before it and within a year, latest first."""
        key = (row["number"], row["measure"], row["subject"])
        if key not in self.found_earlier:
            self.found_earlier[key] = self._earlier(row)
        return self.found_earlier[key]

    def _earlier(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        end = self.office.periods[row["period"]]["to"]
        is_leap = (end.month, end.day) == (2, 29)
        last = end.replace(year=end.year - 1, day=28 if is_leap else end.day)
        found = [
            e
            for e in self.by_line[row["reporter"], row["measure"], row["subject"]]
            if self.office.periods[e["period"]]["to"] < end
            and (last <= self.office.periods[e["period"]]["to"] or self.is_school(e, row))
            and self.shape(e["period"]) == self.shape(row["period"])
        ]
        found.sort(key=lambda e: e["period"])
        return sorted(found, key=lambda e: self.office.periods[e["period"]]["to"], reverse=True)

    def is_school(self, other: dict[str, Any], row: dict[str, Any]) -> bool:
        """Whether it tells of the school year before."""
        there, here = (self.office.periods[e["period"]] for e in (other, row))
        kinds = {there["kind"], here["kind"]}
        return kinds == {"SY"} and there["from"].year == here["from"].year - 1

    def last_year(self, row: dict[str, Any]) -> dict[str, Any] | None:
        here = self.office.periods[row["period"]]
        start = here["from"].replace(year=here["from"].year - 1)
        for other in self.earlier(row):
            there = self.office.periods[other["period"]]
            is_same = (there["kind"], there["from"]) == (here["kind"], start)
            if is_same or self.is_school(other, row):
                return other
        return None

    def previous(self, row: dict[str, Any]) -> dict[str, Any] | None:
        return next(iter(self.earlier(row)), None)

    def grown(self, before: Any) -> list[tuple[dict[str, Any], dict[str, Any], Fraction, Fraction]]:
        """(row, earlier, ratio, the middle ratio of its measure and period)."""
        pairs = [(r, before(r)) for r in self.figures.to_dict("records")]
        pairs = [(r, e) for r, e in pairs if e is not None and e["value"] > 0]
        ratios: dict[tuple[str, str], list[Fraction]] = {}
        for row, other in pairs:
            ratio = row["value"] / other["value"]
            ratios.setdefault((row["measure"], row["period"]), []).append(ratio)
        trend = {k: median(v) if len(v) >= 5 else Fraction(1) for k, v in ratios.items()}
        return [(r, e, r["value"] / e["value"], trend[r["measure"], r["period"]]) for r, e in pairs]

    def told(self, rule: str, row: dict[str, Any], other: Fraction) -> Finding:
        names = ("number", "period", "measure", "subject", "value")
        return (rule, *(row[n] for n in names), other)

    # The rules.

    def before_in_year(self, row: dict[str, Any]) -> dict[str, Any] | None:
        plan = self.office.periods[row["period"]]["plan_year_id"]
        same = (
            e for e in self.earlier(row) if self.office.periods[e["period"]]["plan_year_id"] == plan
        )
        return next(same, None)

    def falls(self) -> Iterator[Finding]:
        flows = self.figures[self.figures["kind"] == "flow"].to_dict("records")
        pairs = [(r, e) for r in flows if (e := self.before_in_year(r))]
        at = {(r["number"], r["subject"], e["number"], r["measure"]): (r, e) for r, e in pairs}
        for row, other in pairs:
            if row["value"] < other["value"]:
                yield self.told("flow-falls", row, other["value"])
        for indicator in self.office.tables["indicator"]:
            used = signed_terms(indicator["numerator"])
            if all(sign > 0 for sign, _ in used):
                continue
            first = min(m for sign, m in used if sign > 0)
            for number, subject, other_no, _ in [k for k in at if k[3] == first]:
                both = [(s, at.get((number, subject, other_no, m))) for s, m in used]
                if any(b is None or b[0]["value"] < b[1]["value"] for _, b in both):
                    continue
                now, then = (sum(s * b[i]["value"] for s, b in both) for i in (0, 1))
                if now < then:
                    row = at[number, subject, other_no, first][0]
                    yield self.told("rest-falls", row | {"value": now}, then)

    def changes(self) -> Iterator[Finding]:
        half = Fraction(1, 2)
        for row, other, ratio, trend in self.grown(self.last_year):
            then, now = other["value"], row["value"]
            is_far = abs(ratio - 1) > half and trend > 0 and abs(ratio / trend - 1) > half
            if not is_far or then < 20 or abs(now - then) < 20:
                continue
            if not self.is_broken(row["measure"], row["period"], other["period"]):
                yield self.told("year-change", row, then)

    def is_broken(self, measure: str, here: str, there: str) -> bool:
        """Whether an indicator that uses the measure is on another version of its scale."""
        for row in self.office.tables["indicator"]:
            used = signed_terms(row["numerator"]) + signed_terms(row["denominator"])
            names = {m for _, m in used} | set(row["weight"].split())
            if row["scale_id"] and measure in names:
                ends = (self.office.periods[p]["to"] for p in (here, there))
                first, second = (self.version(row["scale_id"], e) for e in ends)
                if first != second:
                    return True
        return False

    def version(self, scale: str, when: dt.date) -> str | None:
        for row in self.office.tables["scale"]:
            start, end = day(row["valid_from"]) or FIRST, day(row["valid_to"]) or LAST
            if row["scale_id"] == scale and start <= when <= end:
                return row["version"]
        return None

    def jumps(self) -> Iterator[Finding]:
        seen, held = set(), set()
        for before in (self.previous, self.last_year):
            for row, other, ratio, trend in self.grown(before):
                key = (row["number"], row["measure"], row["subject"])
                held.add(key)
                if row["value"] == 0 or not 300 <= max(ratio, 1 / ratio) <= 3000:
                    continue
                apart = max(ratio / trend, trend / ratio) if trend else None
                if (apart is None or apart**2 > 1000) and key not in seen:
                    seen.add(key)
                    yield self.told("thousand-jump", row, other["value"])
        positive = self.figures[self.figures["value"] > 0]
        for _, part in positive.groupby(["measure", "period", "group"]):
            middle = median(part["value"])
            for row in part.to_dict("records"):
                key = (row["number"], row["measure"], row["subject"])
                ratio = row["value"] / middle
                if len(part) >= 5 and key not in held and 300 <= max(ratio, 1 / ratio) <= 3000:
                    yield self.told("thousand-jump", row, middle)

    def copies(self) -> Iterator[Finding]:
        own = self.figures[self.figures["reporter"] == self.figures["subject"]]
        reports = {
            n: (p.iloc[0], dict(zip(p["measure"], p["value"], strict=True)))
            for n, p in own.groupby("number")
        }
        lines = {n: p.to_dict("records") for n, p in own.groupby("number")}
        for number, (first, mine) in reports.items():
            for rule, held in (
                ("copied-period", self.repeated(lines[number])),
                ("copied-unit", self.shared(number, first["period"], mine, reports)),
            ):
                alike = [h for h in held if self.is_copy(*h)]
                if alike:
                    same, every, _ = max(alike)
                    names = (number, first["period"], None, first["reporter"])
                    yield (rule, *names, Fraction(same), Fraction(every))

    @staticmethod
    def is_copy(same: int, every: int, unlike: int) -> bool:
        return unlike >= 8 and same * 10 >= every * 9

    def repeated(self, rows: list[dict[str, Any]]) -> list[tuple[int, int, int]]:
        """(same, all, unlike) against each earlier period that is one's previous or last year's."""
        pairs: dict[str, list[tuple[Fraction, Fraction]]] = {}
        for row in rows:
            ones = {e["period"]: e for e in (self.previous(row), self.last_year(row)) if e}
            for period, other in ones.items():
                if row["value"] > 0 or other["value"] > 0:
                    pairs.setdefault(period, []).append((row["value"], other["value"]))
        found = []
        for each in pairs.values():
            same = [a for a, b in each if a == b]
            found.append((len(same), len(each), len(set(same))))
        return found

    @staticmethod
    def shared(
        number: int, period: str, mine: dict[str, Fraction], reports: dict[int, Any]
    ) -> list[tuple[int, int, int]]:
        """(same, all, unlike) against every report of the period that came before."""
        mine, found = {m: v for m, v in mine.items() if v > 0}, []
        for other, (first, all_theirs) in reports.items():
            if first["period"] == period and other < number:
                theirs = {m: v for m, v in all_theirs.items() if v > 0}
                same = [v for m, v in mine.items() if theirs.get(m) == v]
                found.append((len(same), max(len(mine), len(theirs)), len(set(same))))
        return found

    def same_days(self) -> Iterator[Finding]:
        """Periods of one plan year that end together say one figure; the later report is asked."""

        def of_day(period: str) -> tuple[Any, ...]:
            about = self.office.periods[period]
            return about["plan_year_id"], about["to"]

        for rows in self.by_line.values():
            for row in rows:
                others = [
                    e for e in rows
                    if of_day(e["period"]) == of_day(row["period"])
                    and e["number"] < row["number"] and e["value"] != row["value"]
                ]  # fmt: skip
                if others:
                    last = max(others, key=lambda e: e["number"])
                    yield self.told("same-day-differs", row, last["value"])

    def balances(self) -> Iterator[Finding]:
        """Parts from whom the catalogue asks them; the total from whoever tells it."""
        at = {}
        for row in self.figures.to_dict("records"):
            source = self.office.measures[row["measure"]]["reporter"]
            if row["reporter"] == (row["subject"] if source == "self" else source):
                at[row["measure"], row["subject"], row["period"]] = row["value"]
        for balance in self.office.tables.get("balance", []):
            parts = signed_terms(balance["terms"])
            ends = self.figures[self.figures["measure"] == balance["measure_id"]]
            for row in ends.to_dict("records"):
                told = [(s, at.get((m, row["subject"], row["period"]))) for s, m in parts]
                if any(v is None for _, v in told):
                    continue
                computed = sum(s * v for s, v in told)
                if computed != row["value"]:
                    yield self.told("balance-broken", row, computed)

    def levels(self) -> Iterator[Finding]:
        scales = {r["scale_id"] for r in self.office.tables["indicator"] if r["rule"] == "level"}
        criteria = self.all[self.all["section"] == "criteria"]
        for (number, period, subject), part in criteria.groupby(["number", "period", "subject"]):
            about = self.office.periods[period]
            row = self.office.recognition(subject, about, self.as_of)
            met, count = sum(part["value"]), Fraction(len(part))
            if row is None or int(row["rank"]) < 1 or met == count:
                continue
            reached = dt.date(int(row["year_achieved"]), 12, 31)
            now = {(s, self.version(s, about["to"])) for s in scales}
            starts = [
                day(s["valid_from"]) or FIRST
                for s in self.office.tables["scale"]
                if (s["scale_id"], s["version"]) in now
            ]
            if all(start <= reached for start in starts):
                yield "level-criteria", number, period, None, subject, met, count

    def sums(self) -> Iterator[Finding]:
        known, root = self.office.figures(self.as_of), self.office.root
        for row in self.figures[self.figures["subject"] == root].to_dict("records"):
            measure = self.office.measures[row["measure"]]
            if measure["root_reporter"] != row["reporter"] or not self.adds_up(row["measure"]):
                continue
            of = known.get((row["measure"], row["period"]), {})
            units = {u: v for u, v in of.items() if u != root}
            if units and None not in units.values() and sum(units.values()) != row["value"]:
                yield self.told("sum-differs", row, sum(units.values()))

    def adds_up(self, measure: str) -> bool:
        """Whether an indicator adds it over units, or divides by it or weighs with it."""
        for row in self.office.tables["indicator"]:
            above = {m for _, m in signed_terms(row["numerator"])}
            below = {m for _, m in signed_terms(row["denominator"])} | set(row["weight"].split())
            if measure in below or (measure in above and row["rule"] in ("sum", "ratio", "office")):
                return True
        return False

    def targets(self) -> Iterator[Finding]:
        reported = set(zip(self.all["measure"], self.all["period"], strict=True))
        for row in self.office.tables["indicator"]:
            names = [m for _, m in signed_terms(row["numerator"])]
            assigned = [
                t
                for t in self.office.tables["target"]
                if (t["indicator_id"], t["kind"]) == (row["indicator_id"], "assigned")
            ]
            for period_id, period in self.office.periods.items():
                fed = [m for m in names if (m, period_id) in reported]
                is_judged = names_kind(row["measured_in"], period["kind"])
                if row["direction"] == "none" or not is_judged or not fed:
                    continue
                if not self.is_planned(row, period, fed, assigned):
                    told = (None, period_id, min(fed), self.office.root, None, None)
                    yield "target-missing", *told

    def is_planned(
        self, row: dict[str, str], period: dict[str, Any], fed: list[str], assigned: list[Any]
    ) -> bool:
        """For the whole: the root's own plan, or one of each unit that is added to it."""
        plans = [t for t in assigned if self.in_force(t, period)]
        if not plans or row["rule"] == "none" or "root" in {t["scope_type"] for t in plans}:
            return bool(plans)
        sources = {self.office.measures[m]["root_source"] for m in fed}
        if row["rule"] not in ("sum", "ratio") or sources != {"sum"}:
            return False
        names = {m for p in ("numerator", "denominator") for _, m in signed_terms(row[p])}
        names |= set(row["weight"].split())
        told = self.all[
            (self.all["period"] == period["period_id"]) & self.all["measure"].isin(names)
        ]
        whole = told.groupby("subject")["measure"].nunique() == len(names)
        units = {s for s in whole.index[whole] if self.is_member(s, period)}
        with_plan: dict[str, set[str]] = {}
        for t in (t for t in plans if t["scope_type"] == "unit"):
            with_plan.setdefault(t["plan_year_id"], set()).add(t["scope_id"])
        return any(units <= each for each in with_plan.values())

    def is_member(self, unit: str, period: dict[str, Any]) -> bool:
        row = self.office.units[unit]
        since, until = day(row["valid_from"]) or FIRST, day(row["valid_to"]) or LAST
        return row["role"] == "member" and since <= period["to"] <= until

    def in_force(self, target: dict[str, str], period: dict[str, Any]) -> bool:
        plan = self.office.plans[target["plan_year_id"]]
        is_own = target["plan_year_id"] == period["plan_year_id"] or int(plan["months"]) > 12
        is_within = plan["from"] <= period["from"] and period["to"] <= plan["to"]
        decided = day(target["decision_date"])
        return is_own and is_within and decided <= min(self.as_of, period["to"])
