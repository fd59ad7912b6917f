"""What the second witness makes of an office that does not change, worked out once a process."""

import datetime as dt
from functools import cache
from pathlib import Path

from tests.witness.archive_facts import Office
from tests.witness.screens import Screen
from tests.witness.witness import Witness


@cache
def office(folder: Path) -> Office:
    """Its archive, journal and catalogue."""
    return Office(folder)


@cache
def witness(folder: Path, day: dt.date) -> Witness:
    """All figures as known on a day."""
    return Witness(office(folder), day)


@cache
def screen(folder: Path, day: dt.date, period: str, scheme: str = "", asked: str = "") -> Screen:
    """All that a screen must show of one period."""
    return Screen(witness(folder, day), period, scheme, asked)
