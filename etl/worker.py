"""The limited child processes that open files from outside: a bad one takes none of ours down."""

import os
import pickle
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any

from etl.catalog import Catalog
from etl.lean import and_clear_away, clear_away_seldom, leave_out
from etl.report import Report
from etl.rules import Finding

if TYPE_CHECKING:
    from etl.returns import Returned

SECONDS = 30
MEMORY = 1 << 30
_held: dict[str, tuple[Catalog, dict[str, str]]] = {}


def _start(given: bytes) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    end_with_parent()
    leave_out()
    import etl.check  # noqa: F401 - here and not above: the parent need not load openpyxl

    _held["catalog"] = pickle.loads(given)
    clear_away_seldom()


def end_with_parent() -> None:
    """A child whose parent was killed would wait for work for ever."""
    parent = parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        os._exit(1)

    Thread(target=wait, daemon=True).start()


def _ready() -> bool:
    return "catalog" in _held


def _check(content: bytes, suffix: str) -> Report:
    from etl.check import check_bytes

    return and_clear_away(lambda: check_bytes(content, *_held["catalog"], suffix))


def _mark(content: bytes, findings: list[dict[str, Any]], name: str) -> bytes:
    from etl.marked import marked_copy

    return and_clear_away(lambda: marked_copy(content, findings, name))


class Workers:
    """A few warm children, started at once; results come in the order files were given."""

    def __init__(self, catalog: Catalog, aliases: dict[str, str], count: int) -> None:
        self.given = pickle.dumps((catalog, aliases))  # once, not once a child
        self.count = min(count, os.cpu_count() or 1)
        self.pool = self._pool()
        for _ in range(self.count):
            self.pool.submit(_ready)

    def _pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            max(1, self.count),
            mp_context=get_context("spawn"),
            initializer=_start,
            initargs=(self.given,),
        )

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: object, trace: TracebackType | None
    ) -> None:
        self.pool.shutdown(wait=kind is None, cancel_futures=True)

    def submit(self, content: bytes, suffix: str) -> "Future[Report]":
        """Give one file to a child, with the end of its name as `.xlsx`."""
        try:
            return self.pool.submit(_check, content, suffix)
        except BrokenProcessPool:
            self.pool = self._pool()
            return self.pool.submit(_check, content, suffix)

    def result(self, content: bytes, suffix: str, future: "Future[Report]") -> Report:
        """What the child found; a file that breaks it alone, twice, is refused."""
        for attempt in (1, 2):
            try:
                return future.result(timeout=SECONDS)
            except (BrokenProcessPool, MemoryError):
                if attempt == 1:
                    future = self.submit(content, suffix)
            except TimeoutError:
                self._kill()
                break
        self._blame_the_machine()
        return Report(findings=[Finding("worker-lost")])

    def mark(self, files: "Iterable[Returned]") -> Iterator[bytes]:
        """Marked copies in order; of a file that breaks a child the list of findings alone."""
        waiting = [(f, self.pool.submit(_mark, f.content, f.findings, f.name)) for f in files]
        for file, future in waiting:
            try:
                yield future.result(timeout=SECONDS)
            except (BrokenProcessPool, MemoryError, TimeoutError, CancelledError):
                self._kill()
                yield self.pool.submit(_mark, b"", file.findings, file.name).result()

    def _blame_the_machine(self) -> None:
        """Raise OSError where a child does not even start: then no file is to blame."""
        try:
            self.pool = self._pool()
            self.pool.submit(_ready).result(timeout=SECONDS)
        except (BrokenProcessPool, TimeoutError) as error:
            raise OSError(
                0, "không khởi động được trình đọc; hãy chạy lại", sys.executable
            ) from error

    def _kill(self) -> None:
        for process in list((self.pool._processes or {}).values()):
            process.kill()
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = self._pool()
