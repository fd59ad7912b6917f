"""The command that gives figures away as Parquet, with what the screens say of them."""

import argparse
import shutil
from pathlib import Path

import duckdb

from etl.files import temporary_name
from etl.output import OK, Output, Usage
from etl.place import Place, today
from etl.published import readable_build

# Values, status and changes are as known on $day; the partition is the plan year of the period.
# A change over fewer units than a figure needs to be judged says nothing of the whole: the same
# rule as on the screens.
EXPORTED = {
    "observation": """
        select p.plan_year_id as plan_year, o.*
        from observation_known($day) o join period p using (period_id)""",
    "indicator_value": """
        with part as materialized (select * from unit_part($day)),
        judged as materialized (
            select * from indicator_status_of('part', 'part', $day) where is_plan_year
        ),
        beside as (
            select c.*, is_wide(c.both_count, s.expected_count) as is_wide
            from indicator_change_of('part', 'part') c
            join judged s
                on s.scheme_id is not distinct from c.scheme_id
                and (s.scope_type, s.scope_id, s.period_id, s.indicator_id)
                    = (c.scope_type, c.scope_id, c.period_id, c.indicator_id)
            where c.comparison <> 'own'
        ),
        change as materialized (
            select
                * exclude (difference, percent),
                case when is_wide then difference end as difference,
                case when is_wide then percent end as percent
            from beside
        ),
        compared as (
            select scheme_id, scope_type, scope_id, period_id, indicator_id,
                max(other_id) filter (comparison = 'previous') as previous_period_id,
                max(difference) filter (comparison = 'previous') as previous_difference,
                max(percent) filter (comparison = 'previous') as previous_percent,
                max(both_count) filter (comparison = 'previous') as previous_both_count,
                bool_or(is_broken) filter (comparison = 'previous') as previous_is_broken,
                max(other_id) filter (comparison = 'last_year') as year_period_id,
                max(difference) filter (comparison = 'last_year') as year_difference,
                max(percent) filter (comparison = 'last_year') as year_percent,
                max(both_count) filter (comparison = 'last_year') as year_both_count,
                bool_or(is_broken) filter (comparison = 'last_year') as year_is_broken
            from change group by all
        )
        select y.plan_year_id as plan_year, v.*, i.uom_vi,
            s.target, s.decided_target, s.baseline, s.target_version, s.decision_number,
            s.share as expected_share, s.plan_share, s.gap_closed, s.pace, s.status,
            s.is_on_pace, s.is_plan_met,
            c.* exclude (scheme_id, scope_type, scope_id, period_id, indicator_id)
        from indicator_value_of('part') v
        join period y using (period_id)
        join indicator i using (indicator_id)
        left join judged s
            on s.scheme_id is not distinct from v.scheme_id
            and (s.scope_type, s.scope_id, s.period_id, s.indicator_id)
                = (v.scope_type, v.scope_id, v.period_id, v.indicator_id)
        left join compared c
            on c.scheme_id is not distinct from v.scheme_id
            and (c.scope_type, c.scope_id, c.period_id, c.indicator_id)
                = (v.scope_type, v.scope_id, v.period_id, v.indicator_id)""",
}  # fmt: skip


def export(place: Place, args: argparse.Namespace, out: Output) -> int:
    """Hive-partitioned Parquet by plan year, for Spark, Trino or DuckDB elsewhere."""
    current = readable_build(place)
    if current is None:
        raise Usage("Chưa có phiên bản số liệu nào; hãy chạy «python -m etl build».")
    target: Path = args.out
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Usage(f"{target} đã có nội dung; hãy chọn thư mục mới.")
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_name(target.parent, "export")
    try:
        rows = {name: _export_table(current, name, temporary) for name in EXPORTED}
        if target.exists():
            target.rmdir()
        temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    name = current.stem.removeprefix("emulation-")
    out.record(type="result", build=name, folder=str(target), rows=rows)
    out.say(f"Đã xuất phiên bản {name} ra {target}: {sum(rows.values())} dòng.")
    return OK


def _export_table(current: Path, name: str, folder: Path) -> int:
    target = folder / name
    target.mkdir(parents=True)
    with duckdb.connect(str(current), read_only=True) as con:
        # COPY takes no parameters: the day is ours, the folder is quoted.
        select = EXPORTED[name].replace("$day", f"date '{today().isoformat()}'")
        sample = "(select is_sample from build) as is_sample"
        quoted = target.as_posix().replace("'", "''")
        row = con.execute(
            f"copy (select *, {sample} from ({select})) to '{quoted}' "
            "(format parquet, partition_by (plan_year), compression zstd)"
        ).fetchone()
    return row[0] if row else 0
