-- one row an indicator and level in one period: value, target, pace, status and both changes
with change as (
    select * from indicator_change($as_of) where period_id = $period
)
select
    i.movement_id, i.indicator_id, i.title_vi, i.title_en, i.short_vi, i.uom_vi, i.uom_en,
    i.decimals, i.direction, i.rule, i.sort, i.is_score,
    s.* exclude (indicator_id, period_id, is_plan_year, refused_count, applicable_count),
    p.difference as previous_difference, p.percent as previous_percent, p.both_count as previous_count,
    p.is_broken as previous_broken,
    y.difference as year_difference, y.percent as year_percent, y.both_count as year_count,
    y.is_broken as year_broken, y.break_decision, y.value_then as year_value
from indicator_status($as_of) s
join indicator i using (indicator_id)
left join change p
    on p.indicator_id = s.indicator_id and p.scope_type = s.scope_type and p.scope_id = s.scope_id
    and p.comparison = 'previous'
left join change y
    on y.indicator_id = s.indicator_id and y.scope_type = s.scope_type and y.scope_id = s.scope_id
    and y.comparison = 'last_year'
where s.period_id = $period and s.is_plan_year and s.scope_type = $level
order by i.movement_id, i.sort, s.scope_id;
