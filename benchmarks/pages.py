"""Each page's script against a bare page that draws the same elements from ready data.

Three figures a page: whole process (the interpreter, every import and the first run: a cold start),
a run with emptied caches in a process that is warm, and a run with full caches.
"""

import logging
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.testing.v1 import AppTest

from benchmarks import recorded
from benchmarks.measure import ROOT, Measured, in_turn, run

PAGES = sorted(p.relative_to(ROOT).as_posix() for p in ROOT.glob("pages/*/*.py"))
BARE = ROOT / "benchmarks" / "bare_page.py"
SECONDS: list[float] = []
_run_script = ScriptRunner._run_script


def measure(folder: Path, rounds: int) -> Iterator[Measured]:
    """About a minute on two cores."""
    demo = folder / "demo-of-pages"
    run("-m", "etl", "demo", "--data", str(demo))
    os.environ["EMULATION_DATA"] = str(demo)
    os.chdir(ROOT)
    logging.disable(logging.WARNING)  # that there is no server is known
    setattr(ScriptRunner, "_run_script", _timed)  # noqa: B010
    for page in PAGES:
        yield from _page(page, folder, rounds)


def _timed(self: ScriptRunner, *given: Any) -> None:
    """The script alone, without what AppTest adds to it."""
    start = time.perf_counter()
    _run_script(self, *given)
    SECONDS.append(time.perf_counter() - start)


def _page(page: str, folder: Path, rounds: int) -> Iterator[Measured]:
    ours = opened(page)
    with recorded.recording() as steps:
        _seconds(ours)
    recorded.keep(steps, folder / f"{Path(page).stem}.steps")
    bare = AppTest.from_file(str(BARE), default_timeout=60).run()

    def cold() -> float:
        st.cache_data.clear()
        st.cache_resource.clear()
        return _seconds(ours)

    def floor() -> float:
        return _seconds(bare)

    def first(what: str) -> float:
        return run("-m", "benchmarks.pages", what)[0]

    name = Path(page).stem
    taken = in_turn(rounds, lambda: first(page), lambda: first(str(BARE)))
    yield Measured(f"{name}: first run, process start included", *taken, "≤ 1.5 ×")
    yield Measured(f"{name}: caches emptied", *in_turn(rounds, cold, floor), "≤ 2 ×")
    yield Measured(f"{name}: caches full", *in_turn(rounds, lambda: _seconds(ours), floor), "")


def opened(page: str) -> AppTest:
    """The dashboard at one page, in the period whose figures are fullest."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    app.query_params["period"] = "2022-H1"
    return app.switch_page(page).run()


def _seconds(app: AppTest) -> float:
    SECONDS.clear()
    app.run()
    if app.exception:
        raise RuntimeError(app.exception[0].value)
    return SECONDS[-1]


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    what = sys.argv[1]
    if what == str(BARE):
        AppTest.from_file(what, default_timeout=60).run()
    else:
        opened(what)
