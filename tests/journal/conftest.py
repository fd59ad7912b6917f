"""One set of warm readers for all offices of this folder: their catalogues are the same."""

import pytest

from etl.catalog import read_catalog
from etl.worker import Workers
from tests.journal.office import Office, catalogue


@pytest.fixture(scope="session")
def workers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("catalogue")
    catalogue(folder)
    with Workers(read_catalog(folder / "catalog"), {}, 1) as found:
        yield found


@pytest.fixture
def office(tmp_path, workers):
    made = Office(tmp_path / "office", workers)
    yield made
    made.look()
