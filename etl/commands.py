"""What each command of `python -m etl` does; the pages run the same commands as a child."""

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from tqdm import tqdm

from etl.acts import Act, enter
from etl.build import build_file, record_catalogue
from etl.catalog import Catalog, CatalogError, read_catalog
from etl.intake import Incoming, load as take_in, read_all, scan_inbox
from etl.journal import Entry, Journal
from etl.place import Place, today
from etl.publish import Build, publish
from etl.state import State
from etl.worker import Workers

OK, REFUSED = 0, 1
FREE_BYTES = 1 << 30
SYMBOL = {"accepted": "✔", "duplicate": "=", "refused": "✖"}
SAID = {"accepted": "tiếp nhận", "duplicate": "trùng, không nạp lại", "refused": "trả lại"}


class Usage(Exception):
    """The command was asked for something that is not there; the sentence says what is."""


class Output:
    """Prints sentences for people, or one JSON record a line for programs."""

    def __init__(self, is_json: bool) -> None:
        self.is_json = is_json

    def say(self, text: str) -> None:
        if not self.is_json:
            print(text)

    def record(self, **fields: Any) -> None:
        if self.is_json:
            print(json.dumps(fields, ensure_ascii=False, default=str), flush=True)

    def error(self, text: str) -> None:
        self.record(type="error", message=text)
        if not self.is_json:
            print(text, file=sys.stderr)

    def faults(self, error: CatalogError) -> None:
        for fault in error.faults:
            self.record(type="fault", **vars(fault))
            self.say(str(fault))
        self.say(f"Danh mục có {len(error.faults)} lỗi; số liệu đang dùng vẫn giữ nguyên.")

    def bar(self, total: int, what: str) -> "tqdm[Any]":
        """A progress bar on stderr, silent for programs and where nobody looks."""
        quiet = self.is_json or not sys.stderr.isatty()
        return tqdm(total=total, desc=what, disable=quiet, file=sys.stderr, unit=" tệp")


def catalog(place: Place, args: argparse.Namespace, out: Output) -> int:
    found = read_catalog(place.catalog)
    counts = {table: len(rows) for table, rows in found.tables.items()}
    out.record(type="result", hash=found.hash, rows=counts)
    out.say(
        f"Danh mục đúng: {counts['unit']} đơn vị, {counts['indicator']} chỉ tiêu, {counts['period']} kỳ."
    )
    return OK


def check(place: Place, args: argparse.Namespace, out: Output) -> int:
    found = read_catalog(place.catalog)
    files = [Incoming(_file(p), today(), inside_inbox=False) for p in args.files]
    aliases = State.replay(Journal(place.journal).entries).aliases
    refused = 0
    with Workers(found, aliases, len(files)) as workers, out.bar(len(files), "Kiểm tra") as bar:
        for taken, report in read_all(place, files, workers, keep=False):
            bar.update()
            refused += report.is_refused
            findings = [f.as_dict() for f in report.findings]
            status = "refused" if report.is_refused else "good"
            _tell_file(out, taken.incoming.path.name, status, findings, {
                "reporter": report.reporter_id, "period": report.period_id, "sha256": taken.sha,
            })  # fmt: skip
    out.record(
        type="result", files=len(files), refused=refused, journal_no=Journal(place.journal).last
    )
    return REFUSED if refused else OK


def _file(path: Path) -> Path:
    if not path.is_file():
        raise Usage(f"Không có tệp {path}.")
    return path


def _tell_file(
    out: Output, name: str, status: str, findings: list[dict[str, Any]], more: dict[str, Any]
) -> None:
    out.record(type="file", file=name, status=status, findings=findings, **more)
    shown = SAID.get(status, "đạt")
    if status in ("refused", "duplicate") or any(f["severity"] != "note" for f in findings):
        out.say(f"{SYMBOL.get(status, '✔')} {name}: {shown}")
    for finding in findings:
        if finding["severity"] != "note":
            place = ", ".join(p for p in (finding["sheet"], finding["cell"]) if p)
            out.say(f"    {place}: {finding['message']}" if place else f"    {finding['message']}")


def load(place: Place, args: argparse.Namespace, out: Output) -> int:
    _need_space(place)
    journal = Journal(place.journal)
    journal.verify()
    found = record_catalogue(place, journal)
    if args.files:
        received = args.received or today()
        files = [Incoming(_file(p), received, inside_inbox=False) for p in args.files]
    else:
        place.inbox.mkdir(parents=True, exist_ok=True)
        files = list(scan_inbox(place.inbox))
    build, entries = load_files(place, found, files, args.actor, args.reason, out)
    refused = sum(e["outcome"] == "refused" for e in entries)
    counts = {k: sum(e["outcome"] == k for e in entries) for k in SAID}
    out.record(type="result", counts=counts, **_build_record(build))
    out.say(
        f"{len(entries)} tệp: tiếp nhận {counts['accepted']}, trùng {counts['duplicate']}, trả lại {refused}. "
        f"Phiên bản số liệu {build.id}."
    )
    return REFUSED if refused else OK


def load_files(
    place: Place, found: Catalog, files: list[Incoming], actor: str, reason: str | None, out: Output
) -> tuple[Build, list[Entry]]:
    """Take files in and publish: shared by `load` and `demo`."""
    with out.bar(len(files), "Tiếp nhận") as bar:

        def progress(entry: Entry) -> None:
            bar.update()
            report = entry.get("report", {})
            _tell_file(out, entry["file"]["name"], entry["outcome"], entry["findings"], {
                "reporter": report.get("reporter_id"), "period": report.get("period_id"),
                "revision": entry.get("revision"), "journal_no": entry["number"],
                "sha256": entry["file"]["sha256"], "cells": report.get("cells"), "filled": report.get("filled"),
            })  # fmt: skip

        entries = take_in(place, found, files, actor, reason, progress)
    return publish(place, Journal(place.journal), found), entries


def _need_space(place: Place) -> None:
    place.folder.mkdir(parents=True, exist_ok=True)
    current = place.builds()[-1:]
    need = FREE_BYTES + 3 * (current[0].stat().st_size if current else 0)
    free = shutil.disk_usage(place.folder).free
    if free < need:
        raise OSError(
            28,
            f"ổ đĩa còn {free >> 20} MB, cần {need >> 20} MB; hãy dọn bớt rồi nạp lại",
            str(place.folder),
        )


def _build_record(build: Build) -> dict[str, Any]:
    return {
        "build": build.id,
        "path": str(build.path),
        "hash": build.content_hash,
        "journal_no": build.journal_no,
    }


def build(place: Place, args: argparse.Namespace, out: Output) -> int:
    journal = Journal(place.journal)
    journal.verify()
    if args.at is not None:
        if args.out is None or not 0 < args.at <= journal.last:
            raise Usage(f"Cần --out và --at từ 1 đến {journal.last}.")
        if args.out.exists():
            raise Usage(f"Đã có tệp {args.out}; hãy chọn tên khác.")
        content = build_file(place, journal, args.at, args.out)
        out.record(type="result", path=str(args.out), hash=content, journal_no=args.at)
        return OK
    found = record_catalogue(place, journal)
    done = publish(place, journal, found)
    out.record(type="result", **_build_record(done))
    out.say(f"Phiên bản số liệu {done.id}.")
    return OK


def act(place: Place, args: argparse.Namespace, out: Output) -> int:
    journal = Journal(place.journal)
    journal.verify()
    found = record_catalogue(place, journal)
    if args.act == "reparse":
        from etl.reparse import reparse

        return reparse(place, journal, found, args, out)
    names = (
        "report",
        "received",
        "due",
        "form",
        "period",
        "unit",
        "rule",
        "sheet",
        "cell",
        "alias",
        "expected",
        "value",
    )
    given = {n: getattr(args, n) for n in names if getattr(args, n) is not None}
    entry = enter(
        journal, found, Act(args.act, args.actor, args.reason, args.date or today(), given)
    )
    done = publish(place, journal, found)
    out.record(type="result", entry=entry, **_build_record(done))
    out.say(f"Đã ghi số {entry['number']}: {args.act}. Phiên bản số liệu {done.id}.")
    return OK
