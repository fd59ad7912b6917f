"""The catalogue as it ships names no blocks: every screen opens, with no scheme in view."""

import shutil
from pathlib import Path

import pytest

from etl.__main__ import main
from tests.app.test_pages import PAGES, ROOT, opened


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shipped")
    shutil.copytree(ROOT / "data" / "catalog", folder / "catalog")
    assert main(["build", "--data", str(folder)]) == 0
    return folder


@pytest.mark.parametrize("page", PAGES)
def test_every_screen_opens_without_a_scheme_of_blocks(
    shipped: Path, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMULATION_DATA", str(shipped))
    app = opened(page)
    assert not app.error
    assert "scheme" not in app.query_params
