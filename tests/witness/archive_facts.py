"""What an office's archive says by itself: catalogue, journal, parsed values; nothing of etl.

Figures are Fractions, so that nothing here depends on how a float rounds.
"""

import datetime as dt
import io
import json
from copy import copy
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

Row = dict[str, Any]
Report = tuple[str, str, str]  # form, reporter, period
FIRST, LAST = dt.date.min, dt.date.max
# Rules that hold a report against those before it: they are not read in the file again.
OF_THE_JOURNAL = {
    "paper-date-future", "paper-date-order", "same-rank", "duplicate-idle", "period-closed",
}  # fmt: skip


def day(text: str) -> dt.date | None:
    """A date as the office may write it, None where the cell is empty."""
    if not text:
        return None
    if "/" in text:
        return dt.datetime.strptime(text, "%d/%m/%Y").date()
    return dt.date.fromisoformat(text)


def amount(text: str) -> Fraction | None:
    """A figure of the catalogue or of an act, None where there is none or the cell was empty."""
    return Fraction(text) if text else None


def is_yes(text: str) -> bool:
    return text.lower() in ("1", "true", "yes", "có")


def read_table(path: Path) -> list[Row]:
    """One CSV as rows of stripped text."""
    text = path.read_text("utf-8-sig")
    head = text.split("\n", 1)[0]
    separator = ";" if head.count(";") > head.count(",") else ","
    frame = pd.read_csv(io.StringIO(text), sep=separator, dtype=str, keep_default_na=False)
    frame.columns = frame.columns.str.strip()
    return frame.apply(lambda column: column.str.strip()).to_dict("records")


def signed_terms(text: str) -> list[tuple[int, str]]:
    """`a + b - c` → [(1, a), (1, b), (-1, c)]."""
    found, sign = [], 1
    for word in text.split():
        if word in "+-":
            sign = -1 if word == "-" else 1
        else:
            found.append((sign, word))
            sign = 1
    return found


def names_kind(kinds: str, kind: str) -> bool:
    """Whether `M Q H1` names this kind: M stands for every month, Q for every quarter."""
    listed = kinds.split()
    return kind in listed or (kind[0] in "MQ" and kind[0] in listed)


def names_period(kinds: str, period: Row) -> bool:
    """The same of a period, `Y>=2022` naming years that end in 2022 or later."""
    words = (word.partition(">=") for word in kinds.split())
    year = period["to"].year
    return names_kind(
        " ".join(w for w, _, since in words if int(since or 0) <= year), period["kind"]
    )


class Office:
    """The archive of one folder."""

    def __init__(self, folder: Path) -> None:
        self.archive = folder / "archive"
        paths = sorted((self.archive / "journal").glob("[0-9]*.json"))
        self.entries = [json.loads(p.read_text("utf-8")) for p in paths]
        hash_ = [e["catalogue"] for e in self.entries if e["kind"] == "catalogue"][-1]
        files = (self.archive / "catalogues" / hash_).glob("*.csv")
        self.tables = {p.stem: read_table(p) for p in files}
        self.units = {r["unit_id"]: r for r in self.tables["unit"]}
        self.periods = {r["period_id"]: self._dated(r) for r in self.tables["period"]}
        self.plans = {r["plan_year_id"]: self._dated(r) for r in self.tables["plan_year"]}
        self.measures = {r["measure_id"]: r for r in self.tables["measure"]}
        self.settings = {r["setting"]: r["value"] for r in self.tables["setting"]}
        self.root = next(u for u, r in self.units.items() if r["role"] == "root")
        self.parsed = self.parsed_now()
        self.read = cache(self._read)
        self.told = cache(self._told)

    def parsed_now(self) -> dict[int, str]:
        """Report → its reading: today's, on whatever day one looks back to."""
        accepted = [e for e in self.entries if e.get("outcome") == "accepted"]
        found = {e["number"]: e["parsed"]["name"] for e in accepted}
        for entry in self.acts("reparse", LAST):
            found |= {r["report"]: r["parsed"]["name"] for r in entry["reports"]}
        return found

    @staticmethod
    def _dated(row: Row) -> Row:
        return row | {"from": day(row["from_date"]), "to": day(row["to_date"])}

    def acts(self, act: str, as_of: dt.date) -> list[Row]:
        """Acts of one kind known on that day, in the order in which they were entered."""
        same = [e for e in self.entries if e["kind"] == "act" and e["act"] == act]
        return [e for e in same if dt.date.fromisoformat(e["known"]) <= as_of]

    def exists(self, unit: str, when: dt.date) -> bool:
        row = self.units[unit]
        return (day(row["valid_from"]) or FIRST) <= when <= (day(row["valid_to"]) or LAST)

    def applies(self, measure: Row, unit: str) -> bool:
        """Whether a measure is about this unit, by its group, its tags or itself."""
        row = self.units[unit]
        words = {row["unit_group"], unit, *row["tags"].split()}
        return row["role"] != "root" and bool(words & set(measure["applies_to"].split()))

    def _read(self, name: str) -> dict[tuple[str, str], tuple[Fraction | None, str, str]]:
        """(measure, subject) → (value, sheet, cell) of one Parquet file."""
        frame = pd.read_parquet(self.archive / "parsed" / name)
        frame = frame[frame["section"].isin(["results", "criteria"])]
        told = zip(
            frame["item_id"], frame["subject_id"], frame["value"], frame["sheet"], frame["cell"],
            strict=True,
        )  # fmt: skip
        return {
            (item, subject): (None if pd.isna(value) else Fraction(value), sheet, cell)
            for item, subject, value, sheet, cell in told
        }

    # What was known on a day.

    def standing_reports(self, as_of: dt.date) -> dict[Report, list[Row]]:
        """(form, reporter, period) → every accepted report known then and not withdrawn."""
        moved = self.acts("received", as_of)
        received = {a["report"]: dt.date.fromisoformat(a["received"]) for a in moved}
        standing = sorted(
            self.acts("withdraw", as_of) + self.acts("restore", as_of), key=lambda a: a["number"]
        )
        last = {a["report"]: a for a in standing}
        alive: dict[Report, list[Row]] = {}
        for entry in self.entries:
            if entry.get("outcome") != "accepted":
                continue
            number, said = entry["number"], entry["report"]
            came = received.get(number, dt.date.fromisoformat(entry["received"]))
            act = last.get(number)
            if came > as_of or (act and act["act"] == "withdraw"):
                continue
            signed = day(said["paper_date"] or "") or FIRST
            rank = (said["is_official"], signed, came, number)
            row = {"number": number, "rank": rank, "restored": act["number"] if act else None}
            row |= {"received": came, "is_official": said["is_official"]}
            key = (said["form_id"], said["reporter_id"], said["period_id"])
            alive.setdefault(key, []).append(row)
        return alive

    def current_reports(self, as_of: dt.date) -> dict[Report, Row]:
        """(form, reporter, period) → the accepted report in force."""
        standing = self.standing_reports(as_of)
        return {key: self._in_force(several) for key, several in standing.items()}

    @staticmethod
    def _in_force(several: list[Row]) -> Row:
        """A report put back by a person stands over all that came before that act."""
        back = max((r for r in several if r["restored"]), key=lambda r: r["restored"], default=None)
        if back is not None:
            later = [r for r in several if r["number"] > back["restored"]]
            several = [back, *later]
        return max(several, key=lambda r: r["rank"])

    def refused(self, as_of: dt.date) -> set[Report]:
        """(form, reporter, period) of every attempt known then that was refused."""
        return {
            (e["report"]["form_id"], e["report"]["reporter_id"], e["report"]["period_id"])
            for e in self.entries
            if e.get("outcome") == "refused"
            and e.get("report")
            and dt.date.fromisoformat(e["received"]) <= as_of
        }

    def findings(self, report: int, as_of: dt.date) -> list[tuple[Row, int]]:
        """What one accepted report was told, with the entry that says so: today's reading of it,
        what the journal said when it came in, and what each correction was told.
        """
        entry = next(e for e in self.entries if e["number"] == report)
        found = [(f, report) for f in entry["findings"]]
        for act in self.acts("reparse", LAST):
            for again in (r for r in act["reports"] if r["report"] == report):
                kept = [
                    f for f, _ in found if f["rule"] in OF_THE_JOURNAL or "findings" not in again
                ]
                found = [(f, act["number"]) for f in [*kept, *again.get("findings", [])]]
        for act in self.acts("correct", as_of):
            if act["report"] == report:
                found += [(f | {"act": act["number"]}, 0) for f in act.get("findings", [])]
        return found

    def upto(self, number: int) -> "Office":
        """The same archive as its journal was up to a number; the catalogue is today's."""
        other = copy(self)
        other.entries = [e for e in self.entries if e["number"] <= number]
        other.parsed = other.parsed_now()
        other.read, other.told = cache(other._read), cache(other._told)
        return other

    @property
    def hidden(self) -> set[str]:
        """Personal and sensitive measures, unless the office asks for the one or the other."""
        with_personal = is_yes(self.settings.get("include_personal", ""))
        with_sensitive = is_yes(self.settings.get("include_sensitive", ""))
        return {
            name
            for name, m in self.measures.items()
            if (is_yes(m["is_personal"]) and not with_personal)
            or (is_yes(m["is_sensitive"]) and not with_sensitive)
        }

    def _told(self, as_of: dt.date) -> dict[Report, dict[tuple[str, str], Fraction | None]]:
        """Report → (measure, subject) → value, corrected one step after another."""
        corrections: dict[tuple[int, str, str], list[Row]] = {}
        for act in self.acts("correct", as_of):
            corrections.setdefault((act["report"], act["sheet"], act["cell"]), []).append(act)
        found = {}
        for key, report in self.current_reports(as_of).items():
            values = {}
            for about, (value, sheet, cell) in self.read(self.parsed[report["number"]]).items():
                for act in corrections.get((report["number"], sheet, cell), []):
                    if value == amount(act["expected"]):
                        value = amount(act["value"])
                values[about] = value
            found[key] = values
        return found

    @property
    def due(self) -> list[Report]:
        """(form, reporter, period) of every report owed."""
        found = set()
        for row in self.tables["due"]:
            period = self.periods[row["period_id"]]
            for unit, about in self.units.items():
                named = row["unit_group"] in (unit, about["unit_group"])
                if named and about["role"] != "root" and self.exists(unit, period["to"]):
                    found.add((row["form_id"], unit, row["period_id"]))
        return sorted(found)

    def due_day(self, form: str, reporter: str, period_id: str) -> dt.date:
        """When a report owed is due by the catalogue, before extensions."""
        names = (reporter, self.units[reporter]["unit_group"])
        return next(
            day(r["due_date"])
            for r in self.tables["due"]
            if r["form_id"] == form and r["period_id"] == period_id and r["unit_group"] in names
        )

    def known_due(
        self, form: str, reporter: str, period_id: str, as_of: dt.date
    ) -> tuple[dt.date, bool]:
        """When a report owed is due as known on a day, and whether that is an extension."""
        given = [
            act for act in self.acts("extend", as_of)
            if (act["form"], act["unit"], act["period"]) == (form, reporter, period_id)
        ]  # fmt: skip
        if given:
            return dt.date.fromisoformat(given[-1]["due"]), True
        return self.due_day(form, reporter, period_id), False

    def table_measures(self, form: str) -> set[str]:
        """What the declared tables of a form tell; nothing for a workbook of the office's own."""
        own = {r["layout_id"] for r in self.tables.get("layout", []) if r["form_id"] == form}
        fields = self.tables.get("layout_field", [])
        return {f["measure_id"] for f in fields if f["layout_id"] in own and f["role"] == "figure"}

    def asked(self, form: str, reporter: str, period: Row) -> list[tuple[str, str]]:
        """(measure, subject) whose figure counts, asked of one reporter by one form in a period.

        A table asks for what it tells; the workbook for all that no table of that period does.
        """
        owed = self._owed(reporter, period)
        mine = self.table_measures(form)
        if mine:
            return [(m, u) for m, u in owed if m in mine and self._is_in_table(m, u)]
        others = {f for f, unit, p in self.due if (unit, p) == (reporter, period["period_id"])}
        told = set().union(*(self.table_measures(f) for f in others))
        return [(m, u) for m, u in owed if not (m in told and self._is_in_table(m, u))]

    def _is_in_table(self, measure: str, subject: str) -> bool:
        """A table's total is no figure of the root's own."""
        return subject != self.root or self.measures[measure]["root_source"] == "own"

    def _owed(self, reporter: str, period: Row) -> list[tuple[str, str]]:
        found = []
        for name, measure in self.measures.items():
            subjects = []
            if names_period(measure["asked_in"], period):
                about = {"self": [reporter], reporter: list(self.units)}
                subjects = about.get(measure["reporter"], [])
            there = [u for u in subjects if self.exists(u, period["to"])]
            found += [(name, u) for u in there if self.applies(measure, u)]
            at_root = measure["root_asked_in"] or measure["asked_in"]
            mine = measure["root_source"] == "own" and measure["root_reporter"] == reporter
            if mine and names_period(at_root, period):
                found.append((name, self.root))
        return found

    def recognition(self, unit: str, period: Row, as_of: dt.date) -> Row | None:
        """The latest decision that counts, with its level; None where there is none."""
        levels = {r["level_id"]: r for r in self.tables["level"]}
        found = []
        for row in self.tables["recognition"]:
            decided = day(row["decision_date"])
            year_over = dt.date(int(row["year_achieved"]), 12, 31)
            counts = decided <= as_of and min(decided, year_over) <= period["to"]
            if row["unit_id"] == unit and counts:
                found.append(levels[row["level_id"]] | row | {"decided": decided})
        return max(
            found,
            key=lambda r: (r["decided"], int(r["year_achieved"]), int(r["rank"])),
            default=None,
        )

    def rank_of(self, unit: str, period: Row, as_of: dt.date) -> Fraction | None:
        row = self.recognition(unit, period, as_of)
        return None if row is None else Fraction(row["rank"])

    def figures(self, as_of: dt.date) -> dict[tuple[str, str], dict[str, Fraction | None]]:
        """(measure, period) → subject → value, None where it is owed and not known."""
        told, found = self.told(as_of), {}
        for form, reporter, period_id in self.due:
            said = told.get((form, reporter, period_id), {})
            for measure, subject in self.asked(form, reporter, self.periods[period_id]):
                found.setdefault((measure, period_id), {})[subject] = said.get((measure, subject))
        for name, measure in self.measures.items():
            if measure["reporter"] != "catalogue":
                continue
            for period_id, period in self.periods.items():
                if names_period(measure["asked_in"], period):
                    found[name, period_id] = {
                        u: self.rank_of(u, period, as_of)
                        for u in self.units
                        if self.applies(measure, u) and self.exists(u, period["to"])
                    }
        return found
