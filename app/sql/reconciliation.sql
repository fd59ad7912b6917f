-- one row a measure that two sources tell of in one period, whole sums first
with cells as materialized (select * from cell_known($as_of) where period_id = $period)
select r.*, m.title_vi, m.title_en, m.uom_vi, m.decimals, u.short_vi as reporter_short_vi, u.name_en as reporter_en,
    (select list(distinct i.movement_id) from term t join indicator i using (indicator_id) where t.measure_id = r.measure_id) as movement_ids
from reconciliation_of('cells') r
join measure m using (measure_id)
join unit u on u.unit_id = r.root_reporter_id
order by r.reporting_count < r.expected_count, abs(r.difference) / nullif(abs(r.root_value), 0) desc, r.measure_id;
