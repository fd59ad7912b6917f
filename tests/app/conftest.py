"""The demo district for tests of the screens."""

from pathlib import Path

import pytest

from tests.demo_district import demo_district


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demo_district(tmp_path_factory)
