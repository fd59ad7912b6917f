"""One unit: its indicators against its own plans, its reports, and what it wrote."""

from app import findings, queries
from app.definitions import matching
from app.filters import View
from app.format import as_typed
from app.store import Row, Rows
from app.table import Table

# What the page shows of a unit, one at a time.
BLOCK, PLAN, HISTORY, REPORTS, PLEDGES = "block", "plan", "history", "reports", "pledges"
PARTS = (BLOCK, PLAN, HISTORY, REPORTS, PLEDGES)
NARRATIVE = ("achievement", "shortcoming", "cause", "proposal")


def titles(view: View) -> dict[str, str]:
    """Units of the period by name, those of a block together: what to choose from."""
    return {u.unit_id: view.words.name(u, "name") for u in queries.units(view)}


def title(view: View, name: str, rows: Rows) -> str:
    """x/y of the unit's own indicators on pace."""
    counted = findings.counted(view, rows)
    return view.words("unit.title", name=name, counts=counted or view.words("unit.nothing"))


def rows(view: View, unit_id: str) -> Rows:
    """The unit's own rows of indicators, movement by movement, levels of recognition left out."""
    order = {m.movement_id: m.sort for m in queries.movements(view)}
    told = (r for r in queries.progress(view, "unit") if r.scope_id == unit_id)
    mine = [r for r in told if r.rule != "level"]  # one unit's level is a rank and no count
    return tuple(sorted(mine, key=lambda r: (order[r.movement_id], r.sort)))


def texts(view: View, unit_id: str) -> list[tuple[str, list[str]]]:
    """(head, paragraphs) of what the unit wrote about itself, as it was typed."""
    mine = [r for r in queries.unit_texts(view) if r.reporter_id == unit_id]
    found = []
    for item in NARRATIVE:
        said = [as_typed(r.text) for r in mine if (r.section, r.item_id) == ("narrative", item)]
        if said:
            found.append((view.words(f"narrative.{item}"), said))
    return found


def proposals(view: View, asked: str) -> Table:
    """What units propose: unit and text."""
    words = view.words
    told = [
        r for r in queries.unit_texts(view) if (r.section, r.item_id) == ("narrative", "proposal")
    ]
    found = matching(told, asked, lambda r: f"{words.name(r, 'name')} {r.text}")
    return Table(
        {
            words("voices.unit"): [words.name(r, "name") for r in found],
            words("voices.proposal"): [r.text for r in found],
        }
    )


def examples(view: View, asked: str) -> Table:
    """Model examples that units report: one line each, with movement, stage and how it is done."""
    words, lines = view.words, {}
    for row in queries.unit_texts(view):
        if row.section == "model_example":
            lines.setdefault((row.reporter_id, row.row_no), {"": row})[row.item_id] = row
    found = matching(lines.values(), asked, lambda line: _said(view, line))
    heads = {"title": "title_head"} | {h: h for h in ("movement", "kind", "stage", "summary")}
    return Table(
        {words("voices.unit"): [words.name(line[""], "name") for line in found]}
        | {
            words(f"voices.{head}"): [line[item].text if item in line else "" for line in found]
            for item, head in heads.items()
        }
    )


def _said(view: View, line: dict[str, Row]) -> str:
    texts = " ".join(str(r.text) for name, r in line.items() if name)
    return f"{view.words.name(line[''], 'name')} {texts}"
