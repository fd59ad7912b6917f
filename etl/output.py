"""What a command says: sentences for people, or one JSON record a line for programs."""

import datetime as dt
import json
import sys
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from etl.catalog import Catalog, CatalogError
from etl.journal import Entry
from etl.place import Place

if TYPE_CHECKING:
    from tqdm import tqdm

OK, REFUSED, USAGE, MACHINE = 0, 1, 2, 3
SYMBOL = {"accepted": "✔", "good": "✔", "duplicate": "=", "refused": "✖"}
SAID = {
    "accepted": "tiếp nhận",
    "good": "đạt",
    "duplicate": "trùng, không nạp lại",
    "refused": "trả lại",
}


class Usage(Exception):
    """The command was asked for something that is not there; the sentence says what is."""


class ReaderGone(Exception):
    """Nobody reads our lines any more: `… | head`."""


class Output:
    """Prints to whoever asked."""

    def __init__(self, is_json: bool) -> None:
        self.is_json = is_json
        self.write: Callable[[str], object] = print  # a bar keeps lines above itself

    def say(self, text: str) -> None:
        """A sentence for people."""
        if not self.is_json:
            self._line(text)

    def record(self, **fields: Any) -> None:
        """A line for programs."""
        if self.is_json:
            self._line(json.dumps(fields, ensure_ascii=False, default=_plain))

    def _line(self, text: str) -> None:
        try:
            self.write(text)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise ReaderGone from error

    def error(self, text: str) -> None:
        """Why the command stopped."""
        self.record(type="error", message=text)
        if not self.is_json:
            print(text, file=sys.stderr)

    def faults(self, error: CatalogError) -> None:
        """All faults of the catalogue."""
        for fault in error.faults:
            self.record(type="fault", **vars(fault))
            self.say(str(fault))
        self.say(f"Danh mục có {len(error.faults)} lỗi; số liệu đang dùng vẫn giữ nguyên.")
        self.record(type="error", message=f"Danh mục có {len(error.faults)} lỗi.")

    def bar(self, total: int, what: str) -> "Bar":
        """A progress bar on stderr; progress lines for programs."""
        return Bar(self, total, what)

    def file(
        self,
        name: str,
        status: str,
        findings: list[dict[str, Any]],
        about: str = "",
        **more: Any,
    ) -> None:
        """What became of one file, with every finding and its place."""
        self.record(type="file", file=name, status=status, findings=findings, **more)
        shown = [f for f in findings if f["severity"] != "note"]
        self.say(f"{SYMBOL[status]} {name}: {SAID[status]}{about}")
        for finding in shown:
            mark = "cảnh báo: " if finding["severity"] == "warning" else ""
            place = ", ".join(p for p in (finding["sheet"], finding["cell"]) if p)
            self.say(f"    {mark}{place + ': ' if place else ''}{finding['message']}")

    def entry(self, entry: Entry, catalog: Catalog, place: Place) -> None:
        """The same from an entry of the journal, with what a person needs to go on."""
        report = entry.get("report", {})
        self.file(
            entry["file"]["name"],
            entry["outcome"],
            entry["findings"],
            reporter=report.get("reporter_id"),
            period=report.get("period_id"),
            revision=entry.get("revision"),
            duplicate_of=entry.get("duplicate_of"),
            cells=report.get("cells"),
            filled=report.get("filled"),
            sha256=entry["file"]["sha256"],
            fixed=entry.get("fixed"),
            journal_no=entry["number"],
            about=_about(entry, catalog, place),
        )


def mended(entry: Entry) -> str:
    """How much of what was wrong the last time is mended, where there was a last time."""
    if "fixed" not in entry:
        return ""
    left = sum(f["severity"] == "error" for f in entry["findings"])
    return f", {entry['fixed']} lỗi đã sửa" + (f", còn {left}" if left else "")


def _about(entry: Entry, catalog: Catalog, place: Place) -> str:
    """Number, unit, period and lần nộp of what came in; where the original lies of what did not."""
    report = entry.get("report", {})
    if entry["outcome"] == "accepted":
        filled = f"điền {report['filled']}/{report['cells']} ô"
        said = f"số {entry['number']}, {report_name(report, catalog)}"
        return f", {said}, lần nộp {entry['revision']}, {filled}{mended(entry)}"
    if entry["outcome"] == "duplicate":
        return f" (đã nhận ở số {entry['duplicate_of']})"
    original = entry["file"]["original"]
    return mended(entry) + (f" (bản gốc: {place.originals / original})" if original else "")


def report_name(report: dict[str, Any], catalog: Catalog) -> str:
    """A report by its unit and period, as people call it."""
    unit = catalog.units[report["reporter_id"]]["name_vi"]
    return f"{unit}, {catalog.periods[report['period_id']]['title_vi']}"


class Bar:
    """Counts what is done, in the way of its output."""

    def __init__(self, out: Output, total: int, what: str) -> None:
        self.out, self.total, self.what, self.done = out, total, what, 0
        self.bar: tqdm[Any] | None = None
        if not out.is_json and sys.stderr.isatty():
            import tqdm as shown  # here: only who looks at a bar waits for it

            self.bar = shown.tqdm(total=total, desc=what, file=sys.stderr, unit=" tệp")
            out.write = shown.tqdm.write

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        if self.bar is not None:
            self.bar.update()
        self.out.record(type="progress", what=self.what, done=self.done, total=self.total)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return str(value)
