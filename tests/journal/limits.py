"""Limits that a machine may set: no room, no right; set in the process of a real command."""

import ctypes
import os
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2


def files_of_at_most(size: int) -> Callable[[], None]:
    """Writing fails in a file beyond that size, as on a full disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def without_rights() -> None:
    """Root, too, is told «no» by the bits of files and folders."""
    if os.geteuid() == 0:
        prctl = ctypes.CDLL(None).prctl
        assert prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0) == 0
        assert prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0) == 0


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its bytes."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and not p.is_symlink()
    }


def mount(folder: Path, options: str) -> bool:
    """Whether a disk in memory now lies there."""
    words = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return _did(words)


def resize(folder: Path, options: str) -> None:
    assert _did(["mount", "-o", f"remount,{options}", str(folder)])


def unmount(folder: Path) -> bool:
    return _did(["umount", "--lazy", str(folder)])


def _did(words: list[str]) -> bool:
    try:
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
