"""Commands by which reports come in: catalog, check, load."""

import argparse
import shutil
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from etl import cross, standing
from etl.archive import sha256
from etl.catalog import Catalog
from etl.catalog_read import read_catalog
from etl.correct import in_force, tell_lapsed
from etl.decide import Attempt, decide_report, supposed
from etl.foreseen import foresee, tell_figures
from etl.inbox import Incoming, scan_inbox
from etl.intake import load as take_in
from etl.intake import read_all
from etl.journal import Entry, Journal, JournalBroken
from etl.output import OK, REFUSED, Output, Usage, mended
from etl.place import Place, today
from etl.record import check_use, record_catalogue
from etl.returns import Returned, names_cells, prepare, send_back
from etl.state import State
from etl.worker import Workers

if TYPE_CHECKING:
    from etl.publish import Build

FREE_BYTES = 1 << 30
OUTCOMES = ("accepted", "duplicate", "refused")


def catalog(place: Place, args: argparse.Namespace, out: Output) -> int:
    """Check the catalogue, alone and against the reports already taken in."""
    found = read_catalog(place.catalog)
    check_use(place, State.replay(Journal(place.journal).entries), found)
    counts = {table: len(rows) for table, rows in found.tables.items()}
    out.record(type="result", hash=found.hash, rows=counts)
    out.say(
        f"Danh mục đúng: {counts['unit']} đơn vị, {counts['indicator']} chỉ tiêu, "
        f"{counts['period']} kỳ."
    )
    return OK


def check(place: Place, args: argparse.Namespace, out: Output) -> int:
    """Say what `load` would answer; nothing is written."""
    found = read_catalog(place.catalog)
    files = _given_files(args)
    journal = Journal(place.journal)
    state = State.replay(journal.entries)
    refused, back, good, names = 0, [], [], {}
    readers = Workers(len(files)).know(found, state.aliases)
    with readers as workers, out.bar(len(files), "Kiểm tra") as b:
        for taken, report in read_all(place, files, workers, keep=False, skip=_not_readable):
            entry = decide_report(state, Attempt(taken, report, "", args.reason))
            same, number = names.get(entry.get("duplicate_of")), journal.last + b.done + 1
            names[number] = taken.incoming.path.name
            state.suppose(supposed(entry, number, report))
            if entry["outcome"] == "refused":
                content = taken.content if args.returned and names_cells(entry) else b""
                about = (content, entry["findings"], entry.get("report", {}))
                back.append(Returned(len(back) + 1, entry["file"]["name"], *about))
            status = "good" if entry["outcome"] == "accepted" else entry["outcome"]
            refused += status == "refused"
            good += [(taken.incoming, report)] if status == "good" else []
            b.step()
            out.file(
                taken.incoming.path.name, status, entry["findings"],
                reporter=report.reporter_id or None, period=report.period_id or None,
                revision=entry.get("revision"),
                duplicate_of=None if same else entry.get("duplicate_of"), same_as=same,
                cells=entry.get("report", {}).get("cells"),
                filled=entry.get("report", {}).get("filled"),
                sha256=taken.sha, fixed=entry.get("fixed"),
                about=mended(entry) + (f" (như tệp {same} nêu trên)" if same else ""),
            )  # fmt: skip
        if args.returned:
            send_back(args.returned, prepare(back, found, workers), out)
    for build in place.builds()[-1:]:
        try:
            told = foresee(build, today(), good, journal.last)
            tell_figures(told.figures, out)
            cross.tell(told.findings, out)
        except cross.OtherVersion as reason:
            out.record(type="notice", message=str(reason))
            out.say(str(reason))
    out.record(type="result", files=len(files), refused=refused, journal_no=journal.last)
    out.say(f"{len(files)} tệp: đạt {len(files) - refused}, trả lại {refused}. Chưa ghi gì.")
    return REFUSED if refused else OK


def _given_files(args: argparse.Namespace) -> list[Incoming]:
    for path in args.files:
        if path.is_dir():
            raise Usage(f"{path} là thư mục; hãy nêu từng tệp, hoặc bỏ tệp vào inbox rồi «load».")
        if not path.is_file():
            raise Usage(f"Không có tệp {path}.")
    if args.received and not args.files:
        raise Usage("--received chỉ đi với các tệp nêu ra; trong inbox hãy dùng thư mục mang ngày.")
    received = args.received or today()
    if received > today():
        raise Usage(f"Ngày nhận {received:%d/%m/%Y} chưa đến.")
    hashes = getattr(args, "expect_sha", None) or [None] * len(args.files)
    if len(hashes) != len(args.files):
        raise Usage("--expect-sha cần đúng một mã cho mỗi tệp nêu ra, theo cùng thứ tự.")
    given = zip(args.files, hashes, strict=True)
    files = [Incoming(p, received, inside_inbox=False, sha=sha) for p, sha in given]
    for file in files:
        file.must_be(sha256(file.path.read_bytes()) if file.sha else None)
    return files


def _not_readable(path: Path, reason: str) -> None:
    raise Usage(f"{path}: {reason}.")


def load(place: Place, args: argparse.Namespace, out: Output) -> int:
    """Take in what is given, or what lies in the inbox, and publish."""
    files = _given_files(args)
    need_space(place)
    journal = open_journal(place)
    after = args.expect_journal
    if after is not None:
        journal.must_stand_at(after)
    if not args.files and place.inbox.is_dir():
        files = list(scan_inbox(place.inbox, today(), _Skipped(out).add))
    with Workers(len(files)) as workers:  # they start while this process reads the catalogue
        found = record_catalogue(place, journal, after)
        place.inbox.mkdir(exist_ok=True)
        corrected = in_force(place.builds(), journal.entries)
        after = None if after is None else journal.last
        said = (args.actor, args.reason)
        build, entries = load_files(place, journal, found, files, *said, workers, out, after)
    tell_lapsed(corrected, build.path, out)
    assert build.answer is not None
    stands, raised = build.answer.result()
    standing.tell(stands, {e["number"]: e["file"]["name"] for e in entries}, out)
    cross.tell(raised, out)
    counts = {k: sum(e["outcome"] == k for e in entries) for k in OUTCOMES}
    out.record(type="result", counts=counts, **build.record())
    out.say(
        f"{len(entries)} tệp: tiếp nhận {counts['accepted']}, trùng {counts['duplicate']}, "
        f"trả lại {counts['refused']}. Phiên bản số liệu {build.id}."
    )
    return REFUSED if counts["refused"] else OK


def _returned(place: Place, entries: list[Entry]) -> list[Returned]:
    """What goes back of what was just loaded."""
    files = []
    for entry in entries:
        if entry["outcome"] == "refused":
            name = entry["file"]["original"]
            is_marked = name and names_cells(entry)
            content = (place.originals / name).read_bytes() if is_marked else b""
            about = (entry["file"]["name"], content, entry["findings"], entry.get("report", {}))
            files.append(Returned(entry["number"], *about))
    return files


class _Skipped:
    """Tells of files that stay where they are."""

    def __init__(self, out: Output) -> None:
        self.out = out

    def add(self, path: Path, reason: str) -> None:
        name = path.name.encode("utf-8", "backslashreplace").decode()
        self.out.record(type="skipped", file=name, reason=reason)
        self.out.say(f"- {name}: để nguyên, {reason}.")


def load_files(
    place: Place,
    journal: Journal,
    found: Catalog,
    files: list[Incoming],
    actor: str,
    reason: str | None,
    workers: Workers,
    out: Output,
    after: int | None = None,
) -> tuple["Build", list[Entry]]:
    """Take files in, publish, send back what was refused: shared by `load` and `demo`."""
    workers.know(found, State.replay(journal.entries).aliases)
    # What comes after the files is loaded while this process waits for them and for the disk.
    Thread(target=import_module, args=("etl.publish",)).start()
    with out.bar(len(files), "Tiếp nhận") as bar:

        def progress(entry: Entry) -> None:
            bar.step()
            out.entry(entry, found, place)

        skip = _Skipped(out).add
        said = (actor, reason, progress, skip)
        entries = take_in(place, journal, found, files, *said, workers, after)
    prepared = prepare(_returned(place, entries), found, workers)  # while this process builds
    from etl.publish import publish

    journal.refresh()  # others may have written since
    accepted = [e["number"] for e in entries if e["outcome"] == "accepted"]
    build = publish(place, journal, found, lambda path: _new(path, accepted))
    send_back(place.returned / today().isoformat(), prepared, out)
    return build, entries


def _new(published: Path, numbers: list[int]) -> tuple[dict[int, Any], list[dict[str, Any]]]:
    """How reports just taken in stand, and what they raised, as known today."""
    import duckdb

    if not numbers:
        return {}, []
    with duckdb.connect(str(published), read_only=True) as con:
        return standing.ask(con, today(), numbers), cross.ask_raised(con, today(), numbers)


def need_space(place: Place) -> None:
    """Refuse before anything is written where the disk could not hold a build beside the others."""
    if not place.folder.is_dir():
        return  # nothing will be written: there is no catalogue either
    current = place.builds()[-1:]
    need = FREE_BYTES + 3 * (current[0].stat().st_size if current else 0)
    free = shutil.disk_usage(place.folder).free
    if free < need:
        message = f"ổ đĩa còn {free >> 20} MB, cần {need >> 20} MB; hãy dọn bớt rồi nạp lại"
        raise OSError(28, message, str(place.folder))


def open_journal(place: Place) -> Journal:
    """The journal, whole; raise JournalBroken where what is published tells of more than it holds.

    Readers take the highest number: under an older journal no new build would ever be seen.
    """
    current = place.builds()[-1:]
    journal = Journal(place.journal)
    journal.verify()
    if current and int(current[0].name[10:18]) > journal.last:
        raise JournalBroken(
            f"Sổ nhật ký {place.journal} chỉ đến số {journal.last} nhưng đã công bố "
            f"{current[0].name}; hãy lấy lại sổ nhật ký từ bản sao lưu, hoặc chuyển các tệp mang "
            f"số lớn hơn ra khỏi {place.published}."
        )
    return journal
