"""The journal: the only thing written over time. One small file an entry, under its number.

A number is taken by an operation that fails if it exists, so two writers need no lock: who comes
second reads what came first, decides again, and tries the next number.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from etl import failpoints
from etl.files import probe, publish_name, temporary_name, write_flushed
from etl.place import utc_now

Entry = dict[str, Any]
LOOK_AGAIN = "Chưa ghi gì; hãy xem trước lại."
NUMBERED = re.compile(r"\d{8}\.json$")


class JournalBroken(Exception):
    """An entry is missing or unreadable: the journal must be restored from a backup."""


class Moved(Exception):
    """What was looked at before is not what there is now: nothing is written, it is to be looked
    at again.
    """


class Journal:
    """Entries of one folder, read as far as `last`; `refresh` reads what others wrote since."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: list[Entry] = []
        self.refresh()

    @property
    def last(self) -> int:
        return len(self.entries)

    def refresh(self) -> None:
        """Read entries after the last one known."""
        while (path := self._path(self.last + 1)).exists():
            self.entries.append(_read(path, self.last + 1))

    def verify(self) -> None:
        """Raise JournalBroken if a number is missing below the highest one."""
        numbers = sorted(
            int(p.stem) for p in self.folder.glob("[0-9]*.json") if NUMBERED.match(p.name)
        )
        if numbers != list(range(1, len(numbers) + 1)):
            gone = sorted(set(range(1, max(numbers))) - set(numbers))
            missing = ", ".join(map(str, gone[:10])) + ("…" if len(gone) > 10 else "")
            raise JournalBroken(
                f"Sổ nhật ký {self.folder} thiếu số {missing}; hãy lấy lại từ bản sao lưu."
            )

    def must_stand_at(self, number: int) -> None:
        """Raise Moved where an entry has come after this number."""
        if self.last != number:
            raise Moved(
                f"Sổ nhật ký đã đến số {self.last}, lúc xem trước mới là {number}. {LOOK_AGAIN}"
            )

    def commit(
        self, decide: Callable[[list[Entry]], Entry | None], after: int | None = None
    ) -> Entry | None:
        """Append what `decide` answers to all entries before; None writes nothing.

        With `after` it is written as the very next entry to that number or, raising Moved, not at
        all, however many write at once.
        """
        if not self.folder.exists():
            probe(self.folder)
        while True:
            self.refresh()
            if after is not None:
                self.must_stand_at(after)
            entry = decide(self.entries)
            if entry is None:
                return None
            number = self.last + 1
            entry = {"number": number, "recorded_at": utc_now(), **entry}
            temporary = temporary_name(self.folder, "entry")
            write_flushed(temporary, _encode(entry))
            failpoints.reach("entry-written")
            try:
                publish_name(temporary, self._path(number))
            except FileExistsError:
                temporary.unlink()
                continue
            self.entries.append(entry)
            failpoints.reach("committed")
            return entry

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:08d}.json"

    def of_kind(self, kind: str, upto: int | None = None) -> Iterator[Entry]:
        """Entries of one kind, up to a number."""
        return (e for e in self.entries[:upto] if e["kind"] == kind)


def _encode(entry: Entry) -> bytes:
    return json.dumps(entry, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _read(path: Path, number: int) -> Entry:
    try:
        entry = json.loads(path.read_bytes())
    except ValueError as error:
        raise JournalBroken(
            f"Không đọc được {path}; hãy lấy lại tệp này từ bản sao lưu."
        ) from error
    said = entry.get("number") if isinstance(entry, dict) else None
    if said != number:
        raise JournalBroken(f"{path} mang số {said}; hãy lấy lại từ bản sao lưu.")
    return entry
