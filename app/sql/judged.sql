-- one row an indicator and scope as the screens judge it, without changes and forecasts: figure, status, and a unit's
-- place among those of its group that reported; only where better has a direction and enough of the group have
-- reported for a place to mean something; figures that are written alike, or nearly, share a place
with part as materialized (select * from unit_part($as_of)),
asked as materialized (select * from part where period_id = $period),
judged as materialized (
    select indicator_id, scope_type, scope_id, value, target, status, expected_count, reporting_count
    from indicator_status_of('asked', 'part', $as_of)
    where period_id = $period and is_plan_year
),
alike as materialized (
    select j.indicator_id, j.scope_id, u.unit_group, j.value, i.decimals, i.direction
    from judged j
    join indicator i using (indicator_id)
    join unit u on u.unit_id = j.scope_id
    where j.scope_type = 'unit' and j.expected_count > 0 and u.role = 'member'
        and i.rule <> 'level' and i.direction in ('higher', 'lower')
),
wide as (
    select indicator_id, unit_group, count(value) as among
    from alike
    group by all
    having count(value) > 2 and is_wide(count(value), count(*))
),
place as (
    select a.indicator_id, a.scope_id, any_value(w.among) as among,
        count(*) filter (beats(o.value, a.value, a.decimals, a.direction)) + 1 as place
    from alike a
    join wide w using (indicator_id, unit_group)
    join alike o using (indicator_id, unit_group)
    where a.value is not null
    group by a.indicator_id, a.scope_id
)
select j.*, i.title_vi, i.title_en, i.uom_vi, i.uom_en, i.decimals, i.direction, i.rule, k.is_accumulated,
    p.place, p.among
from judged j
join indicator i using (indicator_id)
join indicator_nature k using (indicator_id)
left join place p on p.indicator_id = j.indicator_id and p.scope_id = j.scope_id and j.scope_type = 'unit'
order by i.movement_id, i.sort, j.indicator_id, j.scope_id;
