-- one row an indicator that one unit has pledged, of the plan year and of those of several years: the pledge, the plan it was given, its figure
-- by now; is_met is none until the year decides: an amount not reached may still be, one within its ceiling may still pass it
with part as materialized (select * from unit_part($as_of) where unit_id = $unit)
select t.indicator_id, t.plan_year_id, pp.is_own as is_plan_year, t.row.value as pledged, t.row.decision_number as decision_number, t.row.decision_date as decision_date,
    case n.direction
        when 'higher' then settled(s.value, s.value) >= t.row.value
        when 'lower' then settled(s.value, s.value) <= t.row.value
        when 'exact' then settled(abs(s.value - t.row.value), s.value) < 10.0 ** -n.decimals
    end as is_reached,
    s.value, s.target, s.status, s.reporting_count, s.expected_count, s.refused_count,
    n.title_vi, n.title_en, n.uom_vi, n.uom_en, n.decimals, n.direction, n.rule,
    case
        when s.value is null or n.direction = 'none' then null
        when pp.months_elapsed = pp.months or is_reached <> (n.direction = 'lower' and k.is_accumulated) then is_reached
    end as is_met
from target_known($as_of) t
join indicator n using (indicator_id)
join indicator_nature k using (indicator_id)
join movement m using (movement_id)
join period_plan pp on pp.period_id = t.period_id and pp.plan_year_id = t.plan_year_id
left join indicator_status_of('part', 'part', $as_of) s
    on s.indicator_id = t.indicator_id and s.period_id = t.period_id and s.plan_year_id = t.plan_year_id
    and s.scope_type = 'unit' and s.scope_id = t.scope_id
where t.kind = 'pledged' and t.scope_type = 'unit' and t.scope_id = $unit and t.period_id = $period
order by pp.is_own desc, t.plan_year_id, m.sort, m.movement_id, n.sort, n.indicator_id;
