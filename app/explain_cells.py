"""The cells that a figure is computed from: what stood there, how it was read, in which file."""

from app import queries, readings, scorecard, warnings
from app.explain import Explained
from app.format import NOT_REPORTED, NOTHING, REFUSED, date, number
from app.store import Row, Rows
from app.table import Table

SIGNS = {"not_reported": NOT_REPORTED, "refused": REFUSED}
SHA_SHOWN = 12  # digits: enough to tell files apart


def missing(told: Explained) -> str:
    """Units whose cells are not there, so that the figure does not count them."""
    words = told.view.words
    silent = (words.name(r, "name") for r in told.cells if r.state != "reported")
    names = ", ".join(dict.fromkeys(silent))
    return words("explain.left_out", names=names) if names else ""


def changed(told: Explained) -> Rows:
    """Later lần nộp and corrections that changed a cell of this figure, the newest first."""
    mine = {(r.reporter_id, r.measure_id, r.subject_id) for r in told.cells}
    rows = queries.revisions(told.view)
    return tuple(r for r in rows if (r.reporter_id, r.measure_id, r.subject_id) in mine)


def table(told: Explained) -> Table:
    """A line a cell: whom it is about, what stood there, in which file and report."""
    words, rows = told.view.words, told.cells
    known, former = queries.cleaning(told.view), changed(told)
    columns = {
        "unit": [words.name(r, "name") for r in rows],
        "measure": [words.name(r, "title") for r in rows],
        "part": [words(_part(told, r)) for r in rows],
        "value": [_value(told, r) for r in rows],
        "raw": [r.raw or NOTHING for r in rows],
        "rule": [_reading(told, r, known) for r in rows],
        "place": [_place(told, r) for r in rows],
        "report": [_report(told, r) for r in rows],
        "notes": [_notes(told, r, former) for r in rows],
    }
    # A column that says the same of every line, or nothing, only makes the others narrower.
    if told.sums.rule not in ("ratio", "mean"):
        del columns["part"]
    if not any(columns["notes"]):
        del columns["notes"]
    return Table({words(f"explain.{name}"): column for name, column in columns.items()})


def to_take(told: Explained) -> Table:
    """The same to take away, with the whole hash of each file."""
    words, rows = told.view.words, told.cells
    more = {
        words("explain.received"): [r.received_date for r in rows],
        words("explain.sha256"): [r.sha256 or NOTHING for r in rows],
    }
    return Table(table(told).columns | more)


def files(told: Explained) -> list[str]:
    """Files the cells stand in with their hashes, as sha256sum writes them."""
    found = {r.journal_no: f"{r.sha256}  {r.file_name}" for r in told.cells if r.sha256}
    return [found[number] for number in sorted(found)]


def _part(told: Explained, row: Row) -> str:
    is_alone = row.part == "n" and told.sums.rule != "ratio"
    return "part.alone" if is_alone else f"part.{row.part}"


def _value(told: Explained, row: Row) -> str:
    if row.value is None:
        return SIGNS.get(row.state, NOTHING)
    sign = "−" if row.sign < 0 else ""
    uom = scorecard.measure_unit(row, told.view)
    return f"{sign}{number(row.value, int(row.decimals), told.view.language)} {uom}"


def _reading(told: Explained, row: Row, known: Rows) -> str:
    """The line of the table of readings that says what stood there; as typed, as it was read."""
    words = told.view.words
    if row.journal_no is None or row.raw is None:
        return NOTHING
    found = readings.line(known, row.raw, row.reported_value, row.uom_vi, row.is_text)
    if found is None:
        return words("explain.read_text") if row.is_text else words("explain.read_plain")
    if not found.typed:
        return words("explain.read_empty", n=found.row_no)
    if found.held.startswith("number"):
        key = "explain.read_percent" if "%" in found.held else "explain.read_number"
        return words(key, n=found.row_no)
    means = words("definitions.nothing") if row.reported_value is None else found.means
    return words("explain.read_as", typed=found.typed, means=means, n=found.row_no)


def _place(told: Explained, row: Row) -> str:
    """File, sheet and cell; of a recognition the decision."""
    words = told.view.words
    if row.journal_no is None:
        if row.decision_date is None:
            return NOTHING
        key = "explain.decision" if row.decision_number else "explain.unnumbered"
        return words(key, number=row.decision_number, day=date(row.decision_date))
    given = {"file": row.file_name, "sheet": row.sheet, "cell": row.cell}
    return words("explain.cell", **given, sha=(row.sha256 or NOTHING)[:SHA_SHOWN])


def _report(told: Explained, row: Row) -> str:
    if row.journal_no is None:
        return NOTHING
    given = {
        "who": told.view.words.name(row, "reporter"),
        "number": row.paper_number or NOTHING,
        "day": date(row.paper_date),
        "received": date(row.received_date),
        "n": row.revision,
        "no": row.journal_no,
    }
    return told.view.words("explain.paper", **given)


def _notes(told: Explained, row: Row, former: Rows) -> str:
    words, said = told.view.words, []
    if row.is_official is False:
        said.append(words("submission.is_estimate"))
    about = (row.reporter_id, row.measure_id, row.subject_id)
    mine = [r for r in former if (r.reporter_id, r.measure_id, r.subject_id) == about]
    said += [_changed(told, r) for r in reversed(mine)]
    if row.state != "reported":
        said.append(words(f"explain.{row.state}"))
    if any(warnings.touches(w, row) for w in told.warnings):
        said.append(words("warnings.cell", mark=warnings.MARK))
    return ", ".join(said)


def _changed(told: Explained, row: Row) -> str:
    """What a lần nộp or a step of a correction made of what had stood in the cell."""
    words, places = told.view.words, int(row.decimals)
    before, now = (number(v, places, told.view.language) for v in (row.before, row.now))
    if row.revision is not None:
        return words("explain.resent", n=int(row.revision), before=before, now=now)
    who = words.actor(row.actor)
    given = {"who": who, "why": row.reason, "no": row.journal_no}
    return words("explain.corrected", before=before, now=now, **given)
