-- one row a measure and period: what counts at the root
select m.measure_id, m.title_vi, m.title_en, m.uom_vi, m.decimals, p.period_id, p.title_vi as period_vi, p.title_en as period_en,
    p.to_date, sum(c.value)::double as value, count(c.value) as reporting_count, count(*) as expected_count
from cell_known($as_of) c
join measure m using (measure_id)
join period p using (period_id)
join unit u on u.unit_id = c.subject_id
where list_contains($measures, c.measure_id)
    and c.is_authority
    and (u.role = 'root') = (m.root_source = 'own')
    and u.role <> 'external'
    and p.period_id $one_of_periods
group by all
order by p.to_date, p.period_id, m.measure_id;
