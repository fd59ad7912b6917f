"""The desk of one session: uploads in a folder of their own, and each command started only once."""

import hashlib
import re
import secrets
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any

import streamlit as st

from app.child import Child

DESK = "desk"
ODD = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
MOST_BYTES = 150  # of a name; file systems take 255


@dataclass(frozen=True)
class Sent:
    """One uploaded file: its name as typed, for eyes only, and where its bytes lie."""

    name: str
    path: Path
    sha: str


class Desk:
    """What one session has uploaded and begun; it goes with the session."""

    def __init__(self) -> None:
        self.folder = TemporaryDirectory(prefix="emulation-desk-", ignore_cleanup_errors=True)
        self.round = 0  # a new one empties the uploader
        self.looks = 0  # a new one looks at the same files again
        self.files: tuple[Sent, ...] = ()
        self.checked: Child | None = None
        self.loading: Child | None = None
        self.making: tuple[Child, tuple[str, ...]] | None = None  # forms of what
        self.acting: Child | None = None
        self.said: list[tuple[str, str]] = []  # to be shown once: kind, sentence
        self._jobs: dict[str, Child] = {}
        self._sent: dict[tuple[str, str], Sent] = {}
        self._lock = threading.Lock()

    def job(self, kind: str, *about: object, start: Callable[[], Child]) -> Child:
        """The child that does this: begun by the first who asks, rejoined by all others.

        Nothing of Streamlit is called in between: a rerun stops a script only there.
        """
        said = repr((kind, *about)).encode("utf-8", "backslashreplace")
        name = hashlib.sha256(said).hexdigest()
        with self._lock:
            if name not in self._jobs:
                self._jobs[name] = start()
            return self._jobs[name]

    def forget(self, child: Child) -> None:
        """What failed may be asked for again: what stopped it may have been put right."""
        with self._lock:
            self._jobs = {k: c for k, c in self._jobs.items() if c is not child}

    def keep(self, uploads: Iterable[Any]) -> None:
        """Put uploads into the folder, each once, each below a folder of its own."""
        kept = []
        for upload in uploads:
            content = upload.getvalue()
            sha = hashlib.sha256(content).hexdigest()
            with self._lock:
                if (upload.file_id, sha) not in self._sent:
                    path = self.new_folder("sent") / safe_name(upload.name)
                    path.write_bytes(content)
                    self._sent[upload.file_id, sha] = Sent(upload.name, path, sha)
                kept.append(self._sent[upload.file_id, sha])
        self.files = tuple(kept)

    def new_folder(self, purpose: str) -> Path:
        """An empty folder nobody else uses."""
        folder = Path(self.folder.name) / f"{purpose}-{secrets.token_hex(4)}"
        folder.mkdir()
        return folder

    def start(self, *arguments: str) -> Child:
        """Begin a command that works in this folder: it stays until the command has ended."""
        return Child(*arguments, needs=self.folder)

    def check(self, received: str, reason: str) -> None:
        """What `load` would answer to the files, and marked copies; writes nothing else."""

        def start() -> Child:
            back = f"--returned={self.new_folder('returned')}"
            return self.start("check", *self._given(received, reason), back)

        self.checked = self.job("check", *self._given(received, reason), self.looks, start=start)

    def load(self, received: str, reason: str, actor: str, journal_no: int) -> None:
        """Take in what was looked at, if neither it nor the journal has moved since."""
        given = self._given(received, reason)
        shas = [f.sha for f in self.files]
        said = (f"--actor={actor}", f"--expect-journal={journal_no}", "--expect-sha", *shas)
        about = (*given, self.looks, journal_no, *shas)
        self.loading = self.job("load", *about, start=lambda: self.start("load", *given, *said))

    def look_again(self) -> None:
        """Something has moved: the files are to be looked at anew."""
        self.looks += 1
        self.loading = None

    def _given(self, received: str, reason: str) -> list[str]:
        paths = [str(f.path) for f in self.files]
        return [*paths, f"--received={received}", *([f"--reason={reason}"] if reason else [])]

    def clear(self) -> None:
        """Away with what lies here: other files are to come. What runs, runs on."""
        self.round += 1
        self.looks += 1
        self.files, self.loading = (), None

    def tell(self, kind: str, sentence: str) -> None:
        """Something to be said once, on the next run of the page."""
        self.said.append((kind, sentence))


def written(*fields: str) -> tuple[Any, ...]:
    """What stands in these fields now.

    A click right behind a change reaches the button that was drawn before it: what that one would
    do is no longer what the screen shows.
    """
    return tuple(st.session_state.get(f) for f in fields)


def desk() -> Desk:
    """This session's own."""
    if DESK not in st.session_state:
        st.session_state[DESK] = Desk()
    return st.session_state[DESK]


def safe_name(name: str) -> str:
    """The last part of a name as a file may bear it here and on Windows."""
    last = ODD.sub("_", PurePosixPath(name.replace("\\", "/")).name).strip(" .")
    if RESERVED.match(last) or last.startswith(("-", "~$")):
        last = f"_{last}"
    stem, dot, suffix = last.rpartition(".")
    most = MOST_BYTES - len(suffix.encode()) - 1
    if not dot or most < 1:
        return _cut(last, MOST_BYTES) or "_"
    return f"{_cut(stem, most) or '_'}.{suffix}"


def _cut(text: str, most: int) -> str:
    return text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore")
