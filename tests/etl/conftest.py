"""The small office, new for every test, or one for a module that only reads it."""

import pytest

from tests.etl.district import Office


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "office")


@pytest.fixture(scope="module")
def shared_office(tmp_path_factory):
    """For tests that change nothing; they share what one of them has set up."""
    return Office(tmp_path_factory.mktemp("office"))
