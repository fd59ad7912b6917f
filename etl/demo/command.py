"""`python -m etl demo`: makes the demo district in a folder of its own and loads it."""

import argparse
import copy
import datetime as dt
import shutil
from collections import Counter

from etl.acts import Act, enter
from etl.catalog import Catalog, CatalogError, NoCatalog
from etl.catalog_read import parse_catalog, read_catalog
from etl.cmd_intake import load_files
from etl.demo.catalogue import demo_catalogue
from etl.demo.figures import make_figures
from etl.demo.papers import Paper, plan_papers
from etl.demo.targets import make_targets
from etl.demo.workbooks import Material, make_workbooks, typed_csv
from etl.inbox import scan_inbox
from etl.journal import Entry, Journal
from etl.output import OK, REFUSED, Output, Usage
from etl.place import Place, today
from etl.publish import publish
from etl.record import record_catalogue
from etl.worker import Workers

OURS = {"catalog", "inbox", "archive", "published", "returned", "forms", "typed.csv"}


def demo(place: Place, args: argparse.Namespace, out: Output) -> int:
    """Make catalogue and workbooks, load them, enter a few acts, publish."""
    _refuse_foreign(place)
    if place.builds() and any(e["kind"] == "act" for e in Journal(place.journal).entries):
        message = "Huyện mẫu đã có sẵn; muốn làm lại thì xóa thư mục"
        out.record(type="result", made=0, path=str(place.folder))
        out.say(f"{message} {place.folder}.")
        return OK
    papers = _make(place, out)
    if args.no_load:
        out.record(type="result", made=len(papers), path=str(place.folder))
        out.say(f"Đã lập {len(papers)} tệp trong {place.inbox}.")
        return OK
    return _load(place, args.actor, papers, out)


def demo_files() -> tuple[Catalog, dict[str, bytes]]:
    """The demo district's catalogue, targets included, and its CSV files."""
    bare = parse_catalog(demo_catalogue())
    files = demo_catalogue({"target": make_targets(bare, make_figures(bare))})
    return parse_catalog(files), files


def _refuse_foreign(place: Place) -> None:
    if not place.folder.exists() or not any(place.folder.iterdir()):
        return
    foreign = {p.name for p in place.folder.iterdir()} - OURS
    try:
        is_sample = not foreign and read_catalog(place.catalog).is_sample
    except (CatalogError, NoCatalog):
        is_sample = False
    if not is_sample:
        raise Usage(
            f"Thư mục {place.folder} đã có thứ khác, không phải huyện mẫu. "
            "Hãy chọn thư mục trống bằng --data."
        )


def _make(place: Place, out: Output) -> list[Paper]:
    """Catalogue, workbooks and typed.csv; made anew unless a load has begun with them."""
    catalog, files = demo_files()
    papers = plan_papers(catalog)
    if place.journal.exists() and Journal(place.journal).last:
        return papers
    place.catalog.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (place.catalog / name).write_bytes(content)
    shutil.rmtree(place.inbox, ignore_errors=True)
    material = Material(catalog, make_figures(catalog), place.inbox)
    with out.bar(len(papers), "Lập huyện mẫu") as bar:
        typed = make_workbooks(material, papers, bar.step)
    (place.folder / "typed.csv").write_bytes(typed_csv(typed))
    return papers


def _load(place: Place, actor: str, papers: list[Paper], out: Output) -> int:
    journal = Journal(place.journal)
    catalog = record_catalogue(place, journal)
    quiet = copy.copy(out)
    quiet.say = lambda text: None  # type: ignore[method-assign]
    files = list(scan_inbox(place.inbox, today(), lambda path, reason: None))
    with Workers(len(files)) as workers:
        _, entries = load_files(place, journal, catalog, files, actor, None, workers, quiet)
    _acts(journal, catalog, actor, papers)
    build = publish(place, journal, catalog)
    _clear_inbox(place)
    counts = Counter(e["outcome"] for e in entries)
    out.record(type="result", made=len(papers), counts=counts, build=build.id, path=str(build.path))
    out.say(
        f"Huyện mẫu: {len(papers)} tệp, tiếp nhận {counts['accepted']}, "
        f"trùng {counts['duplicate']}, trả lại {counts['refused']} (theo kịch bản). "
        f"Phiên bản số liệu {build.id}."
    )
    return _as_planned(journal.entries, papers, out)


def _clear_inbox(place: Place) -> None:
    for folder in place.inbox.iterdir():
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _acts(journal: Journal, catalog: Catalog, actor: str, papers: list[Paper]) -> None:
    """What an office does beside loading: time given, a warning accepted, a date set right."""
    if any(e["kind"] == "act" for e in journal.entries):
        return
    period = "2022-Y"
    due = catalog.due_dates()
    late = [p for p in papers if p.period == period and p.received > _due(due, p)]
    late = [p for p in late if p.outcome == "accepted" and not p.mark]
    for paper in late[:2]:
        extended = _due(due, paper) + dt.timedelta(7)
        given = {"form": paper.form_id, "period": period, "unit": paper.reporter, "due": extended}
        reason = "Đơn vị xin lùi hạn vì chờ số liệu rà soát cuối năm."
        enter(journal, catalog, Act("extend", actor, reason, _due(due, paper), given))
    reports = [e for e in journal.entries if e["kind"] == "report" and e["outcome"] == "accepted"]
    warned = _first(reports, "paper-number-missing")
    if warned:
        given = {"report": warned["number"], "rule": "paper-number-missing"}
        reason = "Đã đối chiếu với văn bản giấy lưu tại Phòng Nội vụ."
        enter(journal, catalog, Act("accept", actor, reason, _after(warned, 3), given))
    by_post = next((e for e in reports if e["file"]["name"] == f"{late[-1].name}.xlsx"), None)
    if by_post is None:
        return
    given = {"report": by_post["number"], "received": _after(by_post, -1)}
    reason = "Bản giấy đến theo dấu bưu điện trước một ngày."
    enter(journal, catalog, Act("received", actor, reason, _after(by_post, 2), given))


def _due(due: dict[tuple[str, str, str], dt.date], paper: Paper) -> dt.date:
    return due[paper.form_id, paper.reporter, paper.period]


def _after(entry: Entry, days: int) -> dt.date:
    return dt.date.fromisoformat(entry["received"]) + dt.timedelta(days)


def _first(reports: list[Entry], rule: str) -> Entry | None:
    return next((e for e in reports if any(f["rule"] == rule for f in e["findings"])), None)


def _as_planned(entries: list[Entry], papers: list[Paper], out: Output) -> int:
    """0 when every file came out as the tale has it; what did not is named."""
    came = {
        e["source"]["path"].replace("\\", "/"): e["outcome"]
        for e in entries
        if e["kind"] == "report"
    }
    amiss = [p for p in papers if came.get(p.file) != p.outcome]
    for paper in amiss:
        out.error(f"{paper.file}: {came.get(paper.file, 'không đến')}, cần {paper.outcome}.")
    return REFUSED if amiss else OK
