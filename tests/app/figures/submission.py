"""Who has reported: by state and block, report by report."""

import datetime as dt
import re
from fractions import Fraction
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.app import drawn, written
from tests.app.figures.common import NUMBER, Row, sent_back
from tests.witness.screens import IN_HAND, Screen

STATES = ("on_time", "late", "missing", "not_due")
DISCIPLINE = ("Chưa đến hạn", *"0123456789")
IN_TIME = {
    "now": r"^([\d,]+ % báo cáo đúng hạn \(\d+/\d+\))",
    "then": r"(?:tăng từ|giảm từ|bằng trước) ?([^)]*\))",
    "lowest": r"thấp nhất qua các kỳ: (.*)$",
    "early": r"mới nhận (\d+/\d+)",
}
FLAGS = {"returned": rf"{NUMBER} từng bị trả lại", "corrected": rf"{NUMBER} đã đính chính"}


def shown(app: AppTest) -> dict[str, Any]:
    lists = {h: t.value.values.tolist() for t in app.table for h in t.value.columns}
    about = next(
        h.value
        for h in app.header
        if drawn.plain(h.value).startswith(DISCIPLINE) and not re.match(r"\d+ báo", h.value)
    )
    return {
        "title": drawn.title(app),
        "flags": drawn.numbers(" · ".join(drawn.prose(app)), FLAGS),
        "by_block": drawn.grid(drawn.charts(app)["by_block"]),
        "falls": [p for p in drawn.prose(app) if "→" in p],
        "all": drawn.table(app.dataframe[-1].value),
        "to_remind": [tuple(map(drawn.plain, row)) for row in lists.get("Số ngày trễ", [])],
        "letters": app.code[0].value if app.code else "",
        "discipline": drawn.grid(drawn.charts(app)["discipline"]),
        "in_time": drawn.numbers(drawn.plain(about), IN_TIME),
        "extended": lists.get("Gia hạn đến", []),
    }


def told(screen: Screen) -> dict[str, Any]:
    owed = screen.reports
    remind = [
        r for r in owed if r["state"] == "missing" or (r["state"] == "not_due" and r["is_returned"])
    ]
    remind.sort(key=lambda r: -r["days"])
    return {
        "title": title(screen),
        "flags": {
            "returned": str(sum(r["is_returned"] for r in owed)),
            "corrected": str(sum(r["is_corrected"] for r in owed)),
        },
        "by_block": states_by_block(owed),
        "falls": [fall(r) for r in screen.falls],
        "all": [report_row(r) for r in owed],
        "to_remind": [
            (
                r["unit"]["name_vi"],
                r["due"].strftime("%d/%m/%Y"),
                written.number(Fraction(r["days"]), 0),
                notes(r),
                block_name(r),
                form_title(screen, r),
            )
            for r in remind
        ],
        "letters": letters(screen, remind),
        "discipline": discipline(screen),
        "in_time": in_time(screen),
        "extended": extended(screen),
    }


def title(screen: Screen) -> str:
    """How many are in hand, late, missing, not due; of those still owed, how many were returned."""
    states, owed = screen.states, screen.reports
    said = [f"{sum(states[s] for s in IN_HAND)}/{len(owed)} báo cáo đã nộp"]
    if states["late"]:
        said.append(f"{states['late']} trễ hạn")
    for state in ("missing", "not_due"):
        back = sent_back(screen.reports, state)
        returned = f" ({back} đã gửi nhưng bị trả lại)" if back else ""
        if states[state]:
            said.append(f"{states[state]} {written.STATES[state]}{returned}")
    return " · ".join(said)


def block_name(report: Row) -> str:
    return report["block"]["short_vi"] if report["block"] else "Ngoài khối"


def report_row(report: Row) -> tuple:
    return (
        report["unit"]["name_vi"], block_name(report), report["due"], report["first"],
        written.STATES[report["state"]], report["days"], report["revisions"],
        report["number"], report["warnings"], notes(report),
    )  # fmt: skip


def fall(row: Row) -> str:
    """A figure of the year so far that was higher in the period before."""
    indicator = row["indicator"]
    before, now = (
        written.number(row[k], written.decimals_of(indicator)) for k in ("before", "now")
    )
    return (
        f"{row['unit']['name_vi']} – {indicator['title_vi']}: {before} "
        f"({row['period']['title_vi']}) → {now} {indicator['uom_vi']}."
    )


def notes(report: Row) -> str:
    said = {
        "được gia hạn": report["is_extended"],
        "số liệu ước": report["is_estimate"],
        "từng bị trả lại": report["is_returned"] and report["first"],
        "bị trả lại": report["is_returned"] and not report["first"],
        "đính chính": report["is_corrected"],
    }
    return ", ".join(word for word, is_so in said.items() if is_so)


def states_by_block(owed: list[Row]) -> tuple[list[str], list[str], drawn.Grid]:
    names = list(dict.fromkeys(map(block_name, owed)))
    cells = []
    for name in names:
        mine = [r["state"] for r in owed if block_name(r) == name]
        counts = [*(mine.count(s) for s in STATES), len(mine)]
        cells.append([(str(n), False) for n in counts])
    heads = [*(written.STATES[s] for s in STATES), "Tổng"]
    return [drawn.short(n) for n in names], heads, cells


def form_title(screen: Screen, report: Row) -> str:
    forms = screen.office.tables["form"]
    return next(f["title_vi"] for f in forms if f["form_id"] == report["form"])


def letters(screen: Screen, remind: list[Row]) -> str:
    """One text a unit: what it owes, since when, and whether what it sent was returned."""
    texts = []
    about = screen.about["title_vi"]
    day = f"{screen.witness.as_of:%d/%m/%Y}"
    sample = ["SỐ LIỆU MẪU"] if screen.office.settings["is_sample"] == "1" else []
    for unit in dict.fromkeys(r["unit"]["unit_id"] for r in remind):
        mine = [r for r in remind if r["unit"]["unit_id"] == unit]
        office = screen.office.settings["office_vi"]
        owes = f"Đến ngày {day}, {office} chưa nhận được báo cáo sau của đơn vị ({about}):"
        head = [*sample, f"Kính gửi: {mine[0]['unit']['name_vi']}", owes]
        lines = [letter_line(screen, r) for r in mine]
        foot = "Đề nghị đơn vị gửi báo cáo trong thời gian sớm nhất."
        texts.append("\n".join([*head, *lines, foot]))
    return "\n\n".join(texts)


def letter_line(screen: Screen, report: Row) -> str:
    said = f"- {form_title(screen, report)}: hạn nộp {report['due']:%d/%m/%Y}"
    if report["state"] == "missing":
        said += f", đã trễ {written.number(Fraction(report['days']), 0)} ngày"
    if report["is_extended"]:
        said += ", đã được gia hạn"
    if report["is_returned"]:
        said += f"; bản gửi ngày {returned_on(screen, report)} bị trả lại, cần sửa và gửi lại"
    return said + "."


def returned_on(screen: Screen, report: Row) -> str:
    """The day of the last attempt of a report that was refused."""
    key = (report["form"], report["unit"]["unit_id"], screen.period)
    days = [
        dt.date.fromisoformat(e["received"])
        for e in screen.office.entries
        if e.get("outcome") == "refused" and (said := e.get("report"))
        and (said["form_id"], said["reporter_id"], said["period_id"]) == key
    ]  # fmt: skip
    return f"{max(d for d in days if d <= screen.witness.as_of):%d/%m/%Y}"


def extended(screen: Screen) -> list[list[str]]:
    """Acts by which a due date of the period was put off, units as they stand in the catalogue."""
    found = []
    acts = [
        a for a in screen.office.acts("extend", screen.witness.as_of)
        if a["period"] == screen.period
    ]  # fmt: skip
    for act in acts:
        unit, days = screen.office.units[act["unit"]], []
        before = screen.office.due_day(act["form"], act["unit"], act["period"])
        for day in (before, *(dt.date.fromisoformat(act[k]) for k in ("due", "known"))):
            days.append(f"{day:%d/%m/%Y}")
        report = {"form": act["form"]}
        row = [unit["name_vi"], form_title(screen, report), *days[:2], str(act["number"]), days[2]]
        who = "máy chủ" if act["actor"] in ("root", "SYSTEM") else act["actor"]
        found.append((int(unit["sort"]), [*row, who, act["reason"]]))
    return [[escaped(text) for text in row] for _, row in sorted(found)]


def escaped(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:^=])", r"\\\1", text)


# Discipline over the years.


def years(screen: Screen) -> list[Screen]:
    """The period in view and those that ended before it, where reports were owed.

    Calendar years stand beside calendar years, school years beside school years.
    """
    end, shape = screen.about["to"], screen.witness.shape
    known = [(p["to"], -p["from"].toordinal(), name) for name, p in screen.office.periods.items()]
    like = (n for to, _, n in sorted(known) if to <= end)
    shown = [name for name in like if shape(name) == shape(screen.period)]
    screens = [Screen(screen.witness, name, screen.scheme) for name in shown]
    return [s for s in screens if s.reports][-8:]


def shares(screen: Screen, owed: list[Row]) -> tuple[Fraction | None, int, int]:
    """(in time of those due, n, N); no share where too little has come due."""
    states = [r["state"] for r in owed]
    due = len(states) - states.count("not_due")
    least = Fraction(screen.office.settings["coverage_min"]) / 100
    in_time = states.count("on_time")
    is_told = due and Fraction(due, len(states)) >= least
    return (Fraction(in_time, due) if is_told else None, in_time, due if is_told else len(states))


def discipline(screen: Screen) -> tuple[list[str], list[str], drawn.Grid]:
    every = years(screen)
    seen = {block_name(r): r["block"] for s in every for r in s.reports}
    names = sorted(seen, key=lambda n: int(seen[n]["sort"]) if seen[n] else 10**9)
    cells = [
        [year_cell(s, [r for r in s.reports if block_name(r) == n]) for s in every] for n in names
    ]
    cells.append([year_cell(s, s.reports) for s in every])
    heads = [drawn.short(s.about["title_vi"]) for s in every]
    return [drawn.short(n) for n in [*names, "Tổng"]], heads, cells


def year_cell(screen: Screen, owed: list[Row]) -> tuple[str, bool]:
    if not owed:
        return written.NOTHING, False
    share, n, total = shares(screen, owed)
    if share is None:
        return f"○ {n}/{total}", False
    signs = {"late": "◐", "missing": "✖"}
    counts = {s: [r["state"] for r in owed].count(s) for s in signs}
    return " ".join([f"{n}/{total}", *(f"{signs[s]}{c}" for s, c in counts.items() if c)]), False


def in_time(screen: Screen) -> dict[str, str]:
    share, n, total = shares(screen, screen.reports)
    if share is None:
        return {"now": "0", "then": "0", "lowest": "0", "early": f"{n}/{total}"}
    said = {"now": f"{percent(share)} % báo cáo đúng hạn ({n}/{total})", "then": "0"}
    kind = screen.about["kind"]
    alike = [s for s in years(screen) if s.about["kind"] == kind and s.period != screen.period]
    for then in alike:
        before, n0, total0 = shares(then, then.reports)
        if before is not None:
            title, same = then.about["title_vi"], percent(before) == percent(share)
            said["then"] = (
                f"({n0}/{total0}, {title})" if same
                else f"{percent(before)} % ({n0}/{total0}, {title})"
            )  # fmt: skip
            break
    return said | {"lowest": lowest(screen), "early": "0"}


def lowest(screen: Screen) -> str:
    """The block or two least often in time over these periods; nothing where three are alike."""
    counts: dict[str, list[int]] = {}
    for one in years(screen):
        for name in {block_name(r) for r in one.reports if r["block"]}:
            share, n, total = shares(one, [r for r in one.reports if block_name(r) == name])
            if share is not None:
                so_far = counts.setdefault(name, [0, 0])
                counts[name] = [so_far[0] + n, so_far[1] + total]
    found = {name: Fraction(n, total) for name, (n, total) in counts.items()}
    last = [name for name in found if found[name] == min(found.values())]
    if len(set(found.values())) < 2 or len(last) > 2:
        return "0"
    order = {b["short_vi"]: i for i, b in enumerate(screen.ordered("block"))}
    return ", ".join(
        f"{name}: {percent(found[name])} % ({counts[name][0]}/{counts[name][1]})"
        for name in sorted(last, key=order.__getitem__)
    )


def percent(share: Fraction) -> str:
    return written.number(100 * share, 1)
