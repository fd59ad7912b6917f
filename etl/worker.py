"""The limited child processes that open files from outside: a bad one takes none of ours down.

Windows has no such limit of memory: there the guard, which every file passes first, protects.
A child is replaced after a fault, not after so many files: it does not grow (66 MB after 100 forms
and after 1,200), and a new one costs as much time as reading forty forms.
"""

import os
import pickle
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, TypeVar

from etl.catalog import Catalog
from etl.job import Job
from etl.lean import and_clear_away, clear_away_seldom, leave_out
from etl.report import Report
from etl.rules import Finding

Done = TypeVar("Done")
SECONDS = 30
MEMORY = 1 << 30
GIVEN = "catalog.pickle"
AT_MOST = 6  # times SECONDS that are waited for one group of workbooks
TOGETHER = 12  # workbooks that one child writes, while the build is made on another processor
_held: dict[str, Any] = {}


def _start(folder: str) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    end_with_parent()
    leave_out()
    import etl.check  # noqa: F401 - here and not above: the parent reads no file itself

    own = Path(folder) / str(os.getpid())
    try:
        own.mkdir()
    except FileNotFoundError:  # the parent stopped before this child had started
        os._exit(1)
    tempfile.tempdir = str(own)  # what a library leaves there goes with the parent
    _held["given"] = Path(folder) / GIVEN
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
    return "given" in _held


def _catalog() -> tuple[Catalog, dict[str, str]]:
    """What the parent wrote before it gave the first file."""
    if "catalog" not in _held:
        _held["catalog"] = pickle.loads(_held["given"].read_bytes())
        clear_away_seldom()
    found: tuple[Catalog, dict[str, str]] = _held["catalog"]
    return found


def _check(content: bytes, suffix: str) -> Report:
    from etl.check import check_bytes

    try:
        return and_clear_away(lambda: check_bytes(content, *_catalog(), suffix))
    except MemoryError:
        raise
    except Exception:  # a fault of ours with one file: the others go on, and it is told of
        if os.environ.get("EMULATION_DEBUG"):
            raise
        return Report(findings=[Finding("worker-lost")])


def _write(jobs: list[Job]) -> list[bytes]:
    return [_write_one(job) for job in jobs]


def _write_one(job: Job) -> bytes:
    from etl.marked import marked_copy
    from etl.summary import summary

    return and_clear_away(lambda: summary(job.lines) if job.lines else marked_copy(*job[:3]))


class Workers:
    """A few warm children, started at once; results come in the order files were given.

    They load what they read with while the parent still reads the catalogue, which `know` gives.
    """

    def __init__(self, count: int) -> None:
        self.count = max(1, min(count, os.cpu_count() or 1))
        self.folder = tempfile.TemporaryDirectory(prefix="emulation-", ignore_cleanup_errors=True)
        self.pool = self._pool(self.count)
        for _ in range(min(count, self.count)):
            self._submit(_ready)

    def _pool(self, count: int) -> ProcessPoolExecutor:
        with _starting():
            return ProcessPoolExecutor(
                count,
                mp_context=get_context("spawn"),
                initializer=_start,
                initargs=(self.folder.name,),
            )

    def know(self, catalog: Catalog, aliases: dict[str, str]) -> "Workers":
        """Give what files are checked against; once, before the first file."""
        (Path(self.folder.name) / GIVEN).write_bytes(pickle.dumps((catalog, aliases)))
        return self

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: object, trace: TracebackType | None
    ) -> None:
        self.pool.shutdown(wait=kind is None, cancel_futures=True)
        self.folder.cleanup()

    def submit(self, content: bytes, suffix: str) -> "Future[Report]":
        """Give one file to a child; `suffix` is its name's."""
        return self._submit(_check, content, suffix)

    def _submit(self, work: Callable[..., Done], *given: object) -> "Future[Done]":
        """Give work to the pool, which starts its children now; to another where it has broken."""
        with _starting():
            try:
                return self.pool.submit(work, *given)
            except BrokenProcessPool:
                self.pool = self._pool(self.count)
                return self.pool.submit(work, *given)

    def result(self, content: bytes, suffix: str, future: "Future[Report]") -> Report:
        """What the child found; a file that breaks one of its own as well is refused."""
        try:
            return future.result(timeout=SECONDS)
        except (BrokenProcessPool, CancelledError, MemoryError):
            return self._alone(_check, content, suffix) or self._lost()
        except TimeoutError:
            _kill(self.pool)
            self.pool = self._pool(self.count)
            return self._lost()

    def write(self, jobs: list[Job]) -> Iterator[bytes]:
        """Workbooks in order, begun at once whenever they are taken.

        Of a file that breaks a child it is the list of findings alone.
        """
        groups = [jobs[i : i + TOGETHER] for i in range(0, len(jobs), TOGETHER)]
        return self._written(deque(map(self._given, groups)))

    def _given(self, jobs: list[Job]) -> tuple[list[Job], Future[list[bytes]]]:
        return jobs, self._submit(_write, jobs)

    def _written(self, waiting: "deque[tuple[list[Job], Future[list[bytes]]]]") -> Iterator[bytes]:
        while waiting:
            jobs, future = waiting.popleft()
            try:
                written = future.result(timeout=SECONDS * min(len(jobs), AT_MOST))
            except Exception:  # whatever it is, the others get their copies
                written = [self._written_alone(job) for job in jobs]
                _kill(self.pool)
                self.pool = self._pool(self.count)
                waiting = deque(self._given(each) for each, _ in waiting)
            yield from written

    def _written_alone(self, job: Job) -> bytes:
        listed = job._replace(content=b"")
        written = self._alone(_write_one, job) or self._alone(_write_one, listed)
        if written is None:
            raise _unstarted()
        return written

    def _alone(self, work: Callable[..., Done], *given: object) -> Done | None:
        """In a child that does nothing else: the first may have died of its neighbour."""
        pool = self._pool(1)
        try:
            return pool.submit(work, *given).result(timeout=SECONDS)
        except Exception:  # broken, out of memory or time, or a fault of ours with this file
            return None
        finally:
            _kill(pool)

    def _lost(self) -> Report:
        """A refusal; raise OSError where a child does not even start: then no file is to blame."""
        pool = self._pool(1)
        try:
            pool.submit(_ready).result(timeout=SECONDS)
        except (BrokenProcessPool, OSError, TimeoutError) as error:
            raise _unstarted() from error
        finally:
            _kill(pool)
        return Report(findings=[Finding("worker-lost")])


@contextmanager
def _starting() -> Iterator[None]:
    """What starts a child breaks pipes where the child dies while it is told what to do."""
    try:
        yield
    except OSError as error:
        raise _unstarted() from error


def _unstarted() -> OSError:
    return OSError(0, "không khởi động được trình đọc; hãy chạy lại", sys.executable)


def _kill(pool: ProcessPoolExecutor) -> None:
    for process in list((pool._processes or {}).values()):
        process.kill()
    pool.shutdown(wait=False, cancel_futures=True)
