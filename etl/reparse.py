"""The act `reparse`: archived originals read again by the present parser, differences first."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pyarrow.parquet as pq

from etl.acts import Act, ActRefused, check_given
from etl.archive import load_catalogue, store_parsed
from etl.catalog import Catalog
from etl.cells import PARSER_VERSION
from etl.correct import in_force, tell_lapsed
from etl.journal import Entry, Journal
from etl.output import OK, Output
from etl.place import Place
from etl.publish import publish
from etl.report import VALUE_COLUMNS, Report
from etl.state import State
from etl.worker import Workers

KEY = ("section", "row_no", "item_id", "subject_id")


@dataclass(frozen=True)
class Reread:
    """One report as read before and as read now."""

    number: int
    original: str
    report: Report
    cells: list[dict[str, Any]]


def reparse(
    place: Place, journal: Journal, act: Act, number: int | None, is_sure: bool, out: Output
) -> int:
    """Show what would change; with --yes enter it in the journal and publish."""
    check_given(act)
    state = State.replay(journal.entries)
    if number is not None and number not in state.reports:
        raise ActRefused(f"Sổ nhật ký không có báo cáo đã tiếp nhận mang số {number}.")
    wanted = [number] if number is not None else list(state.reports)
    with out.bar(len(wanted), "Đọc lại") as bar:
        changed = [r for r in _read_again(place, journal, state, wanted, bar, out) if r is not None]
    for each in changed:
        _tell(out, each)
    if not changed or not is_sure:
        out.record(type="result", changed=len(changed), written=False, journal_no=journal.last)
        out.say(f"{len(changed)} báo cáo đọc ra khác trước. {_next_step(bool(changed))}")
        return OK
    corrected = in_force(place.builds(), journal.entries)
    entry = _enter(place, journal, act, state, changed)
    done = publish(place, journal)
    tell_lapsed(corrected, done.path, out)
    out.record(type="result", changed=len(changed), written=True, entry=entry, **done.record())
    out.say(f"Đã ghi số {entry['number']}: reparse. Phiên bản số liệu {done.id}.")
    return OK


def _next_step(has_changes: bool) -> str:
    return "Chưa ghi gì; thêm --yes để ghi." if has_changes else "Không có gì để ghi."


def _read_again(
    place: Place, journal: Journal, state: State, wanted: list[int], bar: Any, out: Output
) -> list[Reread | None]:
    """Each original against the catalogue that its report was first read with."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number in wanted:
        held = State.replay(journal.entries[:number]).catalogue
        assert held is not None
        groups[held].append(number)
    found = []
    for hash_, numbers in groups.items():
        catalog: Catalog = load_catalogue(place, hash_)
        with Workers(len(numbers)).know(catalog, state.aliases) as workers:
            for number in numbers:
                found.append(_one(place, state, number, workers, out))
                bar.step()
    return found


def _one(place: Place, state: State, number: int, workers: Workers, out: Output) -> Reread | None:
    name = state.reports[number]["file"]["original"]
    path = place.originals / name
    if not path.is_file():
        raise ActRefused(f"{path} không còn; hãy lấy lại từ bản sao lưu.")
    content = path.read_bytes()
    report = workers.result(content, path.suffix, workers.submit(content, path.suffix))
    if report.is_refused:
        first = next(f for f in report.findings if f.severity == "error")
        message = f"{first.sheet} {first.cell} {first.message()}".strip()
        out.record(type="unreadable", report=number, message=message)
        out.say(f"Báo cáo số {number} nay không đọc được, giữ như cũ: {message}")
        return None
    if report.content_hash == state.parsed[number]["content"]:
        return None
    return Reread(number, name, report, _cells(place, state.parsed[number]["name"], report))


def _cells(place: Place, parsed: str, report: Report) -> list[dict[str, Any]]:
    """Cells that read differently: before, after, and where they stand."""
    before = {_key(r): r for r in pq.ParquetFile(place.parsed / parsed).read().to_pylist()}
    after: dict[tuple[Any, ...], dict[str, Any]] = {}
    for each in report.values:
        row: dict[str, Any] = dict(zip(VALUE_COLUMNS, each, strict=True))
        after[_key(row)] = row
    found = []
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key, {}), after.get(key, {})
        if any(old.get(n) != new.get(n) for n in ("value", "text", "state")):
            at = new or old
            found.append({
                "sheet": at["sheet"], "cell": at["cell"], "item": at["item_id"],
                "subject": at["subject_id"], "before": _shown(old), "after": _shown(new),
            })  # fmt: skip
    return found


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[n] for n in KEY)


def _shown(row: dict[str, Any]) -> Any:
    return row.get("text") if row.get("value") is None else row["value"]


def _tell(out: Output, each: Reread) -> None:
    out.record(type="reread", report=each.number, cells=each.cells)
    out.say(f"Báo cáo số {each.number}: {len(each.cells)} ô đọc ra khác")
    for cell in each.cells:
        out.say(f"    {cell['sheet']}, {cell['cell']}: {cell['before']} → {cell['after']}")


def _enter(place: Place, journal: Journal, act: Act, state: State, changed: list[Reread]) -> Entry:
    reports = [
        {
            "report": each.number,
            "parsed": {
                "name": store_parsed(place, each.original, each.report),
                "content": each.report.content_hash,
            },
            "parser_version": PARSER_VERSION,
            "findings": [f.as_dict() for f in each.report.findings],
        }
        for each in changed
    ]

    def decide(entries: list[Entry]) -> Entry:
        before = {each.number: state.parsed[each.number] for each in changed}
        now = State.replay(entries).parsed
        if any(now[n] != before[n] for n in before):
            raise ActRefused("Sổ nhật ký vừa đổi; hãy xem lại khác biệt rồi ghi.")
        return {
            "kind": "act", "act": "reparse", "actor": act.actor, "reason": act.reason,
            "known": act.known.isoformat(), "reports": reports,
        }  # fmt: skip

    entry = journal.commit(decide)
    assert entry is not None
    return entry
