"""A disk that is really full, byte by byte and name by name: F-04 on a small disk in memory.

Run where a test may mount one, deselected elsewhere: test_machine.py has the same by limits of a
process.
"""

import duckdb
import pytest

from etl.__main__ import MACHINE, _failed
from etl.output import Output
from etl.publish import file_content
from etl.published import content_of
from tests.journal.limits import mount, resize, tree, unmount
from tests.journal.test_machine import check_recovers, check_unharmed

# Room left beside what is there, in steps around what one load writes (about 3 MB, mostly a build).
ROOM = (0, 4, 8, 16, 24, 32, 48, 64, 96, 128, 256, 512, 1024, 1536, 2048, 2560)
NAMES_LEFT = (0, 1, 2, 3, 4)


@pytest.fixture
def disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    assert mount(folder, "size=2g")
    yield folder
    assert unmount(folder)


def used(disk):
    """Kilobytes taken: tmpfs counts whole pages."""
    files = [p.stat().st_blocks // 2 for p in disk.rglob("*") if p.is_file()]
    return sum(files)


@pytest.mark.parametrize("room", ROOM)
def test_a_full_disk_is_told_readers_go_on_and_it_recovers(waiting, calm, disk, capsys, room):
    office = waiting.copied(disk / "office")
    resize(disk, f"size={used(disk) + room}k")
    try:
        office.take()
        office.publish()
    except (OSError, duckdb.Error) as error:
        assert _failed(error, Output(False)) == MACHINE
        said = capsys.readouterr().err
        assert str(office.folder) in said, said
        assert "Lỗi chưa lường trước" not in said, said
    else:
        assert room >= 1024, "a build has no room there"
    check_unharmed(office)
    assert len([e for e in office.attempts() if e["file"]["name"]]) <= 2
    resize(disk, "size=2g")
    check_recovers(office, calm)


@pytest.mark.slow
def test_a_disk_without_names_left_is_exit_3_and_recovers(waiting, calm, tmp_path, disk):
    for left in NAMES_LEFT:
        office = waiting.copied(disk / f"office-{left}")
        count = len(list(disk.rglob("*"))) + 1
        resize(disk, f"nr_inodes={count + left}")
        said = office.run("load")
        assert said.code == (3 if left < 4 else 0), (left, said.records)
        if said.code == 3:
            assert str(office.folder) in said.said
        check_unharmed(office)
        resize(disk, "nr_inodes=1000000")
        check_recovers(office, calm)


def test_a_disk_too_small_for_a_load_is_refused_and_untouched(waiting, disk):  # F-06
    office = waiting.copied(disk / "office")
    before = tree(office.folder)
    resize(disk, "size=64m")
    said = office.run("load")
    assert said.code == 3
    assert str(office.folder) in said.said
    assert tree(office.folder) == before
    current = office.place.builds()[-1]
    assert file_content(current) == content_of(current)
