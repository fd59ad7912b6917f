"""docs/operating.md and the command line say the same."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from etl import failpoints
from etl.__main__ import MACHINE, OK, REFUSED, USAGE, _parser
from etl.acts import NEEDS
from etl.place import Place

ROOT = Path(__file__).parents[1]
OPERATING = (ROOT / "docs" / "operating.md").read_text("utf-8")
PAGES = [p for p in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if p.exists()]
# A command in a block of its own, or between backticks within a sentence.
COMMAND = re.compile(r"^\s*(?:\$ )?(python -m etl .+?)\s*$|`(python -m etl [^`]+)`", re.MULTILINE)


def section(title: str) -> str:
    """The text under one heading, up to the next of any level."""
    return re.split(r"^#+ ", OPERATING.split(f" {title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[
        0
    ]


def first_column(title: str) -> list[str]:
    """What a section's table is about, line by line, without its head."""
    lines = [x for x in section(title).splitlines() if x.startswith("|")]
    return [line.split("|")[1].strip().strip("`") for line in lines[2:]]


def commands() -> list[str]:
    [chosen] = [a for a in _parser()._actions if isinstance(a, argparse._SubParsersAction)]
    return list(chosen.choices)


def written() -> list[tuple[str, str]]:
    return [
        (page.name, line or inline)
        for page in PAGES
        for line, inline in COMMAND.findall(page.read_text("utf-8"))
    ]


def test_every_command_is_described():
    assert first_column("Commands") == commands()


def test_every_act_is_described_and_has_an_example():
    acts = [*NEEDS, "reparse"]
    assert first_column("Acts") == acts
    shown = {line.split()[4] for _, line in written() if line.startswith("python -m etl act ")}
    assert shown - {"…"} == set(acts)


def test_every_exit_code_is_described():
    assert first_column("Exit codes") == [str(c) for c in (OK, REFUSED, USAGE, MACHINE)]


def test_every_failpoint_is_described_and_reached_by_some_code():
    assert first_column("Failpoints") == list(failpoints.NAMES)
    code = "\n".join(p.read_text("utf-8") for p in (ROOT / "etl").glob("*.py"))
    assert set(re.findall(r'failpoints\.reach\("([a-z-]+)"\)', code)) == set(failpoints.NAMES)


def test_every_folder_of_an_office_is_described(tmp_path):
    place = Place(tmp_path)
    folders = [
        place.catalog, place.inbox, place.originals, place.parsed, place.catalogues,
        place.journal, place.published,
    ]  # fmt: skip
    described = " ".join(first_column("One office is one folder"))
    for folder in folders:
        assert folder.relative_to(tmp_path).as_posix() in described


@pytest.mark.parametrize(("page", "line"), written(), ids=lambda said: said[:60])
def test_every_command_line_that_is_written_down_parses(page, line):
    words = shlex.split(line.split("#")[0])[3:]
    if words[0].isupper():  # COMMAND stands for any of them
        return
    if "…" in words:  # cut short; what is there must still be there
        assert words[0] in commands()
        return
    assert _parser().parse_args(words).command in commands()


def test_files_that_are_named_are_there():
    for name in re.findall(r"`((?:etl|docs)/[\w./-]+\.\w+|[\w-]+\.md)`", OPERATING):
        assert (ROOT / name).exists() or (ROOT / "docs" / name).exists(), name


def test_variables_that_are_named_are_read_by_the_program():
    code = "\n".join(
        p.read_text("utf-8") for folder in ("etl", "app") for p in (ROOT / folder).rglob("*.py")
    )
    named = set(re.findall(r"EMULATION_[A-Z_]+", OPERATING))
    assert named and all(name in code for name in named)
