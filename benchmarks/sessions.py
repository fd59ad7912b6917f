"""Twenty people at once, ten seconds of thinking each, while reports are loaded beside them.

Sessions speak to the server as a browser does, over its websocket, and draw nothing: seconds are
from asking for a view to the end of its script. Each goes its own way through pages and periods.
"""

import os
import random
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import quantiles
from threading import Event, Thread

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from benchmarks.measure import ROOT, Measured, run
from benchmarks.reports import REFUSED_TOO, renumbered

SESSIONS, THINKING, SECONDS = 20, 10.0, 120.0
PAGES = ("", "new_rural", "poverty", "digital", "compare", "unit", "submission", "quality")
PERIODS = ("2021-Y", "2022-H1", "2022-9M", "2022-Y")
BUILD = re.compile("phiên bản số liệu (\\d+\\\\?-\\d+)".encode())


def measure(folder: Path, _: int) -> Iterator[Measured]:
    """About three minutes: the median and 95th percentile of reruns; counts of what went wrong."""
    office = folder / "sessions"
    run("-m", "etl", "demo", "--data", str(office))
    with served(office) as address, _loading(office) as loads:
        until = time.monotonic() + SECONDS
        with ThreadPoolExecutor(SESSIONS) as pool:
            told = list(pool.map(lambda n: _session(address, n, until), range(SESSIONS)))
    reruns = [each for session in told for each in session]
    seconds = sorted(s for s, *_ in reruns)
    name = f"{len(reruns)} reruns of {SESSIONS} sessions, {next(loads)} loads beside"
    yield Measured(f"{name}: median", seconds, [], "")
    yield Measured("  95th percentile", [quantiles(seconds, n=20)[-1]], [], "≤ 1.5 s")
    yield Measured("  slowest", seconds[-1:], [], "")
    yield Measured("  errors", [sum(e for _, e, _ in reruns)], [], "0", " ")
    yield Measured("  of two builds", [sum(len(b) > 1 for *_, b in reruns)], [], "0", " ")
    yield Measured("  builds seen", [len({b for *_, bs in reruns for b in bs})], [], "> 1", " ")


def _session(address: str, number: int, until: float) -> list[tuple[float, bool, set[bytes]]]:
    """(seconds, is error, builds told of) of each rerun; the first of a session is one, too."""
    choose, found = random.Random(number), []
    time.sleep(number * THINKING / SESSIONS)
    with connect(f"ws://{address}/_stcore/stream", max_size=None, compression=None) as socket_:
        while time.monotonic() < until:
            start = time.monotonic()
            found.append((0.0, *_rerun(socket_, choose.choice(PAGES), choose.choice(PERIODS))))
            found[-1] = (time.monotonic() - start, *found[-1][1:])
            time.sleep(THINKING)
    return found


def _rerun(socket_: ClientConnection, page: str, period: str) -> tuple[bool, set[bytes]]:
    """Ask for a view, and read to the end of its script."""
    asked = BackMsg()
    asked.rerun_script.query_string = f"period={period}"
    asked.rerun_script.page_name = page
    socket_.send(asked.SerializeToString())
    is_error, builds = False, set[bytes]()
    while True:
        content = socket_.recv(timeout=60)
        assert isinstance(content, bytes)
        told = ForwardMsg.FromString(content)
        kind = told.WhichOneof("type")
        if kind == "delta":
            is_error |= told.delta.new_element.WhichOneof("type") == "exception"
            builds |= set(BUILD.findall(content))
        if kind == "page_not_found":
            is_error = True
        if kind == "script_finished" and told.script_finished in (
            ForwardMsg.FINISHED_SUCCESSFULLY,
            ForwardMsg.FINISHED_WITH_COMPILE_ERROR,
        ):
            return is_error or told.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY, builds


@contextmanager
def served(office: Path) -> Iterator[str]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{found.getsockname()[1]}"
    command = [sys.executable, "-m", "app.serve", "run", "dashboard.py", "--server.headless=true"]
    command += ["--server.port", address.partition(":")[2], "--logger.level=error"]
    environment = os.environ | {"EMULATION_DATA": str(office)}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"http://{address}/_stcore/health", timeout=2)
                break
            except OSError:
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def _loading(office: Path) -> Iterator["count[int]"]:
    """One report more is loaded, and published, every ten seconds; yields how many have been."""
    number, stop = count(), Event()
    sent = next(office.glob("archive/originals/*.xlsx"))
    kept = Path(shutil.copy(sent, office / "sent.xlsx"))

    def load() -> None:
        while not stop.wait(THINKING):
            renumbered(kept, office / "inbox" / f"more-{time.time_ns()}.xlsx", str(time.time_ns()))
            run("-m", "etl", "load", "--data", str(office), ok=REFUSED_TOO)
            next(number)

    loader = Thread(target=load)
    loader.start()
    try:
        yield number
    finally:
        stop.set()
        loader.join()
