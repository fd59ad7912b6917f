-- one row an indicator, scope and period with a figure, oldest first; of cumulative ones
-- periods like the one in view alone; calendar and school years are never mixed
with part as materialized (select * from unit_part($as_of) where list_contains($indicators, indicator_id))
select v.indicator_id, v.scope_type, v.scope_id, v.period_id, v.value, v.reporting_count, v.expected_count,
    p.to_date, p.title_vi, p.title_en, i.scale_version, i.scale_decision
from indicator_value_of('part') v
join period p using (period_id)
join indicator_nature k using (indicator_id)
join indicator_period i using (indicator_id, period_id)
join period_span s on s.period_id = v.period_id
join period_span here on here.period_id = $period
where s.plan_shape = here.plan_shape and (not k.is_accumulated or s.kind = here.kind)
    and list_contains($indicators, v.indicator_id) and v.value is not null
order by p.to_date, p.period_id, v.indicator_id, v.scope_type, v.scope_id;
