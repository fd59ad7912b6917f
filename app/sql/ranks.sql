-- one row an indicator and unit: its place among the units of its group that reported; only where
-- better has a direction and enough of the group have reported for a place to mean something; figures
-- that are written alike, or nearly, share a place
with part as materialized (select * from unit_part($as_of) where period_id = $period),
figure as (
    select v.indicator_id, u.unit_group, v.scope_id, v.value, i.decimals, i.direction, u.sort
    from indicator_value_of('part') v
    join indicator i using (indicator_id)
    join unit u on u.unit_id = v.scope_id
    where v.period_id = $period and v.scope_type = 'unit' and v.expected_count > 0 and u.role = 'member'
        and i.rule <> 'level' and i.direction in ('higher', 'lower')
),
wide as (
    select indicator_id, unit_group, count(value) as among
    from figure
    group by all
    having count(value) > 2 and is_wide(count(value), count(*))
)
select f.indicator_id, f.scope_id, f.unit_group, w.among,
    count(*) filter (beats(o.value, f.value, f.decimals, f.direction)) + 1 as place
from figure f
join wide w using (indicator_id, unit_group)
join figure o using (indicator_id, unit_group)
where f.value is not null
group by f.indicator_id, f.scope_id, f.unit_group, w.among, f.sort
order by f.indicator_id, f.sort, f.scope_id;
