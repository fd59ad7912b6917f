"""A small district for tests: a catalogue made row by row, reports as real workbooks or as rows.

`publish()` goes the whole way (workbook, load, journal, build); `open()` builds the same file from
the catalogue alone and inserts what `load` would have left, where a workbook adds nothing.
"""

import csv
import datetime as dt
import io
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from etl.acts import Act, enter
from etl.build import build_file
from etl.catalog import SPEC
from etl.catalog_read import read_catalog
from etl.form_layout import COVER_COLUMN, COVER_ROW, HEADER_ROW, INPUT_COLUMN, SHEETS, layout
from etl.forms import write_form
from etl.inbox import Incoming
from etl.intake import load
from etl.journal import Journal
from etl.place import Place
from etl.publish import publish
from etl.record import record_catalogue

ROOT, OFFICE, LATE = "goc", "phong", "2026-11-24"
KINDS = "M Q H1 H2 9M Y SY"
PERIODS = """
    2021-Q1 Q1 2021 2021-01-01 2021-03-31
    2021-H1 H1 2021 2021-01-01 2021-06-30
    2021-9M 9M 2021 2021-01-01 2021-09-30
    2021-Y Y 2021 2021-01-01 2021-12-31
    2022-M03 M03 2022 2022-03-01 2022-03-31
    2022-M04 M04 2022 2022-04-01 2022-04-30
    2022-M05 M05 2022 2022-05-01 2022-05-31
    2022-M06 M06 2022 2022-06-01 2022-06-30
    2022-Q1 Q1 2022 2022-01-01 2022-03-31
    2022-Q2 Q2 2022 2022-04-01 2022-06-30
    2022-H1 H1 2022 2022-01-01 2022-06-30
    2022-H2 H2 2022 2022-07-01 2022-12-31
    2022-9M 9M 2022 2022-01-01 2022-09-30
    2022-Y Y 2022 2022-01-01 2022-12-31
    2020-21-SY SY 2020-21-SY 2020-09-01 2021-05-31
    2021-22-SY SY 2021-22-SY 2021-09-01 2022-05-31
"""
PLAN_YEARS = """
    2021 2021-01-01 2021-12-31 12
    2022 2022-01-01 2022-12-31 12
    2021-2025 2021-01-01 2025-12-31 60
    2020-21-SY 2020-09-01 2021-05-31 9
    2021-22-SY 2021-09-01 2022-05-31 9
"""
SETTINGS = {
    "office_vi": "Phòng thử",
    "office_en": "Test office",
    "is_sample": "0",
    "default_scheme": "khoi",
    "default_set": "bo",
    "default_period": "2022-H1",
    "pace_on": "100",
    "pace_near": "95",
    "pace_slow": "80",
    "coverage_min": "90",
}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@dataclass
class Told:
    """One report to be: who, when, what."""

    reporter: str
    period: str
    values: dict[tuple[str, str], Any]
    received: dt.date
    paper: dt.date | None
    is_official: bool


@dataclass
class District:
    """Rows of the catalogue by table, reports and acts in the order in which they came."""

    folder: Path
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    con: Any = None
    is_direct: bool = False

    def __post_init__(self) -> None:
        self.tables = {table: [] for table in SPEC}
        for name, value in SETTINGS.items():
            self.add("setting", setting=name, value=value)
        self.unit(ROOT, "R", role="root", parent_id="")
        self.unit(OFFICE, "A")
        self.add("scheme", scheme_id="khoi", name_vi="Khối", name_en="Blocks", sort=1)
        self.add("form", form_id="bc", title_vi="Báo cáo", version=1)
        for line in PLAN_YEARS.strip().splitlines():
            plan, start, end, months = line.split()
            row = {"plan_year_id": plan, "from_date": start, "to_date": end, "months": months}
            self.add("plan_year", **row)
        for line in PERIODS.strip().splitlines():
            self.period(*line.split())

    def add(self, table: str, **row: Any) -> None:
        """One row of the catalogue; once the file is open, one row of its table."""
        if self.is_direct:
            names = [c.name for c in SPEC[table]]
            given = [None if row.get(n) in ("", None) else row[n] for n in names]
            self.con.execute(f"insert into {table} values ({', '.join('?' * len(names))})", given)
        else:
            self.tables[table].append(row)

    def period(self, name: str, kind: str, plan: str, start: str, end: str) -> None:
        """A period closed 16 days before it ends, its reports due 10 days before."""
        cutoff, due = (day(end) - dt.timedelta(n) for n in (16, 10))
        self.add(
            "period", period_id=name, kind=kind, plan_year_id=plan, from_date=start, to_date=end,
            cutoff_date=cutoff, title_vi=f"Kỳ {name}", title_en=name,
        )  # fmt: skip
        for group in "AKE":
            self.add("due", form_id="bc", period_id=name, unit_group=group, due_date=due)

    def unit(self, unit_id: str, group: str = "K", role: str = "member", **more: Any) -> None:
        name, sort = f"Đơn vị {unit_id}", len(self.tables["unit"]) + 1
        row = {"parent_id": ROOT, "kind": "xa", "name_vi": name, "short_vi": unit_id, "sort": sort}
        self.add("unit", **(row | {"unit_id": unit_id, "unit_group": group, "role": role} | more))

    def units(self, count: int, **more: Any) -> list[str]:
        """That many communes: x01, x02 …"""
        names = [f"x{i:02}" for i in range(1, count + 1)]
        for name in names:
            self.unit(name, **more)
        return names

    def block(self, block_id: str, members: list[str], scheme: str = "khoi") -> None:
        row = {"name_vi": block_id, "name_en": block_id, "short_vi": block_id, "sort": 1}
        self.add("block", block_id=block_id, scheme_id=scheme, **row)
        for unit in members:
            self.member(block_id, unit, "2020-01-01")

    def member(self, block_id: str, unit: str, start: str, end: str = "") -> None:
        row = {"block_id": block_id, "unit_id": unit, "role": "member"}
        self.add("block_member", **row, valid_from=start, valid_to=end)

    def measure(self, measure_id: str, kind: str = "flow", own: bool = False, **more: Any) -> None:
        """A quantity of communes that add up, or with `own` the root's, told by the office."""
        row: dict[str, Any] = {
            "measure_id": measure_id, "title_vi": measure_id, "title_en": measure_id,
            "uom_vi": "hộ", "kind": kind, "applies_to": "K", "reporter": "self",
            "root_source": "sum", "asked_in": KINDS, "decimals": 2, "section": "results",
            "sort": len(self.tables["measure"]) + 1,
        }  # fmt: skip
        if own:
            row |= {"applies_to": "", "reporter": OFFICE, "root_source": "own"}
            row |= {"root_reporter": OFFICE}
        self.add("measure", **(row | more))

    def indicator(self, indicator_id: str, rule: str = "sum", **more: Any) -> None:
        """An indicator of one movement, by default the sum of the measure of the same name."""
        uom = "%" if rule == "ratio" else "hộ"
        row: dict[str, Any] = {
            "indicator_id": indicator_id, "movement_id": "pt", "title_vi": indicator_id,
            "title_en": indicator_id, "short_vi": indicator_id, "uom_vi": uom, "uom_en": uom,
            "rule": rule, "numerator": indicator_id, "direction": "higher", "decimals": 1,
            "measured_in": KINDS, "sort": len(self.tables["indicator"]) + 1,
        } | ({"factor": 100} if rule == "ratio" else {})  # fmt: skip
        self.add("indicator", **(row | more))
        self.in_set("bo", indicator_id)

    def in_set(self, set_id: str, indicator_id: str) -> None:
        row = {"title_vi": set_id, "title_en": set_id, "sort": 1}
        self.add("indicator_set", set_id=set_id, indicator_id=indicator_id, **row)

    def figure(self, name: str, kind: str = "flow", own: bool = False, **more: Any) -> None:
        """A measure and the indicator that shows it: an office figure, or a sum of communes."""
        self.measure(name, kind, own)
        self.indicator(name, "office" if own else "sum", **more)

    def target(self, indicator: str, value: Any, baseline: Any = "", **more: Any) -> None:
        """An assigned target, unless said otherwise of the root for 2022 and decided in 2020."""
        row: dict[str, Any] = {
            "indicator_id": indicator, "scope_type": "root", "scope_id": ROOT,
            "plan_year_id": "2022", "kind": "assigned", "version": 1, "value": value,
            "baseline": baseline, "decision_number": "1/QĐ", "decision_date": "2020-12-01",
        }  # fmt: skip
        self.add("target", **(row | more))

    def of_unit(self, indicator: str, unit: str, value: Any, baseline: Any = "") -> None:
        self.target(indicator, value, baseline, scope_type="unit", scope_id=unit)

    def levels(self) -> None:
        """Levels of recognition, and the indicator that counts them."""
        for rank, name in enumerate(("chua", "dat", "nang-cao", "kieu-mau")):
            row = {"rank": rank, "title_vi": name, "title_en": name, "is_standard": int(rank > 0)}
            self.add("level", level_id=name, **row)
        self.measure("muc", "stock", reporter="catalogue")
        self.indicator("muc", "level")

    def nobody_recognised(self) -> None:
        """A decision of each commune's start: without one its level is unknown."""
        for unit in [r["unit_id"] for r in self.tables["unit"] if r["role"] == "member"]:
            self.recognise(unit, "chua", 2010, "2010-12-31")

    def recognise(self, unit: str, level: str, year: int, decided: str) -> None:
        row = {"unit_id": unit, "level_id": level, "year_achieved": year, "decision_date": decided}
        self.add("recognition", **row)

    def report(
        self, reporter: str, period: str, received: str = "", *, paper: str = "",
        official: bool = True, about: dict[tuple[str, str], Any] | None = None, **values: Any,
    ) -> None:  # fmt: skip
        """What one reporter says: its own figures by name, others by (measure, subject)."""
        told = dict(about or {})
        for measure, value in values.items():
            own = next(m for m in self.tables["measure"] if m["measure_id"] == measure)
            told[measure, ROOT if reporter == own.get("root_reporter") else reporter] = value
        when = day(received) if received else self.cutoff(period)
        signed = day(paper) if paper else when
        self.told.append(Told(reporter, period, told, when, signed, official))
        if self.is_direct:
            self.insert(self.told.pop())

    def cutoff(self, period: str) -> dt.date:
        return next(p["cutoff_date"] for p in self.tables["period"] if p["period_id"] == period)

    def everybody(self, period: str, received: str = "", **values: list[Any]) -> None:
        """One report a commune: the first of each list from the first commune; None is silence."""
        communes = [u["unit_id"] for u in self.tables["unit"] if u["unit_group"] == "K"]
        for i, unit in enumerate(communes):
            said = {m: v[i] for m, v in values.items() if i < len(v) and v[i] is not None}
            if said:
                self.report(unit, period, received, **said)

    # From rows to a file.

    @property
    def place(self) -> Place:
        return Place(self.folder)

    def write_catalogue(self) -> None:
        """Write the CSV files as the office would keep them."""
        if not self.tables["movement"] and self.tables["indicator"]:
            lead = self.tables["indicator"][0]["indicator_id"]
            row = {"title_vi": "Phong trào", "title_en": "Movement", "short_vi": "PT", "sort": 1}
            row |= {"start_date": "2021-01-01", "lead_indicator_id": lead}
            self.add("movement", movement_id="pt", **row)
        self.place.catalog.mkdir(parents=True, exist_ok=True)
        for table, columns in SPEC.items():
            out = io.StringIO(newline="")
            writer = csv.DictWriter(out, [c.name for c in columns], restval="")
            writer.writeheader()
            writer.writerows(self.tables[table])
            (self.place.catalog / f"{table}.csv").write_text(out.getvalue(), "utf-8")

    def open(self) -> "District":
        """Build from the catalogue alone, then insert reports as rows."""
        self.write_catalogue()
        journal = Journal(self.place.journal)
        catalog = record_catalogue(self.place, journal)
        target = self.folder / "direct.duckdb"
        build_file(self.place, journal, journal.last, target, catalog)
        self.con = duckdb.connect(str(target))
        for told in self.told:
            self.insert(told)
        self.is_direct = True
        return self

    def insert(self, told: Told) -> None:
        """What a load leaves of one report."""
        same = [told.reporter, told.period]
        number, revision = self.con.execute(
            "select coalesce(max(journal_no), 1) + 1, "
            "count(*) filter (reporter_id = ? and period_id = ?) + 1 from report",
            same,
        ).fetchone()
        self.con.execute(
            "insert into report "
            "values ($1, 'bc', $2, $3, $4, '1', $5, null, $6, $7, 1, 1, 'f', 'h', 'p', $1)",
            [number, *same, revision, told.paper, told.is_official, told.received],
        )
        for i, ((measure, subject), value) in enumerate(told.values.items()):
            amount = None if value is None else Decimal(str(value))
            row = [number, *same, measure, subject, amount, f"I{i}"]
            self.con.execute(
                "insert into observation values (?, ?, ?, ?, ?, ?, 'reported', '', 'Kết quả', ?)",
                row,
            )

    def publish(self) -> "District":
        """Make workbooks of what was told, load and publish; may be called again after acts."""
        self.write_catalogue()
        journal = Journal(self.place.journal)
        catalog = record_catalogue(self.place, journal)
        load(
            self.place,
            journal,
            catalog,
            [self.workbook(t, i) for i, t in enumerate(self.told)],
            "thử",
        )
        self.told.clear()
        journal.refresh()
        if self.con is not None:
            self.con.close()
        self.con = duckdb.connect(str(publish(self.place, journal, catalog).path), read_only=True)
        return self

    def workbook(self, told: Told, number: int) -> Incoming:
        """A form filled as a unit would fill it."""
        catalog = read_catalog(self.place.catalog)
        form = layout(catalog, "bc", told.reporter, told.period)
        book = write_form(catalog, form)
        cover = book[SHEETS["cover"]]
        said = {"paper_number": f"{number}/BC", "paper_date": told.paper, "signatory": "Nguyễn A"}
        said["estimate"] = "Chính thức" if told.is_official else "Ước thực hiện"
        for name, value in said.items():
            cover.cell(COVER_ROW[name], COVER_COLUMN).value = value
        sheet = book[SHEETS["results"]]
        rows = {(i.measure_id, i.subject_id): r for r, i in enumerate(form.section("results"), 1)}
        for key, value in told.values.items():
            sheet.cell(HEADER_ROW + rows[key], INPUT_COLUMN["results"]).value = value
        made = sum(1 for _ in self.folder.glob("forms/*"))
        path = self.folder / "forms" / f"{made:04}.xlsx"
        path.parent.mkdir(exist_ok=True)
        book.save(path)
        return Incoming(path, told.received, inside_inbox=False)

    def act(self, act: str, known: str, **given: Any) -> None:
        """Enter an act of a person; dates are given as text."""
        dates = {k: day(v) if k in ("received", "due") else v for k, v in given.items()}
        catalog = read_catalog(self.place.catalog)
        asked = Act(act, "thử", "lý do thử", day(known), dates)
        enter(Journal(self.place.journal), catalog, asked)

    # Questions.

    def rows(self, query: str, *given: Any) -> list[dict[str, Any]]:
        found = self.con.execute(query, list(given))
        names = [c[0] for c in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def status(
        self, indicator: str, period: str, scope: str = ROOT, as_of: str = LATE, plan: str = ""
    ) -> dict[str, Any]:
        """The one row of indicator_status for an indicator, scope, period and plan year."""
        found = self.rows(
            "from indicator_status(?::date) where indicator_id = ? and period_id = ? "
            "and scope_id = ? and (plan_year_id = ? or (? = '' and is_plan_year))",
            as_of, indicator, period, scope, plan, plan,
        )  # fmt: skip
        assert len(found) == 1, found
        return found[0]

    def change(
        self, comparison: str, indicator: str, period: str, scope: str = ROOT, as_of: str = LATE
    ) -> dict[str, Any] | None:
        """The row of indicator_change, None where there is nothing to compare."""
        found = self.rows(
            "from indicator_change(?::date) where comparison = ? and indicator_id = ? "
            "and period_id = ? and scope_id = ?",
            as_of, comparison, indicator, period, scope,
        )  # fmt: skip
        assert len(found) <= 1, found
        return found[0] if found else None
