"""A real browser opens every screen: figures are drawn, and no request leaves this machine."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.demo_district import demo_district

ROOT = Path(__file__).parents[2]
DRAWN, TOLD = "[data-testid=stPlotlyChart] .main-svg", "[data-testid=stDataFrame]"
PAGES = dict.fromkeys(
    ["", "new_rural", "poverty", "digital", "movement", "compare", "unit", "submission"], DRAWN
)
PAGES |= dict.fromkeys(["quality", "changes", "explain", "definitions"], TOLD) | {"voices": "table"}
pytestmark = [pytest.mark.browser, pytest.mark.slow]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    demo, port = demo_district(tmp_path_factory), free_port()
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    command += ["--server.port", str(port), "--server.headless", "true"]
    environment = os.environ | {"EMULATION_DATA": str(demo)}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(20)


def wait_for(url: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(url, timeout=2)
            return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"{url} does not answer")


@pytest.fixture(scope="module")
def browser_page() -> Iterator[Page]:
    executable = "/usr/bin/chromium" if os.name != "nt" else None
    channel = "msedge" if os.name == "nt" else None
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=executable, channel=channel, args=["--no-sandbox"]
        )
        yield browser.new_page(viewport={"width": 1366, "height": 768})
        browser.close()


def test_every_screen_draws_and_asks_nobody_outside(address: str, browser_page: Page) -> None:
    outside: list[str] = []
    own = ("http://127.0.0.1", "ws://127.0.0.1", "data:", "blob:")
    browser_page.on("request", lambda r: None if r.url.startswith(own) else outside.append(r.url))
    for name, shown in PAGES.items():
        browser_page.goto(address + name)
        browser_page.wait_for_selector(shown, timeout=60_000)
        browser_page.wait_for_selector("text=phiên bản số liệu", timeout=60_000)
        assert browser_page.locator("[data-testid=stException]").count() == 0
        assert "SỐ LIỆU MẪU" in browser_page.inner_text("body")
        wide = browser_page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, f"{name} scrolls sideways"
    assert not outside


def test_an_address_opens_the_same_view(address: str, browser_page: Page) -> None:
    browser_page.goto(f"{address}?lang=en&period=2022-9M")
    browser_page.wait_for_selector("h1:has-text('8 of 12 on pace')", timeout=60_000)
    assert "period=2022-9M" in browser_page.url


def test_a_figure_is_followed_down_to_its_cell(address: str, browser_page: Page) -> None:
    browser_page.goto(f"{address}?period=2022-Y")
    browser_page.wait_for_selector(DRAWN, timeout=60_000)
    browser_page.get_by_role("button", name="Nguồn gốc số liệu").click()
    browser_page.get_by_role("link", name="Hộ thoát nghèo").click()
    browser_page.wait_for_selector("h1:has-text('Số hộ thoát nghèo')", timeout=60_000)
    browser_page.wait_for_selector(TOLD, timeout=60_000)
    shared = browser_page.url
    assert "indicator=NGH-03" in shared
    assert "period=2022-Y" in shared
    title = browser_page.inner_text("h1")
    fresh = browser_page.context.browser.new_page()  # type: ignore[union-attr]
    fresh.goto(shared)
    fresh.wait_for_selector("h1:has-text('Số hộ thoát nghèo')", timeout=60_000)
    assert fresh.inner_text("h1") == title
    fresh.close()
