"""Commands on published figures: build, status."""

import argparse
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from etl.cmd_intake import need_space, open_journal
from etl.compare import Difference, compare
from etl.journal import Journal
from etl.output import OK, Output, Usage
from etl.place import Place, today
from etl.publish import build_aside, publish, publish_earlier
from etl.published import content_of, readable_build
from etl.record import record_catalogue
from etl.report import plain

SHOWN = 20
STATUS = {
    "exceeded": "vượt kế hoạch", "better": "tốt hơn kế hoạch", "met": "đạt kế hoạch",
    "on_pace": "đạt tiến độ", "held": "giữ vững", "near": "gần đạt", "slow": "chậm",
    "very_slow": "rất chậm", "over": "vượt mức cho phép", "above": "vượt mức đến nay",
    "not_met": "không đạt", "not_due": "chưa đến kỳ", "unreported": "chưa báo cáo",
    "incomplete": "chưa đủ báo cáo", "not_applicable": "không áp dụng",
    "no_target": "chưa có kế hoạch", "no_basis": "chưa đủ căn cứ",
}  # fmt: skip


def build(place: Place, args: argparse.Namespace, out: Output) -> int:
    """Build from the journal and publish; or an old journal number, beside what is current."""
    journal = open_journal(place)
    if args.at is not None:
        return _earlier(place, journal, args, out)
    if args.out is not None:
        raise Usage("--out đi cùng --at.")
    need_space(place)
    found = record_catalogue(place, journal)
    done = publish(place, journal, found)
    out.record(type="result", **done.record())
    out.say(f"Phiên bản số liệu {done.id}.")
    return OK


def _earlier(place: Place, journal: Journal, args: argparse.Namespace, out: Output) -> int:
    if not 0 < args.at <= journal.last:
        raise Usage(f"Cần --at từ 1 đến {journal.last}.")
    if args.out is None:
        need_space(place)
        made = publish_earlier(place, journal, args.at)
        path, content = made.path, made.content_hash
    elif args.out.exists():
        raise Usage(f"Đã có tệp {args.out}; hãy chọn tên khác.")
    elif not args.out.absolute().parent.is_dir():
        raise Usage(f"Không có thư mục {args.out.absolute().parent}.")
    else:
        path, content = args.out, build_aside(place, journal, args.at, args.out)
    out.record(type="result", path=str(path), hash=content, journal_no=args.at)
    out.say(f"Phiên bản ở số nhật ký {args.at}: {path}.")
    return OK


def status(place: Place, args: argparse.Namespace, out: Output) -> int:
    """Which build is current, how far the journal goes, who has reported; or what has changed."""
    journal = Journal(place.journal)
    journal.verify()
    if args.since is not None:
        if not 0 < args.since <= journal.last:
            raise Usage(f"Cần --since từ 1 đến {journal.last}.")
        found = compare(place, journal, args.since, today())
        _tell_difference(out, args.since, journal.last, found)
        return OK
    current = readable_build(place)
    if current is None:
        raise Usage("Chưa có phiên bản số liệu nào; hãy chạy «python -m etl build».")
    if args.period is not None:
        return _missing(current, args.period, out)
    periods = _periods(current)
    name = current.stem.removeprefix("emulation-")
    out.record(
        type="result", build=name, path=str(current), hash=content_of(current),
        journal_no=journal.last, periods=periods,
    )  # fmt: skip
    out.say(f"Phiên bản số liệu {name}; sổ nhật ký đến số {journal.last}.")
    for row in periods:
        out.say(
            f"{row['period']}: phải nộp {row['owed']}, đúng hạn {row['on_time']}, "
            f"trễ {row['late']}, chưa nộp {row['missing']}, chưa đến hạn {row['not_due']}, "
            f"trả lại chưa nộp lại {row['refused']}"
        )
    return OK


def _missing(path: Path, period: str, out: Output) -> int:
    """Who is still to hand in its report of a period, the longest overdue first."""
    query = """
        select t.reporter_id as reporter, t.form_id as form, u.name_vi as name, t.due_date as due,
            t.timeliness, t.days_late, t.is_returned as returned
        from timeliness($day) t join unit u on u.unit_id = t.reporter_id
        where t.period_id = $period and t.timeliness in ('missing', 'not_due')
        order by t.timeliness, t.days_late desc, u.sort"""
    with duckdb.connect(str(path), read_only=True) as con:
        known = [r[0] for r in con.execute("select period_id from period order by 1").fetchall()]
        if period not in known:
            raise Usage(f"Không có kỳ báo cáo «{period}» trong danh mục; có: {', '.join(known)}.")
        found = con.execute(query, {"day": today(), "period": period})
        names = [d[0] for d in found.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    for row in rows:
        out.record(type="missing", **row)
        late = (
            f"quá hạn {row['days_late']} ngày" if row["timeliness"] == "missing" else "chưa đến hạn"
        )
        returned = ", đã bị trả lại" if row["returned"] else ""
        out.say(f"  {row['name']}: hạn {row['due']:%d/%m/%Y}, {late}{returned}")
    out.record(type="result", period=period, count=len(rows))
    out.say(f"Kỳ {period}: {len(rows)} báo cáo chưa nộp.")
    return OK


def _periods(path: Path) -> list[dict[str, Any]]:
    query = """
        select period_id as period, count(*) as owed,
            count(*) filter (timeliness = 'on_time') as on_time,
            count(*) filter (timeliness = 'late') as late,
            count(*) filter (timeliness = 'missing') as missing,
            count(*) filter (timeliness = 'not_due') as not_due,
            count(*) filter (is_returned and current_no is null) as refused
        from timeliness($day) join period p using (period_id)
        group by period_id, p.to_date order by p.to_date, period_id"""
    with duckdb.connect(str(path), read_only=True) as con:
        found = con.execute(query, {"day": today()})
        names = [d[0] for d in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _tell_difference(out: Output, since: int, last: int, found: Difference) -> None:
    for row in found.values:
        out.record(type="value", **row)
    for row in found.statuses:
        out.record(type="status", **row)
    out.record(
        type="result", since=since, journal_no=last,
        values=len(found.values), statuses=len(found.statuses),
    )  # fmt: skip
    out.say(
        f"Từ số {since} đến số {last}: {len(found.values)} số liệu mới hoặc đổi, "
        f"{len(found.statuses)} chỉ tiêu đổi trạng thái."
    )
    for row in found.values[:SHOWN]:
        place = f"{row['period']}, {row['subject']}, {row['measure']}"
        before, after = (_shown(row[n]) for n in ("before", "after"))
        out.say(f"  {place}: {before} → {after} (số {row['journal_no']})")
    for row in found.statuses[:SHOWN]:
        place = f"{row['period']}, {row['scope']}, {row['indicator']}"
        causes = ", ".join(map(str, row["journal_no"] or [])) or "danh mục, kế hoạch hoặc thời gian"
        before, after = (STATUS.get(row[f"word_{n}"], "chưa có") for n in ("before", "after"))
        out.say(f"  {place}: {before} → {after} (số {causes})")
    if max(len(found.values), len(found.statuses)) > SHOWN:
        out.say("  … xem đủ với --json")


def _shown(value: Decimal | None) -> str:
    return "chưa có" if value is None else plain(value)
