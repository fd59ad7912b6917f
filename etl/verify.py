"""Proof that nothing is lost: hashes, the journal, every Parquet, and the figures built anew."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

from etl.archive import is_sound, sha256
from etl.build import BuildFailed, build_file
from etl.catalog import CatalogError, hash_files
from etl.journal import Journal, JournalBroken
from etl.place import Place
from etl.publish import file_content, verify_file
from etl.published import content_of
from etl.state import State

BACKUP = "hãy lấy lại từ bản sao lưu"
BUILD = "hãy chạy «python -m etl build»"


def problems(place: Place) -> Iterator[str]:
    """Every fault as a sentence that names file and cure; none where all is well."""
    yield from _changed(place)
    try:
        journal = Journal(place.journal)
        journal.verify()
    except JournalBroken as error:
        yield str(error)
        return
    yield from _lost(place, journal)
    yield from _catalogues(place, journal)
    state = State.replay(journal.entries)
    missing = [
        f"{path} (báo cáo số {number}) không còn; {BACKUP}."
        for number, name in _parsed_names(journal)
        if not (path := place.parsed / name).is_file()
    ]
    yield from missing
    if state.catalogue is not None and not missing:
        yield from _figures(place, journal)


def unnamed(place: Place) -> Iterator[str]:
    """A sentence for each file of the archive that no entry names; none under a broken journal.

    Entries that were lost from the end together with their build leave nothing else behind. But a
    command that was ended between storing a file and entering it leaves the same: this is no proof.
    """
    stored = list(_stored(place))  # before the journal is read: a load may be going on
    try:
        journal = Journal(place.journal)
        journal.verify()
    except JournalBroken:
        return
    names = _named(journal)
    for path in stored:
        if path.name not in names and not _is_left_over(path, journal):
            yield (
                f"{path} trong kho lưu không có mục nhật ký nào: hoặc một lệnh bị ngắt (hay đang "
                f"chạy) trước khi ghi sổ, hãy chạy lại lệnh đó; hoặc các mục sau số {journal.last} "
                "đã mất cùng phiên bản số liệu của chúng, hãy so với bản sao lưu."
            )


def _stored(place: Place) -> Iterator[Path]:
    for folder in (place.originals, place.parsed, place.catalogues):
        yield from sorted(folder.glob("[!.]*"))


def _named(journal: Journal) -> set[str | None]:
    """Originals, Parquet files and catalogues that entries speak of."""
    return {
        *(entry["file"]["original"] for entry in journal.of_kind("report")),
        *(entry["catalogue"] for entry in journal.of_kind("catalogue")),
        *(name for _, name in _parsed_names(journal)),
    }


def _is_left_over(path: Path, journal: Journal) -> bool:
    """Whether it is the Parquet of a duplicate, or of a report that the journal refused."""
    if path.suffix != ".parquet":
        return False
    sha = path.name.partition("-")[0]
    attempts = (e for e in journal.of_kind("report") if e["file"]["sha256"] == sha)
    return any(e["outcome"] != "accepted" for e in attempts)


def _parsed_names(journal: Journal) -> Iterator[tuple[int, str]]:
    """Also those that a reparse replaced: an older journal number is built from them."""
    for entry in journal.entries:
        if "parsed" in entry:
            yield entry["number"], entry["parsed"]["name"]
        for each in entry.get("reports", ()):
            yield each["report"], each["parsed"]["name"]


def _changed(place: Place) -> Iterator[str]:
    """Files whose bytes are not those that gave them their name; needs no journal."""
    for path in sorted(place.originals.glob("[!.]*")):
        if sha256(path.read_bytes()) != path.name.split(".")[0]:
            yield f"{path} không còn đúng nội dung đã nhận; {BACKUP}."
    for path in sorted(place.parsed.glob("[!.]*.parquet")):
        if not is_sound(path):
            yield f"{path} không còn đúng nội dung đã đọc; {BACKUP}."


def _lost(place: Place, journal: Journal) -> Iterator[str]:
    held = {p.name for p in place.originals.iterdir()} if place.originals.is_dir() else set()
    for entry in journal.of_kind("report"):
        name = entry["file"]["original"]
        if name is not None and name not in held:
            yield f"{place.originals / name} (số nhật ký {entry['number']}) không còn; {BACKUP}."


def _catalogues(place: Place, journal: Journal) -> Iterator[str]:
    for hash_ in sorted({e["catalogue"] for e in journal.of_kind("catalogue")}):
        folder = place.catalogues / hash_
        if hash_files({p.name: p.read_bytes() for p in folder.glob("*.csv")}) != hash_:
            yield f"{folder} không còn đúng danh mục đã lưu; {BACKUP}."


def _figures(place: Place, journal: Journal) -> Iterator[str]:
    current = place.builds()[-1:]
    if not current:
        yield f"Chưa có phiên bản số liệu nào trong {place.published}; {BUILD}."
        return
    path = current[0]
    said = content_of(path)
    if said is None or file_content(path) != said:
        yield f"{path} hỏng hoặc bị sửa; {BUILD}."
    upto = int(path.name[10:18])
    if upto != journal.last:
        yield f"{path.name} mới đến số {upto}, sổ nhật ký đã đến số {journal.last}; {BUILD}."
        upto = min(upto, journal.last)
    yield from _rebuilt(place, journal, upto, path, said)


def _rebuilt(
    place: Place, journal: Journal, upto: int, path: Path, said: str | None
) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="emulation-") as folder:
        again = Path(folder) / "again.duckdb"
        try:
            content = build_file(place, journal, upto, again)
            verify_file(again)
        except (BuildFailed, CatalogError, json.JSONDecodeError) as error:
            yield f"Không lập lại được phiên bản ở số {upto}: {error}"
            return
    if said is not None and content != said:
        yield (
            f"{path} khác với bản lập lại từ kho lưu "
            f"(chương trình đã đổi hoặc tệp bị sửa); {BUILD}."
        )
