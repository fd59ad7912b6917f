"""Who has reported: by state and block, report by report."""

from typing import Any

from streamlit.testing.v1 import AppTest

from tests.app import drawn, written
from tests.app.figures.common import NUMBER, Row, sent_back
from tests.witness.screens import IN_HAND, Screen

STATES = ("on_time", "late", "missing", "not_due")
FLAGS = {"returned": rf"{NUMBER} từng bị trả lại", "corrected": rf"{NUMBER} đã đính chính"}


def shown(app: AppTest) -> dict[str, Any]:
    tables = [drawn.table(d.value) for d in app.dataframe]
    return {
        "title": drawn.title(app),
        "flags": drawn.numbers(" · ".join(drawn.prose(app)), FLAGS),
        "by_block": drawn.grid(drawn.charts(app)["by_block"]),
        "falls": [p for p in drawn.prose(app) if "→" in p],
        "all": tables[-1],
        "to_remind": tables[0] if len(tables) > 1 else [],
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
        "to_remind": [(*report_row(r)[:3], r["days"], notes(r)) for r in remind],
    }


def title(screen: Screen) -> str:
    """How many are in hand, late, missing, not due; of those still owed, how many were returned."""
    states, owed = screen.states, screen.reports
    said = [f"{sum(states[s] for s in IN_HAND)}/{len(owed)} báo cáo đã nộp"]
    if states["late"]:
        said.append(f"{states['late']} trễ hạn")
    for state in ("missing", "not_due"):
        back = sent_back(screen, state)
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
