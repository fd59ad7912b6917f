-- one row a period in which one unit is asked an indicator: its figure, what of it is the period's own,
-- plan and status, and the version of the scale; is_like where a line may join it with the period in view
with part as materialized (
    select * from unit_part($as_of) where indicator_id = $indicator and unit_id = $unit
),
own as (
    select period_id, value_now as own_value
    from indicator_change_of('part', 'part')
    where comparison = 'own' and scope_type = 'unit' and scope_id = $unit
)
select s.period_id, p.to_date <= b.to_date as is_by_now, p.title_vi, p.title_en, s.value, o.own_value, s.target, s.status, s.is_on_pace,
    s.expected_count, s.reporting_count, s.refused_count, i.scale_version, i.scale_decision,
    n.rule, n.direction, n.decimals, n.is_score, n.uom_vi, n.uom_en, n.short_vi, n.title_en as indicator_en,
    k.is_accumulated,
    a.plan_shape = b.plan_shape and (not k.is_accumulated or a.months = b.months) as is_like
from indicator_status_of('part', 'part', $as_of) s
join period p using (period_id)
join indicator n using (indicator_id)
join indicator_nature k using (indicator_id)
join indicator_period i using (indicator_id, period_id)
join period_span a on a.period_id = s.period_id
join period_span b on b.period_id = $period
left join own o on o.period_id = s.period_id
where s.scope_type = 'unit' and s.scope_id = $unit and s.indicator_id = $indicator and s.is_plan_year
order by p.to_date, p.from_date, p.period_id;
