"""Acts of persons: what they need, what is checked before they enter the journal."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from etl.catalog import Catalog
from etl.clean import Unclear, fold
from etl.correct import EMPTY, Wrong, check_correction
from etl.journal import Entry, Journal
from etl.names import Names
from etl.numbers import both_written, figure_typed
from etl.place import today
from etl.rules import RULES, Finding
from etl.state import State


class ActRefused(Exception):
    """The act cannot be entered; the sentence says why and what would be right."""


@dataclass(frozen=True)
class Act:
    """One act as asked for on the command line or by a page."""

    act: str
    actor: str
    reason: str
    known: dt.date = field(default_factory=today)
    given: dict[str, Any] = field(default_factory=dict)


# What each act must be given.
NEEDS: dict[str, tuple[str, ...]] = {
    "withdraw": ("report",),
    "restore": ("report",),
    "received": ("report", "received"),
    "extend": ("form", "period", "unit", "due"),
    "close": ("period",),
    "reopen": ("period",),
    "accept": ("report", "rule"),
    "alias": ("alias", "unit"),
    "correct": ("report", "sheet", "cell", "expected", "value"),
}
FIGURES = ("expected", "value")  # of a cell, which may be empty


def enter(journal: Journal, catalog: Catalog, act: Act) -> Entry:
    """Check an act against everything before it and append it; raise ActRefused."""
    check_given(act)

    def decide(entries: list[Entry]) -> Entry:
        state = State.replay(entries)
        _check_against(state, catalog, act)
        found = _correction(journal, state, catalog, act) if act.act == "correct" else []
        said = {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in act.given.items()}
        return {
            "kind": "act",
            "act": act.act,
            "actor": act.actor,
            "reason": act.reason,
            "known": act.known.isoformat(),
            **said,
            **({"findings": [f.as_dict() for f in found]} if found else {}),
        }

    entry = journal.commit(decide)
    assert entry is not None
    return entry


def _correction(journal: Journal, state: State, catalog: Catalog, act: Act) -> list[Finding]:
    """What is to be asked about a correction that may be entered."""
    name = state.parsed[act.given["report"]]["name"]
    try:
        parsed = journal.folder.parent / "parsed" / name
        return check_correction(parsed, journal.entries, catalog, act.given)
    except Wrong as error:
        raise ActRefused(str(error)) from error


def check_given(act: Act) -> None:
    """Whether all is there that this kind of act needs."""
    missing = [n for n in NEEDS.get(act.act, ()) if not _is_given(act, n)]
    if missing:
        raise ActRefused(f"Việc «{act.act}» cần thêm: {', '.join('--' + n for n in missing)}.")
    if not act.reason.strip():
        raise ActRefused("Hãy ghi lý do (--reason).")
    if not act.actor.strip():
        raise ActRefused("Hãy ghi người thực hiện (--actor).")
    if act.known > today():
        raise ActRefused(f"Ngày {act.known:%d/%m/%Y} chưa đến.")
    for name in FIGURES:
        if act.given.get(name, EMPTY) != EMPTY:
            act.given[name] = _figure(act.given[name])


def _is_given(act: Act, name: str) -> bool:
    return act.given.get(name) not in ((None,) if name in FIGURES else (None, ""))


def _figure(text: str) -> str:
    """A figure as the journal writes it: 1234.5; a person writes 1234,5 or 1.234,5."""
    try:
        value = figure_typed(text)
    except Unclear as unclear:
        raise ActRefused(_unclear(text, unclear.rule_id)) from unclear
    return f"{value.normalize():f}"


def _unclear(text: str, rule_id: str) -> str:
    match rule_id:
        case "number-ambiguous":
            one, other = both_written(text)
            return (
                f"«{text}» có thể là {one} hoặc {other}. Hãy viết đúng như một trong hai cách đó."
            )
        case "number-too-large":
            return f"«{text}» quá lớn hoặc quá sáu chữ số thập phân."
    return f"«{text}» không phải số; viết như 1234,5."


def _check_against(state: State, catalog: Catalog, act: Act) -> None:
    given = act.given
    if "report" in given and given["report"] not in state.reports:
        raise ActRefused(f"Sổ nhật ký không có báo cáo đã tiếp nhận mang số {given['report']}.")
    if "unit" in given and given["unit"] not in catalog.units:
        raise ActRefused(f"Không có đơn vị «{given['unit']}» trong danh mục.")
    if "period" in given and given["period"] not in catalog.periods:
        raise ActRefused(f"Không có kỳ báo cáo «{given['period']}» trong danh mục.")
    owed = tuple(given.get(n) for n in ("form", "unit", "period"))
    if act.act == "extend":
        _check_extension(catalog, owed, given["due"])
    if act.act == "alias":
        _check_alias(state, catalog, act)
    _check_standing(state, act)


def _check_extension(catalog: Catalog, owed: tuple[Any, ...], due: dt.date) -> None:
    form, unit, period = owed
    first = catalog.due_dates().get((form, unit, period))
    if first is None:
        raise ActRefused(f"Đơn vị {unit} không phải nộp biểu mẫu «{form}» trong kỳ {period}.")
    if due < first:
        raise ActRefused(f"Gia hạn đến {due:%d/%m/%Y} là trước hạn nộp {first:%d/%m/%Y}.")


def _check_alias(state: State, catalog: Catalog, act: Act) -> None:
    """A spelling stands for one unit for good: reports were accepted under it."""
    taught = {fold(r["alias"]): r["unit_id"] for r in catalog.tables["unit_alias"]} | state.aliases
    alias, unit = act.given["alias"], act.given["unit"]
    day = catalog.units[unit]["valid_to"] or act.known
    owner = Names(catalog, taught, day).unit(alias)
    if owner not in (None, unit):
        raise ActRefused(f"«{alias}» đã là tên của đơn vị {owner}.")


def _check_standing(state: State, act: Act) -> None:
    given = act.given
    match act.act:
        case "withdraw" if given["report"] in state.withdrawn:
            raise ActRefused(f"Báo cáo số {given['report']} đã được rút trước đó.")
        case "close" if given["period"] in state.closed:
            raise ActRefused(f"Kỳ {given['period']} đã khóa sổ.")
        case "reopen" if given["period"] not in state.closed:
            raise ActRefused(f"Kỳ {given['period']} chưa khóa sổ.")
        case "received" if given["received"] > act.known:
            raise ActRefused("Ngày nhận không thể sau ngày của việc này.")
        case "accept":
            _check_warning(state, given)
        case _:
            pass


def _check_warning(state: State, given: dict[str, Any]) -> None:
    """Those between reports are in no entry; who asks for the act looks whether they stand."""
    rule = RULES.get(given["rule"])
    if rule and rule.raised == "cross" and rule.severity == "warning":
        return
    cell = given.get("cell")
    warned = (
        f["rule"] == given["rule"] and f["severity"] == "warning" and cell in (None, f["cell"])
        for f in state.findings[given["report"]]
    )  # fmt: skip
    if not any(warned):
        raise ActRefused(f"Báo cáo số {given['report']} không có cảnh báo «{given['rule']}».")
