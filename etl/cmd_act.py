"""The command that enters one act of a person."""

import argparse
import datetime as dt
from typing import Any

from etl import cross
from etl.acts import Act, ActRefused, enter
from etl.catalog import Catalog
from etl.cmd_intake import need_space, open_journal
from etl.correct import figure, in_force, shown, tell_lapsed
from etl.journal import Entry
from etl.output import OK, Output, report_name
from etl.place import Place, today
from etl.record import record_catalogue
from etl.state import State

GIVEN = (
    "report", "received", "due", "form", "period", "unit", "rule", "sheet", "cell", "alias",
    "expected", "value",
)  # fmt: skip


def act(place: Place, args: argparse.Namespace, out: Output) -> int:
    """Enter one act of a person and publish what follows from it."""
    from etl.publish import publish

    need_space(place)
    journal = open_journal(place)
    found = record_catalogue(place, journal)
    known = args.date or today()
    if args.act == "reparse":
        from etl.reparse import reparse

        asked = Act("reparse", args.actor, args.reason, known)
        return reparse(place, journal, asked, args.report, args.yes, out)
    given = {n: getattr(args, n) for n in GIVEN if getattr(args, n) is not None}
    _must_stand(place, args.act, known, given)
    corrected = in_force(place.builds(), journal.entries)
    entry = enter(journal, found, Act(args.act, args.actor, args.reason, known, given))
    done = publish(place, journal, found)
    tell_lapsed(corrected, done.path, out)
    out.record(type="result", entry=entry, **done.record())
    about = _about(entry, State.replay(journal.entries), found)
    out.say(f"Đã ghi số {entry['number']}: {args.act}{about}. Phiên bản số liệu {done.id}.")
    for finding in entry.get("findings", []):
        out.say(f"cảnh báo: {finding['sheet']}, {finding['cell']}: {finding['message']}")
    return OK


def _must_stand(place: Place, act: str, known: dt.date, given: dict[str, Any]) -> None:
    """A warning between reports is in no entry: whether there is one to accept, the file knows."""
    rule = given.get("rule", "")
    if act != "accept" or not cross.is_cross(rule) or "report" not in given:
        return
    if not any(cross.stands(build, known, given) for build in place.builds()[-1:]):
        raise ActRefused(f"Báo cáo số {given['report']} không có cảnh báo «{rule}» vào ngày đó.")


def _about(entry: Entry, state: State, found: Catalog) -> str:
    """Whose report or period an act was about, in words to check it by."""
    if "report" in entry:
        said = state.reports[entry["report"]]["report"]
        return f" báo cáo số {entry['report']} ({report_name(said, found)}){_place(entry)}"
    parts = [found.units[entry["unit"]]["name_vi"]] if "unit" in entry else []
    parts += [found.periods[entry["period"]]["title_vi"]] if "period" in entry else []
    return f" ({', '.join(parts)})" if parts else ""


def _place(entry: Entry) -> str:
    """Which cell a correction changed, from what to what."""
    if entry["act"] != "correct":
        return ""
    old, new = (shown(figure(entry[n])) for n in ("expected", "value"))
    return f", ô {entry['cell']} trang «{entry['sheet']}»: {old} → {new}"
