"""The demo district, made once a session for every test that needs it."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

REUSED = "EMULATION_TEST_DEMO"
ROOT = Path(__file__).parents[1]
SECONDS = 300


def demo_district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its folder, made by `etl demo`; EMULATION_TEST_DEMO names one that is there already."""
    if ready := os.environ.get(REUSED):
        return Path(ready)
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # one district for all workers of a session
    folder, said = base / "demo-district", base / "demo-district.txt"
    try:
        (base / "demo-district.lock").mkdir()
    except FileExistsError:
        _wait_for(said)
    else:
        command = [sys.executable, "-m", "etl", "demo", "--data", str(folder)]
        made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
        said.write_text(made.stdout[-2000:] + made.stderr[-2000:], "utf-8")
    assert list(folder.glob("published/*.duckdb")), said.read_text("utf-8")
    return folder


def _wait_for(path: Path) -> None:
    """Another worker is making it."""
    for _ in range(SECONDS * 10):
        if path.exists():
            return
        time.sleep(0.1)
    raise TimeoutError(f"{path} did not come")
