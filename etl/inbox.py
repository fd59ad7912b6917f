"""The inbox: which files are ours to read, when they were received, their bytes read once."""

import datetime as dt
import hashlib
import os
import re
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.files import why
from etl.journal import LOOK_AGAIN, Moved

MAX_BYTES = 20 * 1024 * 1024
IGNORED = re.compile(r"^(~\$|\.|Thumbs\.db$|desktop\.ini$)|\.(part|crdownload|tmp)$", re.IGNORECASE)
DATED = re.compile(r"\d{4}-\d{2}-\d{2}$")
MAX_NAME = 150
# A workbook that lacks its end may still be on its way, however long the copying stalls.
COPYING_SECONDS = 24 * 3600
ZIP_START, ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)

Skip = Callable[[Path, str], None]


@dataclass(frozen=True)
class Incoming:
    """One file to take in: received on the date of its folder, on a date given, or today."""

    path: Path
    received: dt.date
    inside_inbox: bool = True
    sha: str | None = None  # of the bytes that somebody looked at before; None: of whichever

    def must_be(self, sha: str | None) -> None:
        """Raise Moved where these are not the bytes that were looked at."""
        if self.sha and self.sha != sha:
            raise Moved(f"Tệp {self.path.name} không còn như lúc xem trước. {LOOK_AGAIN}")


@dataclass
class Taken:
    """A file's bytes, read once: what is hashed is what is archived and what is read."""

    incoming: Incoming
    content: bytes
    size: int
    source: dict[str, Any]
    sha: str
    original: str | None = None

    @property
    def suffix(self) -> str:
        """What the file's name says it is."""
        return self.incoming.path.suffix.lower()

    @property
    def file(self) -> dict[str, Any]:
        """How the journal names the file."""
        return {
            "name": self.incoming.path.name,
            "sha256": self.sha,
            "size": self.size,
            "original": self.original,
        }


def scan_inbox(inbox: Path, today: dt.date, skip: Skip) -> Iterator[Incoming]:
    """Files by date received and name; a folder named by a date gives the date."""
    folders = [(today, inbox)]
    for folder in sorted(inbox.iterdir()):
        day = _date_of(folder)
        if day is not None and day <= today:
            folders.append((day, folder))
        elif not stat.S_ISREG(folder.lstat().st_mode):
            skip(
                folder,
                "chỉ nhận tệp, hoặc thư mục mang ngày nhận như 2022-06-15 (không sau hôm nay)",
            )
    for received, folder in sorted(folders):
        for path in sorted(folder.iterdir()):
            reason = _not_ours(path)
            if reason is None:
                yield Incoming(path, received)
            elif reason and (folder != inbox or stat.S_ISREG(path.lstat().st_mode)):
                skip(path, reason)


def _date_of(folder: Path) -> dt.date | None:
    if not DATED.match(folder.name) or folder.is_symlink() or not folder.is_dir():
        return None
    try:
        return dt.date.fromisoformat(folder.name)
    except ValueError:
        return None


def _not_ours(path: Path) -> str | None:
    """Why a name of the inbox is not read; empty for what Office and browsers leave behind."""
    about = path.lstat()
    if IGNORED.search(path.name):
        return ""
    if not stat.S_ISREG(about.st_mode):
        return "không phải tệp thường (liên kết, thiết bị hoặc thư mục); hãy chép chính tệp vào đây"
    if about.st_nlink > 1:
        return "tệp còn mang tên khác (liên kết cứng); hãy chép một bản riêng vào đây"
    try:
        path.name.encode()
    except UnicodeEncodeError:
        return "tên tệp mã hóa sai (thường do giải nén); hãy đổi tên tệp bằng chữ không dấu"
    if len(path.name) > MAX_NAME:
        return f"tên tệp dài hơn {MAX_NAME} ký tự; hãy đặt tên ngắn hơn"
    return None


def read_once(incoming: Incoming, inbox: Path, skip: Skip) -> Taken | None:
    """A file's bytes and their source; None where it is gone, locked or still being copied."""
    path = incoming.path
    try:
        handle = os.open(path, FLAGS | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return None
    except OSError as error:
        skip(path, f"không mở được ({why(error)}); nếu đang mở trong Excel hãy đóng lại")
        return None
    with os.fdopen(handle, "rb") as file:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            skip(path, "không phải tệp thường")
            return None
        content, size, sha = _bytes(file)
        now = os.fstat(handle)
    # Taken in and away by another load: a file that lost its name has another ctime, and would not
    # be known as the one that is entered already.
    is_away = now.st_nlink == 0
    if incoming.inside_inbox and is_away and not path.exists():
        return None
    is_moving = is_away or _moment(now) != _moment(about)
    if incoming.inside_inbox and (is_moving or _is_unfinished(content, about)):
        skip(path, "chưa chép xong (hoặc hỏng); sẽ đọc ở lần nạp sau")
        return None
    incoming.must_be(sha)
    name = path.relative_to(inbox).as_posix() if incoming.inside_inbox else path.name
    return Taken(incoming, content, size, {"path": name, **_moment(about)}, sha)


def _bytes(file: Any) -> tuple[bytes, int, str]:
    """Content, size, hash; of a file over the limit only size and hash, read in pieces."""
    content = file.read(MAX_BYTES + 1)
    whole = hashlib.sha256(content)
    size = len(content)
    if size > MAX_BYTES:
        content = b""
        while piece := file.read(1 << 20):
            whole.update(piece)
            size += len(piece)
    return content, size, whole.hexdigest()


def _moment(about: os.stat_result) -> dict[str, int]:
    """Tells one copy of a file from the next, even of the same name and bytes."""
    return {
        "size": about.st_size,
        "mtime_ns": about.st_mtime_ns,
        "ctime_ns": about.st_ctime_ns,
        "inode": about.st_ino,
    }


def _is_unfinished(content: bytes, about: os.stat_result) -> bool:
    return (
        about.st_size <= MAX_BYTES
        and _lacks_end(content)
        and abs(time.time() - about.st_mtime) < COPYING_SECONDS
    )


def _lacks_end(content: bytes) -> bool:
    """Whether a workbook, or what may become one, is cut short; texts have no end to look for."""
    if ZIP_START.startswith(content[:4]):  # nothing yet, or the start of a workbook
        return ZIP_END not in content[-65_557:]
    return content.startswith(OLE_START) and len(content) < _ole_size(content)


def _ole_size(content: bytes) -> int:
    """How long an .xls must be to hold the sectors that it says it uses ([MS-CFB] 2.2, 2.3)."""
    size = 1 << int.from_bytes(content[30:32], "little")
    tables = int.from_bytes(content[44:48], "little")
    used = 0
    for i in range(min(tables, 109)):  # more stand elsewhere, in files over 7 MB
        at = (int.from_bytes(content[76 + 4 * i : 80 + 4 * i], "little") + 1) * size
        table = content[at : at + size]
        if len(content) < 512 or len(table) < size:
            return len(content) + 1
        filled = len(table.rstrip(b"\xff"))  # the last entry in use may end in ff as well
        if filled:
            used = i * size // 4 + (filled + 3) // 4
    return (used + 1) * size


def leave_inbox(taken: Taken, skip: Skip) -> None:
    """Remove what has been taken in, unless another file has come under its name meanwhile.

    What cannot be removed stays, is told of, and is known to the next load by its source.
    """
    path = taken.incoming.path
    try:
        now = path.lstat()
        if all(taken.source[k] == v for k, v in _moment(now).items()):
            path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        skip(
            path,
            f"đã vào sổ nhưng không lấy ra khỏi inbox được ({why(error)}); nếu đang mở trong "
            "Excel hãy đóng lại",
        )
