"""Writing files so that they survive a crash: temporary name, flush, then one atomic step."""

import os
import secrets
from pathlib import Path


class DiskRefused(Exception):
    """The folder cannot hold a journal: the message names it and the cure."""


def flush_folder(folder: Path) -> None:
    """Flush a folder's names to disk; Windows has no such call and keeps them in NTFS's journal."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_flushed(path: Path, content: bytes) -> None:
    """Write a new file and flush its bytes."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def publish_name(temporary: Path, final: Path) -> None:
    """Give a flushed file its name; FileExistsError if the name is taken, by whoever."""
    if os.name == "nt":
        os.rename(temporary, final)
    else:
        os.link(temporary, final)
        temporary.unlink()
    flush_folder(final.parent)


def temporary_name(folder: Path, purpose: str) -> Path:
    """A name nobody else uses, in the same folder as the final name."""
    return folder / f".{purpose}-{os.getpid()}-{secrets.token_hex(4)}.tmp"


def store_once(folder: Path, name: str, content: bytes) -> Path:
    """Store content under a name that is its own hash: whoever comes second finds it there."""
    final = folder / name
    if final.exists():
        return final
    folder.mkdir(parents=True, exist_ok=True)
    temporary = temporary_name(folder, "store")
    write_flushed(temporary, content)
    try:
        publish_name(temporary, final)
    except FileExistsError:
        temporary.unlink()
    return final


def probe(folder: Path) -> None:
    """Prove that names are given at most once on this disk; raise DiskRefused otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    first, second = temporary_name(folder, "probe"), temporary_name(folder, "probe")
    target = temporary_name(folder, "probed")
    try:
        write_flushed(first, b"1")
        write_flushed(second, b"2")
        publish_name(first, target)
        try:
            publish_name(second, target)
        except FileExistsError:
            return
        raise DiskRefused(
            f"Ổ đĩa của {folder} không giữ được sổ nhật ký (đặt tên trùng mà không báo)."
        )
    except OSError as error:
        raise DiskRefused(
            f"Không ghi được vào {folder} ({error.strerror}). Hãy kiểm tra quyền ghi, dung lượng "
            "trống, hoặc đặt thư mục số liệu trên ổ đĩa trong máy."
        ) from error
    finally:
        for path in (first, second, target):
            path.unlink(missing_ok=True)
