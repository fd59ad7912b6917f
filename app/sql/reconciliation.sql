-- one row a measure two sources disagree about in one period
select r.*, m.title_vi, m.title_en, m.uom_vi, m.decimals, u.short_vi as reporter_short_vi, u.name_en as reporter_en,
    (select list(distinct i.movement_id) from term t join indicator i using (indicator_id) where t.measure_id = r.measure_id) as movement_ids
from reconciliation($as_of) r
join measure m using (measure_id)
join unit u on u.unit_id = r.root_reporter_id
where r.period_id = $period and r.difference <> 0
order by abs(r.difference) / nullif(abs(r.root_value), 0) desc;
