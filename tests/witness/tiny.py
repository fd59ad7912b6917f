"""A district of eight communes in which every rule, status and act occurs; real workbooks."""

import random
from decimal import Decimal
from pathlib import Path

from etl.archive import store_parsed
from etl.catalog_read import read_catalog
from etl.check import check_bytes
from etl.journal import Journal
from tests.arithmetic.district import ROOT, District

PERIODS = [
    "2020-21-SY", "2021-Q1", "2021-H1", "2021-9M", "2021-Y", "2021-22-SY", "2022-M03", "2022-Q1",
    "2022-M04", "2022-M05", "2022-M06", "2022-Q2", "2022-H1", "2022-H2", "2022-9M", "2022-Y",
]  # fmt: skip


def tiny_district(folder: Path) -> Path:
    """Make, load and publish it; returns its folder."""
    district = District(folder)
    units(district)
    indicators(district)
    other_reporters(district)
    targets(district)
    first_reports(district)
    district.publish()
    acts(district)
    readings(district)
    district.publish()
    district.con.close()
    return folder


def units(d: District) -> None:
    """One commune closes and one begins within 2022; one changes its block, one has two."""
    names = d.units(10, tags="ntm")
    d.unit("cu", valid_to="2022-06-30")
    d.unit("moi", valid_from="2022-07-01")
    d.unit("truong", "E")
    d.unit("ngoai", "X", role="external", parent_id="")
    d.block("k1", [*names[:3], "cu"])
    d.block("k2", [*names[4:7], "moi", "truong"])
    d.member("k1", names[3], "2020-01-01", "2022-06-30")
    d.member("k2", names[3], "2022-07-01")
    d.add("scheme", scheme_id="khac", name_vi="Khác", name_en="Other", sort=2)
    d.block("k3", [names[0], names[5], "phong"], scheme="khac")


def indicators(d: District) -> None:
    for name, more in {
        "up": {}, "ceiling": {"direction": "lower"}, "season": {"is_seasonal": 1},
        "plain": {"direction": "none"}, "same": {"direction": "exact"},
    }.items():  # fmt: skip
        d.figure(name, **more)
    d.figure("stock", "stock")
    d.figure("low", "stock", direction="lower")
    for name in ("n", "d", "w"):
        d.measure(name, "stock")
    d.measure("z", "stock", asked_in="H1 Y")
    for version, start, end in (("cu", "2016-01-01", "2021-12-31"), ("moi", "2022-01-01", "")):
        row = {"title_vi": version, "valid_from": start, "valid_to": end}
        d.add("scale", scale_id="thang", version=version, decision_number=version, **row)
    ratio = {"numerator": "n", "denominator": "d"}
    d.indicator("rate", "ratio", **ratio)
    d.indicator("falling", "ratio", direction="lower", **ratio)
    d.indicator("per", "ratio", factor=10000, scale_id="thang", **ratio)
    d.indicator("spent", "ratio", numerator="up", denominator="ceiling")
    d.indicator("net", numerator="n - z + w", measured_in="Y")
    d.indicator("mean", "mean", numerator="n")
    d.indicator("weighted", "mean", numerator="n", weight="w", is_score=1, scale_id="thang")
    d.indicator("score_sum", numerator="w", is_score=1)
    d.indicator("worst", "max", numerator="n", direction="lower")
    d.indicator("median", "none", numerator="n")
    d.indicator("exact", "mean", numerator="w", direction="exact", decimals=0)
    d.indicator("late", numerator="z", measured_in="Y", available_days=45)
    d.levels()


def other_reporters(d: District) -> None:
    """What the office tells of the root and of communes, and what few units are asked."""
    d.figure("income", own=True)
    d.figure("level_told", "stock", own=True)
    d.measure("own_n", "stock", own=True)
    d.measure("own_d", "stock", own=True, root_asked_in="H1 9M Y")
    own = {"numerator": "own_n", "denominator": "own_d", "measured_in": "H1 9M Y"}
    d.indicator("own_rate", "ratio", **own)
    d.indicator("own_median", "none", numerator="own_n")
    d.measure("jobs", root_source="own", root_reporter="phong")
    d.indicator("jobs", "office")
    d.indicator("jobs_of_units", numerator="jobs")
    d.measure("poor", "stock", reporter="phong", root_reporter="phong", applies_to="ntm")
    d.indicator("poor", direction="lower")
    d.measure("houses", applies_to="E")
    d.indicator("houses")
    d.measure("sits", "stock", applies_to="x01 truong moi")
    d.indicator("sits")


def targets(d: District) -> None:
    communes = [u["unit_id"] for u in d.tables["unit"] if u["unit_group"] == "K"]
    asked = {u["unit_id"] for u in d.tables["unit"] if u.get("tags") == "ntm"}
    chance = random.Random(57)
    flows = ("up", "jobs_of_units", "ceiling")
    for indicator in (*flows, "low", "rate", "mean", "exact", "poor", "stock"):
        for unit in communes:
            near = chance.choice((0, 60, 80, 100, 120, 140))
            start = chance.choice((20, 50, 90, 130, ""))
            flow = indicator in flows
            if indicator == "exact":
                near, start = chance.choice((10, 20, 30)), chance.choice((5, 25, 35))
            if indicator != "poor" or unit in asked:
                d.of_unit(indicator, unit, near, "" if flow else start)
    d.tables["target"].pop()  # one commune without a target of its own
    for indicator, value, baseline in (
        ("up", 1100, ""), ("season", 700, ""), ("same", 300, ""), ("net", 500, 300),
        ("spent", 130, 70),
        ("falling", 50, 90), ("per", 6000, 5000), ("weighted", 70, ""), ("worst", 90, 60),
        ("exact", 50, 20), ("muc", 4, 1), ("income", 172120, ""), ("level_told", 80, 90),
        ("own_rate", 92, 90), ("own_median", 40, ""), ("late", 300, 100), ("stock", 800, 300),
    ):  # fmt: skip
        d.target(indicator, value, baseline)
    d.target("income", 150000, version=2, decision_date="2022-08-01")
    d.target("income", 90000, version=3, decision_date="2023-02-01")
    d.target("own_rate", 70, 60, version=9, decision_date="2020-11-01")
    d.target("up", 330, scope_type="block", scope_id="k1")
    d.target("mean", 70, 40, scope_type="block", scope_id="k2")
    d.target("own_rate", 95, 88, plan_year_id="2021-2025")
    d.target("rate", 97, 40, plan_year_id="2021-2025", scope_type="block", scope_id="k1")
    d.target("up", 90, plan_year_id="2021-22-SY", scope_type="unit", scope_id="x02")
    d.target("up", 1, kind="pledged", version=9)


RECOGNISED = (
    ("x01", "dat", 2018, "2018-04-30"), ("x02", "dat", 2021, "2022-03-01"),
    ("x02", "nang-cao", 2022, "2022-09-01"), ("x03", "dat", 2022, "2022-05-01"),
    ("x04", "kieu-mau", 2022, "2023-06-30"), ("x05", "chua", 2021, "2021-06-30"),
)  # fmt: skip
OWN = {"income": 186983, "level_told": 85, "own_n": 89, "jobs": 238}
FLOWS = ("up", "ceiling", "season", "plain", "same", "jobs")


def first_reports(d: District) -> None:
    """Cumulative flows grow with the months; some communes are silent, some leave a cell empty."""
    for row in RECOGNISED:
        d.recognise(*row)
    chance = random.Random(172)
    rates = {}
    for period in PERIODS:
        about = next(p for p in d.tables["period"] if p["period_id"] == period)
        gone = int(str(about["to_date"])[5:7]) / 12
        silent = 0.3 if period == "2022-Q1" else 0.06
        for unit in d.tables["unit"]:
            name = unit["unit_id"]
            if unit["unit_group"] != "K" or not exists(unit, str(about["to_date"])):
                continue
            rate = rates.setdefault(name, chance.choice((70, 95, 100, 110, 130)))
            is_needed = period == "2022-H1" and name < "x10"  # acts are about these
            if is_needed or chance.random() > silent:
                d.report(name, period, **commune(chance, rate, gone, str(about["kind"])))
        office(d, chance, period, gone)
    d.report("truong", "2022-H1", houses=3)
    d.report("x01", "2022-H1", "2022-06-14", up="ba")  # refused


def exists(unit: dict, end: str) -> bool:
    return (unit.get("valid_from") or "") <= end <= (unit.get("valid_to") or "9999")


def commune(chance: random.Random, rate: int, gone: float, kind: str) -> dict:
    """What one commune says; a whole may be 0, and a figure in a hundred is left out."""
    said = {name: round(rate * gone * chance.uniform(0.95, 1.05), 2) for name in FLOWS}
    said["up"] = round(rate * gone, 2)
    whole = chance.choice((0, 40, 100, 250))
    said |= {"n": round(whole * chance.random(), 2), "d": whole, "w": chance.randint(1, 60)}
    said |= {"stock": chance.randint(10, 140), "low": chance.randint(10, 140)}
    if kind in ("H1", "Y"):
        said["z"] = chance.randint(0, 50)
    if chance.random() < 0.1:
        said["ceiling"] = 0
    return {k: v for k, v in said.items() if chance.random() > 0.01}


def office(d: District, chance: random.Random, period: str, gone: float) -> None:
    own = {k: round(v * gone if k in ("income", "jobs") else v, 2) for k, v in OWN.items()}
    if period[5:] in ("H1", "9M", "Y"):
        own["own_d"] = 100
    end = next(str(p["to_date"]) for p in d.tables["period"] if p["period_id"] == period)
    subjects = [u for u in d.tables["unit"] if u.get("tags") == "ntm" and exists(u, end)]
    poor = {("poor", u["unit_id"]): chance.randint(0, 140) for u in subjects[:9]}
    d.report("phong", period, **own, about=poor | {("poor", ROOT): 500})


def acts(d: District) -> None:
    """A second report of some, and every act that changes figures."""
    d.report("x02", "2022-H1", "2022-06-18", up=99, n=3, d=4, official=False)
    d.report("x03", "2022-H1", "2022-07-10", up=77, n=3, d=4, w=2)
    d.report("x04", "2022-H1", "2022-06-19", up=66, paper="2022-05-01")
    d.report("x05", "2021-Y", "2022-09-01", up=88, stock=3)
    d.publish()
    reports = d.rows("select (reporter_id, period_id, revision) as key, journal_no from report")
    number = {tuple(r["key"]): r["journal_no"] for r in reports}
    query = "from observation where (reporter_id, period_id, measure_id) = ('x06', '2022-H1', 'up')"
    first = d.rows(query)[0]
    cell = {"report": first["journal_no"], "sheet": first["sheet"], "cell": first["cell"]}
    d.act("correct", "2022-07-01", **cell, expected=str(first["value"]), value="12.5")
    d.act("correct", "2022-09-01", **cell, expected="12.5", value="13.5")
    d.act("correct", "2022-08-01", **cell, expected="13.5", value="14.5")
    query = "from observation where (journal_no, measure_id) = (?, 'low')"
    empty = d.rows(query, number["x05", "2021-Y", 2])[0]
    cell = {"report": empty["journal_no"], "sheet": empty["sheet"], "cell": empty["cell"]}
    d.act("correct", "2022-10-01", **cell, expected="", value="45")
    d.act("withdraw", "2022-06-19", report=number["x07", "2022-H1", 1])
    d.act("withdraw", "2022-07-01", report=number["x08", "2022-H1", 1])
    d.act("restore", "2022-10-01", report=number["x08", "2022-H1", 1])
    d.act("restore", "2022-08-01", report=number["x03", "2022-H1", 1])
    d.act("received", "2022-06-19", report=number["x01", "2022-H1", 1], received="2022-06-19")
    d.act("received", "2022-11-01", report=number["x05", "2021-Y", 1], received="2022-10-15")
    d.act("extend", "2022-06-01", form="bc", period="2022-H1", unit="x09", due="2022-07-01")


REREAD = ("x01", "2022-H1", "up")  # reads 61, then 62, whatever was typed


def readings(d: District) -> None:
    """One figure corrected, then twice read otherwise: the correction expected another one."""
    query = "from observation where (reporter_id, period_id, measure_id) = (?, ?, ?)"
    (row,) = d.rows(query, *REREAD)
    cell = {"report": row["journal_no"], "sheet": row["sheet"], "cell": row["cell"]}
    d.act("correct", "2022-08-01", **cell, expected=str(row["value"]), value="999")
    for known, value in (("2022-10-01", 61), ("2022-11-01", 62)):
        reread(d, row["journal_no"], known, Decimal(value))


def reread(d: District, number: int, known: str, value: Decimal) -> None:
    """What `reparse` leaves where a newer parser reads one figure of a report as `value`."""
    journal = Journal(d.place.journal)
    original = journal.entries[number - 1]["file"]["original"]
    content = (d.place.originals / original).read_bytes()
    report = check_bytes(content, read_catalog(d.place.catalog))
    report.values = [(*v[:4], value, *v[5:]) if v[2] == REREAD[2] else v for v in report.values]
    parsed = {"name": store_parsed(d.place, original, report), "content": report.content_hash}
    act = {
        "kind": "act", "act": "reparse", "actor": "thử", "reason": "bộ đọc mới", "known": known,
        "reports": [{"report": number, "parsed": parsed, "parser_version": 2}],
    }  # fmt: skip
    journal.commit(lambda _: act)
