"""The demo district, made once a session for every test that needs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

REUSED = "EMULATION_TEST_DEMO"
ROOT = Path(__file__).parents[1]


def demo_district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its folder, made by `etl demo`; EMULATION_TEST_DEMO names one that is there already."""
    if ready := os.environ.get(REUSED):
        return Path(ready)
    folder = tmp_path_factory.getbasetemp() / "demo-district"
    if not (folder / "published").exists():
        command = [sys.executable, "-m", "etl", "demo", "--data", str(folder)]
        made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
        assert list(folder.glob("published/*.duckdb")), made.stdout[-2000:] + made.stderr[-2000:]
    return folder
