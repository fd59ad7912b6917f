"""A dashboard of the demo district that runs, and a real browser to look at it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.demo_district import demo_district

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(demo_district(tmp_path_factory)) as found:
        yield found


@contextmanager
def served(data: Path) -> Iterator[str]:
    """The dashboard over a folder, at an address of this machine."""
    port = free_port()
    command = [sys.executable, "-m", "app.serve", "run", "dashboard.py"]
    command += ["--server.port", str(port), "--server.headless", "true"]
    environment = os.environ | {"EMULATION_DATA": str(data)}
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
