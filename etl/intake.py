"""Taking reports in: inbox → archive → child reads → journal decides → out of the inbox.

Nothing is acknowledged before it is on disk, and every attempt is one entry of the journal.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from etl import failpoints
from etl.archive import store_original, store_parsed
from etl.catalog import Catalog
from etl.decide import Attempt, decide_report
from etl.inbox import MAX_BYTES, Incoming, Skip, Taken, leave_inbox, read_once
from etl.journal import Entry, Journal
from etl.place import Place
from etl.report import Report
from etl.rules import Finding
from etl.state import State, source_key
from etl.worker import Workers

SUFFIX = re.compile(r"\.[a-z0-9]{1,8}$")
WINDOW, WINDOW_BYTES = 16, 16 << 20  # read ahead, whichever comes first


def no_skip(_: Path, __: str) -> None:
    """For callers that do not tell what was passed over."""


def load(
    place: Place,
    journal: Journal,
    catalog: Catalog,
    files: list[Incoming],
    actor: str,
    reason: str | None = None,
    progress: Callable[[Entry], None] = lambda _: None,
    skip: Skip = no_skip,
    workers: Workers | None = None,
    after: int | None = None,
) -> list[Entry]:
    """Take files in; returns the journal's entries, one for each attempt, in order.

    With `after` the first must be the very next one to that number; who wrote it has begun, and
    each later one is decided against all before it as ever.
    """
    state = State.replay(journal.entries)
    entries: list[Entry] = []
    own = workers or Workers(len(files)).know(catalog, state.aliases)
    with nullcontext(own) if workers else own as readers:
        for taken, report in read_all(place, files, readers, keep=True, skip=skip):
            attempt = Attempt(taken, report, actor, reason)
            entry = commit(place, journal, state, attempt, None if entries else after)
            state.together.add(entry["number"])
            if taken.incoming.inside_inbox:
                failpoints.reach("leaving-inbox")
                leave_inbox(taken, skip)
            entries.append(entry)
            progress(entry)
    return entries


def commit(
    place: Place, journal: Journal, state: State, attempt: Attempt, after: int | None = None
) -> Entry:
    """Enter one attempt in the journal; an attempt that a killed load entered is found there."""
    taken, report = attempt.taken, attempt.report
    if not report.is_refused:
        assert taken.original is not None
        name = store_parsed(place, taken.original, report)
        attempt.parsed = {"name": name, "content": report.content_hash}

    def decide(entries: list[Entry]) -> Entry | None:
        state.follow(entries)
        return None if _earlier(state, taken) else decide_report(state, attempt)

    entry = journal.commit(decide, after) or _earlier(state, taken)
    assert entry is not None
    return entry


def _earlier(state: State, taken: Taken) -> Entry | None:
    """The entry of this very file, committed by a load that was killed before it left the inbox."""
    if not taken.incoming.inside_inbox:
        return None
    return state.by_source.get(source_key(taken.source, taken.sha))


def read_all(
    place: Place, files: list[Incoming], workers: Workers, keep: bool, skip: Skip = no_skip
) -> Iterator[tuple[Taken, Report]]:
    """(bytes, report) of each file in order, a few files read ahead by the children.

    Meanwhile another thread archives the bytes: the disk takes longer to flush them than they take
    to be read. A file whose bytes are not on disk is not given out.
    """
    waiting: deque[tuple[Taken, Any, Future[str] | None]] = deque()
    with ThreadPoolExecutor(1) as disk:
        for incoming in files:
            taken = read_once(incoming, place.inbox, skip)
            if taken is None:
                continue
            reading = _refusal_before_reading(taken) or workers.submit(taken.content, taken.suffix)
            is_kept = keep and taken.size <= MAX_BYTES
            waiting.append(
                (taken, reading, disk.submit(_archive, place, taken) if is_kept else None)
            )
            while len(waiting) >= WINDOW or sum(len(t.content) for t, *_ in waiting) > WINDOW_BYTES:
                yield _finish(*waiting.popleft(), workers)
        while waiting:
            yield _finish(*waiting.popleft(), workers)


def _archive(place: Place, taken: Taken) -> str:
    suffix = SUFFIX.search(taken.suffix)
    return store_original(place, taken.sha, taken.content, suffix)


def _refusal_before_reading(taken: Taken) -> Report | None:
    if taken.size > MAX_BYTES:
        return Report(findings=[Finding("too-large", what="20 MB")])
    return None


def _finish(
    taken: Taken, reading: Any, archiving: "Future[str] | None", workers: Workers
) -> tuple[Taken, Report]:
    is_read = isinstance(reading, Report)
    report = reading if is_read else workers.result(taken.content, taken.suffix, reading)
    taken.original = archiving.result() if archiving else None
    return taken, report
