"""One set of warm readers for all offices here, whose catalogues are the same; what runs where."""

import tempfile
from pathlib import Path

import pytest

from etl.catalog_read import read_catalog
from etl.worker import Workers
from tests.journal.limits import mount, unmount
from tests.journal.office import Office, catalogue


def _may_mount() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        return mount(Path(folder), "size=64k") and unmount(Path(folder))


def pytest_collection_modifyitems(config, items):
    """Without the right to mount a small disk those tests are deselected, and the count says so."""
    of_disks = [item for item in items if item.path.name == "test_disk_full.py"]
    if of_disks and not _may_mount():
        items[:] = [item for item in items if item not in of_disks]
        config.hook.pytest_deselected(items=of_disks)


@pytest.fixture(scope="session")
def workers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("catalogue")
    catalogue(folder)
    with Workers(1).know(read_catalog(folder / "catalog"), {}) as found:
        yield found


@pytest.fixture
def office(tmp_path, workers):
    made = Office(tmp_path / "office", workers)
    yield made
    made.look()


@pytest.fixture(scope="session")
def waiting(tmp_path_factory, workers):
    """An office with a published report and another one in the inbox; tests work on copies."""
    office = Office(tmp_path_factory.mktemp("waiting") / "office", workers)
    office.send(office.form("x01", flow=1))
    office.publish()
    office.drop(office.form("x02", flow=2))
    return office


@pytest.fixture(scope="session")
def calm(waiting):
    """The content that an undisturbed load of it gives."""
    office = waiting.copied(waiting.folder.with_name("calm"))
    office.take()
    return office.publish().content_hash
