"""The command that makes forms; of the libraries only what writes workbooks."""

import argparse
from pathlib import Path

from etl.catalog import Catalog
from etl.catalog_read import read_catalog
from etl.form_layout import reporters
from etl.forms_batch import Job, file_name, write_all
from etl.known import known_figures
from etl.output import OK, Output, Usage
from etl.place import Place, today
from etl.published import readable_build


def forms(place: Place, args: argparse.Namespace, out: Output) -> int:
    """One workbook a reporter, with the figures known so far in grey."""
    catalog = read_catalog(place.catalog)
    pairs = _pairs(catalog, args.period, args.unit)
    folder: Path = args.out or place.folder / "forms" / args.period
    folder.mkdir(parents=True, exist_ok=True)
    known = known_figures(catalog, readable_build(place), args.period, today())
    jobs = [
        Job(form, unit, args.period, known[unit], folder / file_name(form, unit, args.period))
        for form, unit in pairs
    ]
    # A form may lie there filled in already: what a clerk typed is not ours to overwrite.
    kept = [] if args.again else [j.target for j in jobs if j.target.exists()]
    jobs = [j for j in jobs if j.target not in kept]
    with out.bar(len(jobs), "Lập biểu mẫu") as bar:
        for job, path in zip(jobs, write_all(catalog, jobs), strict=True):
            bar.step()
            out.record(type="file", file=str(path), reporter=job.reporter_id, period=args.period)
    out.record(type="result", count=len(jobs), kept=len(kept), folder=str(folder))
    out.say(f"Đã lập {len(jobs)} biểu mẫu trong {folder}.")
    if kept:
        out.say(f"Giữ nguyên {len(kept)} tệp đã có; muốn lập lại và ghi đè thì thêm --again.")
    return OK


def _pairs(catalog: Catalog, period: str, unit: str | None) -> list[tuple[str, str]]:
    if period not in catalog.periods:
        known = ", ".join(catalog.periods)
        raise Usage(f"Không có kỳ báo cáo «{period}» trong danh mục; có: {known}.")
    if unit is not None and unit not in catalog.units:
        raise Usage(f"Không có đơn vị «{unit}» trong danh mục.")
    pairs = [p for p in reporters(catalog, period) if unit in (None, p[1])]
    if not pairs:
        raise Usage(f"Kỳ {period} không có đơn vị nào phải nộp{f' là «{unit}»' if unit else ''}.")
    return pairs
