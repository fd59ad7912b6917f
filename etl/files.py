"""Writing files so that they survive a crash: temporary name, flush, then one atomic step."""

import errno
import os
import platform
import re
import secrets
import time
import zlib
from pathlib import Path

# This machine's mark in temporary names: only its own process numbers mean anything here.
NODE = f"{zlib.crc32(platform.node().encode()):08x}"
TEMPORARY = re.compile(r"\.[a-z]+-([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.tmp(\.wal)?$")
STALE_SECONDS = 24 * 3600


# What a machine answers most often, in the words of who reads it.
WHY = {
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EACCES: "không có quyền, hoặc tệp đang mở ở chương trình khác",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENOSPC: "hết chỗ trống trên đĩa",
    errno.ENOTDIR: "một phần của đường dẫn không phải là thư mục",
    errno.EISDIR: "đây là thư mục, không phải tệp",
    errno.EEXIST: "đã có tệp hoặc thư mục mang tên này",
    errno.ENOTEMPTY: "thư mục không trống",
    errno.EMFILE: "quá nhiều tệp đang mở",
    errno.EPIPE: "chương trình con đã dừng giữa chừng; hãy chạy lại",
    errno.EIO: "ổ đĩa đọc ghi bị lỗi",
}


def why(error: OSError) -> str:
    """Why the machine refused, in Vietnamese where it is one of the usual reasons."""
    number = error.errno or 0
    is_ours = error.strerror not in (None, os.strerror(number))  # a sentence of our own says more
    return (error.strerror if is_ours else WHY.get(number)) or error.strerror or str(error)


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
    """Write a new file and flush its bytes; nothing is left where the disk refuses them."""
    try:
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from error  # a full disk names none


def make_folder(folder: Path) -> None:
    """Create a folder and those above it, each flushed into the one that holds it."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    flush_folder(folder.parent)


def publish_name(temporary: Path, final: Path) -> None:
    """Give a flushed file its name; FileExistsError if the name is taken, by whoever."""
    try:
        if os.name == "nt":
            temporary.rename(final)  # on Windows it fails where the name exists
        else:
            os.link(temporary, final)
    except FileExistsError:
        raise  # the caller may try another name
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    temporary.unlink(missing_ok=True)
    flush_folder(final.parent)


def temporary_name(folder: Path, purpose: str) -> Path:
    """A name nobody else uses, in the same folder as the final name."""
    return folder / f".{purpose}-{NODE}-{os.getpid()}-{secrets.token_hex(4)}.tmp"


def sweep(*folders: Path) -> None:
    """Remove what killed writers left: temporaries of dead processes, or older than a day."""
    for folder in folders:
        for path in folder.glob(".*.tmp*"):
            match = TEMPORARY.match(path.name)
            if match and _is_stale(path, match[1], int(match[2])):
                path.unlink(missing_ok=True)


def _is_stale(path: Path, node: str, process: int) -> bool:
    # os.kill(n, 0) asks on Linux, but would end the process on Windows.
    if node == NODE and os.name != "nt":
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        except PermissionError:
            return False
    try:
        return time.time() - path.stat().st_mtime > STALE_SECONDS
    except FileNotFoundError:
        return False


def store_once(folder: Path, name: str, content: bytes) -> Path:
    """Store content under a name that is its own hash: whoever comes second finds it there."""
    final = folder / name
    if final.exists():
        flush_folder(folder)  # whoever gave the name may not have come to flushing it
        return final
    make_folder(folder)
    temporary = temporary_name(folder, "store")
    write_flushed(temporary, content)
    try:
        publish_name(temporary, final)
    except FileExistsError:
        temporary.unlink()
    return final


def probe(folder: Path) -> None:
    """Prove that names are given at most once on this disk; raise DiskRefused otherwise."""
    make_folder(folder)
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
            f"Không ghi được vào {folder} ({why(error)}). Hãy kiểm tra quyền ghi, dung lượng "
            "trống, hoặc đặt thư mục số liệu trên ổ đĩa trong máy."
        ) from error
    finally:
        for path in (first, second, target):
            path.unlink(missing_ok=True)
