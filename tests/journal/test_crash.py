"""A load killed from outside, anywhere: nothing acknowledged is lost, the next needs no help."""

import hashlib
import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from etl.failpoints import NAMES
from etl.files import TEMPORARY
from etl.publish import file_content
from etl.published import content_of
from etl.verify import problems, unnamed
from tests.journal.office import Office, answer

FILES = ("a.xlsx", "b.xlsx", "c.xlsx", "d.xlsx")
SEEDS = range(12)


@dataclass(frozen=True)
class Story:
    """An office before the load that will be killed, and what an undisturbed one makes of it."""

    office: Office
    bytes: dict[str, bytes]
    old: str
    new: str
    attempts: list[tuple[str, str]]


def attempts(office):
    """(file, outcome) of every attempt, whatever its number."""
    return [(e["file"]["name"], e["outcome"]) for e in office.attempts()]


@pytest.fixture(scope="module")
def story(tmp_path_factory, workers):
    office = Office(tmp_path_factory.mktemp("crash") / "office", workers)
    first = office.form("x01", flow=1)
    office.send(first)
    old = office.publish().content_hash
    contents = (office.form("x02", flow=2), first, b"broken", office.form("x03", flow=3))
    for name, content in zip(FILES, contents, strict=True):
        office.drop(content, name)
    calm = office.copied(office.folder.with_name("calm"))
    assert calm.run("load").code == 1  # one of the four is refused
    new = content_of(calm.place.builds()[-1])
    return Story(office, dict(zip(FILES, contents, strict=True)), old, new, attempts(calm))


def kill(process):
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    process.stderr.close()


def kill_at(office, failpoint, mark, *words):
    """A load (or another command) that reached that place, and was ended there."""
    env = {"EMULATION_FAILPOINT": failpoint, "EMULATION_FAILPOINT_MARK": mark}
    process = office.start(*(words or ("load",)), **env)
    until = time.monotonic() + 60
    while not os.path.exists(mark):  # noqa: PTH110
        assert process.poll() is None, answer(process)
        assert time.monotonic() < until, f"{failpoint} was not reached"
        time.sleep(0.01)
    kill(process)


def check_after_kill(story, office):
    """Readers see the old or the new; what is in the journal is whole; no file is nowhere."""
    published = office.place.builds()[-1]
    assert file_content(published) == content_of(published)
    kept = {p.name: p for p in office.place.originals.iterdir()}
    entries = office.attempts()
    for entry in entries:
        original = kept[entry["file"]["original"]].read_bytes()
        assert hashlib.sha256(original).hexdigest() == entry["file"]["sha256"]
        if "parsed" in entry:
            assert (office.place.parsed / entry["parsed"]["name"]).exists()
    entered = {e["file"]["name"] for e in entries}
    for name, content in story.bytes.items():
        waiting = office.place.inbox / "2022-06-15" / name
        assert name in entered or waiting.read_bytes() == content
    return content_of(published)


def check_recovery(story, office):
    """One more load, in this warm process, and all is as if nobody had ever been killed."""
    office.take()
    office.publish()
    check_recovered(story, office)


def check_recovered(story, office):
    assert attempts(office) == story.attempts
    assert content_of(office.place.builds()[-1]) == story.new
    assert not [p for p in office.place.inbox.rglob("*") if p.is_file()]
    left = [p for p in office.folder.rglob(".*") if TEMPORARY.match(p.name)]
    assert left == []


# Four files wait: some places are passed again when the first ones are already acknowledged.
PLACES = [*NAMES, "committed:2", "leaving-inbox:4"]


def test_the_places_of_this_test_are_all_that_there_are():
    assert {p.partition(":")[0] for p in PLACES} == set(NAMES)


@pytest.fixture(scope="module")
def killed(story, tmp_path_factory):
    """One office for each place and each seed, its load killed there; a few at a time."""
    folder = tmp_path_factory.mktemp("killed")

    def end(where):
        office = story.office.copied(folder / str(where).replace(":", "-"))
        if isinstance(where, str):
            kill_at(office, where, f"{office.folder}.mark")
        else:
            process = office.start("load")
            time.sleep(random.Random(where).uniform(0.1, 2.2))
            kill(process)
        return office

    wanted = [*PLACES, *SEEDS]
    with ThreadPoolExecutor(3) as pool:
        return dict(zip(wanted, pool.map(end, wanted), strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("failpoint", PLACES)
def test_a_load_killed_at_a_named_place_loses_nothing(story, killed, failpoint):  # F-01
    office = killed[failpoint]
    seen = check_after_kill(story, office)
    assert seen == (story.new if failpoint == "published" else story.old)
    if failpoint in ("archived", "parsed", "entry-written"):
        assert list(unnamed(office.place))  # stored, and nowhere in the journal yet
    check_recovery(story, office)
    assert list(problems(office.place)) == []
    assert list(unnamed(office.place)) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_load_killed_at_any_moment_loses_nothing(story, killed, seed):  # F-01
    office = killed[seed]
    assert check_after_kill(story, office) in (story.old, story.new)
    check_recovery(story, office)


@pytest.mark.slow
def test_killed_again_and_again_it_still_ends_the_same(story, tmp_path):  # F-01
    office = story.office.copied(tmp_path / "office")
    for n, failpoint in enumerate(("parsed", "committed", "build-filled")):
        kill_at(office, failpoint, str(tmp_path / f"mark{n}"))
        check_after_kill(story, office)
    assert office.run("load").code in (0, 1)
    check_recovered(story, office)
    verified = office.run("verify")
    assert verified.code == 0, verified.said


def test_an_old_build_that_is_killed_leaves_nothing_under_its_name(story, tmp_path):
    """Half of it would lie there, looking whole, where somebody asked for figures of that day."""
    office, target = story.office.copied(tmp_path / "office"), tmp_path / "old.duckdb"
    words = ("build", "--at", "2", "--out", str(target))
    kill_at(office, "build-filled", str(tmp_path / "mark"), *words)
    assert not target.exists()
    assert office.run(*words).code == 0
    assert content_of(target) is not None
    missing = office.run("build", "--at", "2", "--out", str(tmp_path / "gone" / "old.duckdb"))
    assert (missing.code, missing.said) == (2, f"Không có thư mục {tmp_path / 'gone'}.")


def test_a_published_file_survives_a_kill_while_its_build_is_verified(story, tmp_path):  # F-01
    office = story.office.copied(tmp_path / "office")
    before = {p.name: p.read_bytes() for p in office.place.builds()}
    kill_at(office, "build-verified", str(tmp_path / "mark"))
    assert {p.name: p.read_bytes() for p in office.place.builds()} == before
