"""Whether what was just taken in is in force, and if not which lần nộp is, and why."""

import datetime as dt
from typing import Any

from etl.output import Output

# One row a report asked about: itself, the one in force, and the first of the order that parts
# them (official, paper date, date received, number: macro report_known).
STANDING = """
    select n.journal_no, n.is_current, c.journal_no as current_no, c.file_name as current_file,
        n.paper_date, n.received_date,
        c.paper_date as current_paper_date, c.received_date as current_received_date,
        case
            when n.is_current then null
            when c.is_official and not n.is_official then 'official'
            when c.paper_date is not null and n.paper_date is null then 'undated'
            when c.paper_date is distinct from n.paper_date then 'paper'
            when c.received_date <> n.received_date then 'received'
            else 'loaded'
        end as why
    from report_known($day) n
    join report_known($day) c using (form_id, reporter_id, period_id)
    where c.is_current and list_contains($numbers, n.journal_no)
    order by n.journal_no
"""
WHY = {
    "official": "đó là số chính thức, tệp này là số ước",
    "undated": "văn bản đó ghi ngày ký {current_paper_date:%d/%m/%Y}, tệp này không ghi ngày ký",
    "paper": "văn bản đó ký ngày {current_paper_date:%d/%m/%Y}, sau tệp này "
    "({paper_date:%d/%m/%Y})",
    "received": "cùng ngày ký, nhưng nhận ngày {current_received_date:%d/%m/%Y}, sau tệp này "
    "({received_date:%d/%m/%Y})",
    "loaded": "cùng loại, cùng ngày ký, cùng ngày nhận, và được nạp sau",
}


def ask(con: Any, day: dt.date, numbers: list[int]) -> dict[int, dict[str, Any]]:
    """How each of these reports stands on a day, by its number."""
    found = con.execute(STANDING, {"day": day, "numbers": numbers})
    names = [d[0] for d in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return {r["journal_no"]: r for r in rows}


def reason(row: dict[str, Any]) -> str:
    """Why another one is in force; empty where this one is."""
    return WHY[row["why"]].format(**row) if row["why"] else ""


def tell(rows: dict[int, dict[str, Any]], files: dict[int, str], out: Output) -> None:
    """Say of each report taken in (number → file) whether it is in force now."""
    for number, row in rows.items():
        why = reason(row)
        out.record(
            type="standing", file=files[number], journal_no=number,
            is_current=row["is_current"], current_no=row["current_no"], why=why,
        )  # fmt: skip
        if why:
            out.say(
                f"cảnh báo: {files[number]} (số {number}) chưa thay lần nộp đang dùng là số "
                f"{row['current_no']} («{row['current_file']}»): {why}. Nếu tệp này mới đúng: "
                f"python -m etl act restore --report {number} --reason …"
            )
