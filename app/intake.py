"""What a check foretells of files and what became of them: sentences and tables of an intake."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app import queries, scorecard
from app.child import Child, Record
from app.desk import Sent
from app.filters import View
from app.format import NOTHING, number, signed
from app.table import Table

SIGN = {"good": "✔", "accepted": "✔", "duplicate": "=", "refused": "✖"}
KINDS = ("new", "changed", "gone", "unchanged")
SEVERITIES = ("error", "warning", "note")


class Told:
    """What a command said of files: `check` before they are taken in, `load` after."""

    def __init__(
        self, view: View, files: Sequence[Sent], child: Child, is_taken: bool = False
    ) -> None:
        self.is_taken = is_taken
        self.view, self.words, self.child = view, view.words, child
        self.files = _named(files, child.of("file"))
        self.result, self.fault = child.result, child.fault
        self.counts = Counter(record["status"] for _, record in self.files)
        self._units = {r.unit_id: view.words.name(r, "name") for r in queries.unit_names(view)}
        self._periods = {r.period_id: view.words.name(r, "title") for r in queries.periods(view)}

    def title(self) -> str:
        """How many files would be accepted and returned, or were."""
        kind = "taken" if self.is_taken else "checked"
        said = [self.words(f"intake.{kind}", n=len(self.files))]
        for status in SIGN:
            if self.counts[status]:
                said.append(self.words(f"outcome.{status}_count", n=self.counts[status]))
        return f"{said[0]}: {' · '.join(said[1:])}" if said[1:] else said[0]

    def numbers(self) -> str:
        """Under which numbers the journal has them, and what was published."""
        numbers = [str(r["journal_no"]) for _, r in self.files if "journal_no" in r]
        if not numbers:
            return ""
        span = numbers[0] if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"
        build = self.result["build"] if self.result else NOTHING
        return self.words("intake.numbers", numbers=span, build=build)

    def table(self) -> Table:
        """A line a file: what becomes of it, whose it is, how much is filled."""
        words, rows = self.words, self.files
        columns: dict[str, list[Any]] = {
            words("intake.file"): [name for name, _ in rows],
            words("intake.status"): [self._status(r) for _, r in rows],
            words("intake.unit"): [self._unit(r["reporter"]) for _, r in rows],
            words("intake.period"): [self._periods.get(r["period"], NOTHING) for _, r in rows],
            words("intake.revision"): [r["revision"] for _, r in rows],
            words("intake.filled"): [
                NOTHING if r["cells"] is None else f"{r['filled']}/{r['cells']}" for _, r in rows
            ],
        }
        if self.is_taken:
            return Table(columns | {words("intake.journal_no"): [r["journal_no"] for _, r in rows]})
        if figures := self.foretold:  # one column: four would not stand beside the others
            columns[words("intake.figures")] = [
                " · ".join(str(figures[i][kind]) for kind in KINDS) if i in figures else NOTHING
                for i in range(len(rows))
            ]
        return Table(columns)

    def not_in_force(self) -> list[str]:
        """Files whose figures would wait, with the lần nộp they wait behind and why."""
        return [
            f"{self.files[i][0]} ({row['why']})"
            for i, row in self.foretold.items()
            if not row["is_current"]
        ]

    @property
    def foretold(self) -> dict[int, Record]:
        """What `check` foretells of each good file's figures, by the file's place in the list."""
        good = [i for i, (_, r) in enumerate(self.files) if r["status"] == "good"]
        return dict(zip(good, self.child.of("figures"), strict=False))

    def changes(self) -> Table:
        """Figures that take another's place, or leave an empty one, old beside new."""
        words, language = self.words, self.view.language
        measures = {r.measure_id: r for r in queries.measures(self.view)}
        rows = [
            (self.files[i][0], change, measures[change["measure"]])
            for i, figures in self.foretold.items()
            for change in figures["changes"]
        ]

        def shown(change: Record, which: str, measure: Any) -> str:
            return number(change[which], int(measure.decimals), language)

        def difference(change: Record, measure: Any) -> str:
            if change["now"] is None:
                return words("intake.emptied")
            return signed(change["now"] - change["before"], int(measure.decimals), language)

        return Table(
            {
                words("intake.unit"): [self._unit(c["subject"]) for _, c, _ in rows],
                words("intake.figure"): [words.name(m, "title") for _, _, m in rows],
                words("intake.before"): [shown(c, "before", m) for _, c, m in rows],
                words("intake.now"): [shown(c, "now", m) for _, c, m in rows],
                words("intake.change"): [difference(c, m) for _, c, m in rows],
                words("intake.uom"): [scorecard.measure_unit(m, self.view) for *_, m in rows],
                words("intake.place"): [f"{c['sheet']} {c['cell']}" for _, c, _ in rows],
                words("intake.file"): [name for name, *_ in rows],
            }
        )

    def findings(self) -> Table:
        """Every finding in a sentence: of each file alone, then of files held against others."""
        words = self.words
        rows = [(name, f) for name, record in self.files for f in record["findings"]]
        rows += [(self._whose(f), f) for f in self.child.of("finding")]
        rows.sort(key=lambda row: SEVERITIES.index(row[1]["severity"]))
        sentence = "message" if self.view.language == "vi" else "message_en"
        return Table(
            {
                words("intake.whose"): [name for name, _ in rows],
                words("intake.severity"): [words(f"severity.{f['severity']}") for _, f in rows],
                words("intake.place"): [
                    " ".join(filter(None, (f["sheet"], f["cell"]))) or NOTHING for _, f in rows
                ],
                words("intake.sentence"): [f[sentence] for _, f in rows],
            }
        )

    def notices(self) -> list[str]:
        """What else was said: nothing held against others, files not in force or left out."""
        said = [r["message"] for r in self.child.of("notice")]
        names = {r["journal_no"]: name for name, r in self.files if "journal_no" in r}
        for row in (r for r in self.child.of("standing") if not r["is_current"]):
            given = {"number": row["journal_no"], "current": row["current_no"], "why": row["why"]}
            file = names.get(row["journal_no"], row["file"])
            said.append(self.words("intake.stands", file=file, **given))
        return said + [f"{r['file']}: {r['reason']}" for r in self.child.of("skipped")]

    def marked(self) -> Path | None:
        """The marked copy of the one file that goes back, or the archive of all of them."""
        several = [r["archive"] for r in self.child.of("returned-all")]
        single = [r["path"] for r in self.child.of("returned")]
        return next((Path(p) for p in [*several, *single]), None)

    def _status(self, record: Record) -> str:
        if same := record.get("same_as"):
            said = self.words("outcome.same_as", file=same)
        else:
            said = self.words(f"outcome.{record['status']}", number=record["duplicate_of"])
        return f"{SIGN[record['status']]} {said}"

    def _unit(self, unit_id: str | None) -> str:
        return self._units.get(unit_id or "", unit_id or NOTHING)

    def _whose(self, finding: Record) -> str:
        """A finding between reports names a unit and a period instead of a file."""
        period = self._periods.get(finding["period"], finding["period"])
        return ", ".join(filter(None, (finding["unit"], period)))


def _named(files: Sequence[Sent], records: Sequence[Record]) -> list[tuple[str, Record]]:
    """What was said of each file, with the name under which it was sent."""
    waiting = list(files)
    found = []
    for record in records:
        sent = next((f for f in waiting if f.sha == record["sha256"]), None)
        if sent:
            waiting.remove(sent)
        found.append((sent.name if sent else record["file"], record))
    return found
