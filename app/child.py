"""Commands of `python -m etl`, run as children: their JSON lines, their progress, their fault."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app import store

ROOT = Path(__file__).parents[1]
Record = dict[str, Any]
SECONDS = 900  # a load of some hundred workbooks takes two minutes
STEP = 0.2


class Failed(Exception):
    """A command did not do its work; the message is its own sentence, empty where it had none."""


class Child:
    """One command under way or done. What it says goes to a file: nobody need listen for it to end.

    It keeps its folder, and what it `needs`, until it has ended, though the session that began it
    may be gone.
    """

    def __init__(self, *arguments: str, seconds: float = SECONDS, needs: object = None) -> None:
        self._needs = needs
        self.folder = TemporaryDirectory(prefix="emulation-child-", ignore_cleanup_errors=True)
        self._said = Path(self.folder.name) / "said.jsonl"
        data = str(store.data_folder().absolute())
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "etl", *arguments, "--data", data, "--json"],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        self._waiting = threading.Thread(target=self._wait, args=(seconds,), daemon=True)
        self._waiting.start()

    def _wait(self, seconds: float) -> None:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()  # safe at any moment: what the journal has stands
            self._process.wait()

    @property
    def is_done(self) -> bool:
        return not self._waiting.is_alive()

    @property
    def records(self) -> list[Record]:
        """Whole lines said so far."""
        lines = self._said.read_text("utf-8", "replace").split("\n")[:-1]
        return [json.loads(line) for line in lines if line.startswith("{")]

    def of(self, kind: str) -> list[Record]:
        """The records of one kind."""
        return [r for r in self.records if r["type"] == kind]

    @property
    def result(self) -> Record | None:
        """The last line of a command that ran to its end; None of one that stopped."""
        return next(iter(self.of("result")), None)

    @property
    def fault(self) -> str:
        """Why it stopped, in its own words; empty where it said nothing."""
        return " ".join(r["message"] for r in self.of("error")[:1])

    def follow(self, progress: Callable[[Record], None]) -> None:
        """Tell of each step until it is done; whoever is interrupted may come back to it."""
        while not self.is_done:
            for record in self.of("progress")[-1:]:
                progress(record)
            time.sleep(STEP)


def answer(*arguments: str, seconds: float) -> list[Record]:
    """The records of a command, waited for; raise Failed where it stopped or took too long.

    Refused files are an answer, not a failure.
    """
    done = Child(*arguments, seconds=seconds)
    done.follow(lambda _: None)
    if done.result is None:
        raise Failed(done.fault)
    return done.records
