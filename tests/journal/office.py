"""A small office for durability tests: a root, three communes, one office; forms, inbox, journal.

Every look at the journal compares what was there before, byte by byte: it is never rewritten.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from etl.acts import Act, enter
from etl.catalog import Catalog
from etl.catalog_read import read_catalog
from etl.inbox import Incoming, scan_inbox
from etl.intake import load
from etl.journal import Entry, Journal
from etl.place import Place, today
from etl.publish import Build, publish
from etl.record import record_catalogue
from etl.worker import Workers
from tests.arithmetic.district import District, Told, day

ROOT = Path(__file__).parents[2]
H1, YEAR = "2022-H1", "2022-Y"  # due on 20/06/2022 and 21/12/2022


def catalogue(folder: Path) -> District:
    """Three communes in one block and an office; five measures, two periods."""
    district = District(folder)
    district.block("khoi-xa", district.units(3))
    for table in ("period", "due"):
        rows = district.tables[table]
        district.tables[table] = [r for r in rows if r["period_id"] in (H1, YEAR)]
    for name in ("flow", "poor", "homes"):
        district.figure(name, "flow" if name == "flow" else "stock")
    district.figure("jobs", "stock", own=True)
    district.measure("survey", "stock", reporter="phong", root_reporter="phong")
    district.indicator("survey", direction="lower")
    district.target("flow", 300)
    district.write_catalogue()
    return district


@dataclass
class Office:
    """One folder of figures, worked on in this process or by real commands."""

    folder: Path
    workers: Workers | None = None
    seen: dict[str, bytes] = field(default_factory=dict)
    made: int = 0

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.district = catalogue(self.folder)
        self.place = Place(self.folder)
        self.place.inbox.mkdir()

    @property
    def catalog(self) -> Catalog:
        return record_catalogue(self.place, Journal(self.place.journal))

    def form(
        self, unit: str, period: str = H1, *, paper: str = "2022-06-10", number: int = 1,
        official: bool = True, **values: Any,
    ) -> bytes:  # fmt: skip
        """A form as that unit would fill it."""
        told = {(m, "goc" if m == "jobs" else unit): v for m, v in values.items()}
        signed = day(paper) if paper else None
        report = Told(unit, period, told, day("2022-06-15"), signed, official)
        return self.district.workbook(report, number).path.read_bytes()

    def drop(self, content: bytes, name: str = "", received: str = "2022-06-15") -> Path:
        """Put a file into the inbox, under the folder of a day."""
        self.made += 1
        path = self.place.inbox / received / (name or f"bao-cao-{self.made:03}.xlsx")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    def send(
        self, content: bytes, received: str = "2022-06-15", name: str = "", reason: str = ""
    ) -> Entry:
        """One file through the inbox; its entry of the journal."""
        path = self.drop(content, name, received)
        (entry,) = self.take([Incoming(path, day(received))], reason or None)
        assert not path.exists()
        return entry

    def take(self, files: list[Incoming] | None = None, reason: str | None = None) -> list[Entry]:
        """Load what is given, or the whole inbox, in this process."""
        found = scan_inbox(self.place.inbox, today(), lambda *_: None) if files is None else files
        catalog = self.catalog
        journal, said = Journal(self.place.journal), {"reason": reason, "workers": self.workers}
        entries = load(self.place, journal, catalog, list(found), "thử", **said)
        self.look()
        return entries

    def act(self, act: str, known: str, reason: str = "lý do thử", **given: Any) -> Entry:
        dates = {k: day(v) if k in ("received", "due") else v for k, v in given.items()}
        asked = Act(act, "thử", reason, day(known), dates)
        entry = enter(Journal(self.place.journal), read_catalog(self.place.catalog), asked)
        self.look()
        return entry

    def publish(self) -> Build:
        self.look()
        return publish(self.place, Journal(self.place.journal))

    def copied(self, folder: Path) -> "Office":
        """The same office elsewhere: its files are other copies, as after a real copying."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        other = object.__new__(Office)
        other.__dict__ |= self.__dict__ | {"folder": folder, "place": Place(folder)}
        return other

    def look(self) -> list[Entry]:
        """The journal as it stands: without gaps, and nothing of it changed since last time."""
        journal = Journal(self.place.journal)
        journal.verify()
        now = {p.name: p.read_bytes() for p in self.place.journal.glob("[0-9]*.json")}
        assert {name: now.get(name) for name in self.seen} == self.seen
        self.seen = now
        return journal.entries

    def attempts(self) -> list[Entry]:
        return [e for e in self.look() if e["kind"] == "report"]

    def rows(self, query: str, *given: Any) -> list[dict[str, Any]]:
        """Asked of the published file with the highest name."""
        with duckdb.connect(str(self.place.builds()[-1]), read_only=True) as con:
            found = con.execute(query, list(given))
            names = [d[0] for d in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def value(self, measure: str, unit: str = "x01", as_of: str = "2026-01-01") -> Any:
        """What is in force for a unit's measure in the first half-year, as known on a day."""
        found = self.rows(
            f"select value from observation_known(date '{as_of}') "
            "where measure_id = ? and subject_id = ? and period_id = ?",
            measure, unit, H1,
        )  # fmt: skip
        return found[0]["value"] if found else None

    def command(self, *args: str, **env: str) -> list[str]:
        """The words and the environment of a real command on this folder."""
        os.environ.pop("EMULATION_DEBUG", None)
        self.env = os.environ | {"PYTHONPATH": str(ROOT)} | env
        actor = ["--actor", "thử"] if args[0] == "load" else []
        return [sys.executable, "-m", "etl", *args, *actor, "--data", str(self.folder), "--json"]

    def start(
        self, *args: str, before: Callable[[], None] | None = None, **env: str
    ) -> subprocess.Popen[str]:
        """A real command; `before` runs in its process first."""
        words = self.command(*args, **env)
        return subprocess.Popen(
            words, env=self.env, cwd=ROOT, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
            preexec_fn=before,
        )  # fmt: skip

    def run(self, *args: str, before: Callable[[], None] | None = None, **env: str) -> "Answer":
        """A real command, waited for."""
        return answer(self.start(*args, before=before, **env))


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    records: list[dict[str, Any]]
    stderr: str

    @property
    def result(self) -> dict[str, Any]:
        return self.records[-1]

    @property
    def said(self) -> str:
        """All sentences, for people who ask why."""
        return " ".join(r["message"] for r in self.records if "message" in r)


def answer(process: subprocess.Popen[str]) -> Answer:
    out, err = process.communicate(timeout=120)
    assert "Traceback" not in out + err, out + err
    return Answer(process.returncode, [json.loads(line) for line in out.splitlines()], err)
