"""Changing what So sánh khối shows, in a real browser: from the click until all is drawn anew."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from playwright.sync_api import Page, sync_playwright

from benchmarks.measure import Measured, run
from benchmarks.sessions import served

# Each differs from the one before it, so that something is drawn anew at every click.
CLICKS = ("% kế hoạch", "Qua các kỳ", "Thay đổi", "Đổi thứ hạng", "Bản đồ tiến độ", "Mức đạt",
          "Từng đơn vị")  # fmt: skip
STATE = "state => document.querySelector('[data-testid=stApp]').dataset.testScriptState === state"
SETTLED = "() => !document.querySelector('[data-stale=true]')"
DRAWN = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


def measure(folder: Path, rounds: int) -> Iterator[Measured]:
    """The demo, one person, a browser on this machine; the first round fills the caches."""
    office = folder / "repaint"
    run("-m", "etl", "demo", "--data", str(office))
    with served(office) as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(f"http://{address}/compare?period=2022-Y")
        page.wait_for_selector("[data-testid=stPlotlyChart] .main-svg", timeout=60_000)
        page.wait_for_function(STATE, arg="notRunning")
        first = [_click(page, name) for name in CLICKS]
        again = [_click(page, name) for _ in range(rounds) for name in CLICKS]
        browser.close()
    yield Measured("compare repainted, never asked before: slowest", [max(first)], [], "≤ 1 s")
    yield Measured("compare repainted, asked before: median", again, [], "≤ 1 s")
    yield Measured("compare repainted, asked before: slowest", [max(again)], [], "≤ 1 s")


def _click(page: Page, name: str) -> float:
    start = monotonic()
    page.get_by_role("radio", name=name).click()
    page.wait_for_function(STATE, arg="running")
    page.wait_for_function(STATE, arg="notRunning")
    page.wait_for_function(SETTLED)
    page.evaluate(DRAWN)
    return monotonic() - start
