-- figures of one day, worked out once for all that is asked of a period or of a few at once, of some indicators or (an
-- empty list) all: then alone movements and the headline are counted over all of theirs. A row is of one
-- kind, indicator (value, target, pace, status, both changes; all levels), longer (against a plan of several
-- years; the root's), forecast (what the year comes to; the root's), movement (x of y; root and blocks) or headline
with part as materialized (select * from unit_part($as_of)),
asked as materialized (
    select * from part
    where period_id $one_of_periods and (len($indicators) = 0 or list_contains($indicators, indicator_id))
),
judged as materialized (
    select * from indicator_status_of('asked', 'part', $as_of)
    where period_id $one_of_periods and (len($indicators) = 0 or list_contains($indicators, indicator_id))
),
status as materialized (select * from judged where is_plan_year),
-- a change over fewer units than a figure needs to be judged is shown, but nothing is concluded of it
change as materialized (
    select
        c.period_id, c.indicator_id, c.scope_type, c.scope_id, c.comparison, c.other_id, c.both_count, c.is_broken,
        c.difference, c.percent, is_wide(c.both_count, s.expected_count) as is_wide
    from indicator_change_of('asked', 'part') c
    join status s using (period_id, indicator_id, scope_type, scope_id)
    where c.comparison <> 'own'
)
select
    'indicator' as kind, s.period_id,
    i.movement_id, i.indicator_id, i.title_vi, i.title_en, i.short_vi, i.uom_vi, i.uom_en,
    i.decimals, i.direction, i.rule, i.sort, i.is_score, k.is_flow, k.is_accumulated, k.is_amount, k.is_in_catalogue,
    s.scheme_id, s.scope_type, s.scope_id, s.plan_year_id, s.value,
    s.n_sum::double as n_sum, s.d_sum::double as d_sum,
    s.expected_count, s.reporting_count, s.refused_count, s.target, s.decided_target, s.baseline, s.target_version, s.decision_number, s.decision_date,
    s.share, s.plan_share, s.gap_closed, s.pace, s.due, s.status, s.is_on_pace, s.is_plan_met,
    p.difference as previous_difference, p.percent as previous_percent, p.is_broken as previous_broken,
    p.both_count as previous_both, p.is_wide as previous_wide,
    y.difference as year_difference, y.percent as year_percent, y.is_broken as year_broken,
    y.both_count as year_both, y.is_wide as year_wide,
    coalesce(p.other_id = y.other_id, p.other_id is null and h.months = h.plan_months) as is_year_before,
    null as set_id, null as x, null as y, null as m, null as z, null as k, null as behind, null as without_basis,
    null as indicator_count, null as on_pace_count, null as not_due_count, null as unreported_count
from status s
join indicator i using (indicator_id)
join indicator_nature k using (indicator_id)
join period_span h using (period_id)
left join change p
    on p.period_id = s.period_id and p.indicator_id = s.indicator_id and p.scope_type = s.scope_type and p.scope_id = s.scope_id
    and p.comparison = 'previous'
left join change y
    on y.period_id = s.period_id and y.indicator_id = s.indicator_id and y.scope_type = s.scope_type and y.scope_id = s.scope_id
    and y.comparison = 'last_year'
union all by name
select 'longer' as kind, j.period_id,
    i.movement_id, j.indicator_id, i.title_vi, i.title_en, i.short_vi, i.uom_vi, i.uom_en,
    i.decimals, i.direction, i.rule, i.sort, i.is_score, k.is_flow, k.is_accumulated, k.is_amount,
    j.scheme_id, j.scope_type, j.scope_id, j.plan_year_id, j.value,
    j.expected_count, j.reporting_count, j.refused_count, j.target, j.decided_target, j.baseline,
    j.target_version, j.decision_number, j.share, j.plan_share, j.gap_closed, j.pace, j.due, j.status,
    j.is_on_pace, j.is_plan_met
from judged j
join indicator i using (indicator_id)
join indicator_nature k using (indicator_id)
where not j.is_plan_year and coalesce(j.target, j.decided_target) is not null and j.scope_type = 'root'
union all by name
select 'forecast' as kind, i.movement_id, i.sort, f.*
from forecast_of('status') f
join indicator i using (indicator_id)
where f.scope_type = 'root'
union all by name
select 'movement' as kind, period_id, movement_id, scheme_id, scope_type, scope_id,
    indicator_count, on_pace_count, not_due_count, unreported_count, refused_count
from movement_status_of('status')
where scope_type <> 'unit'
union all by name
select 'headline' as kind, period_id, set_id, x, y, m, z, k, behind, without_basis
from headline_of('status')
where period_id $one_of_periods
order by kind, movement_id, sort, indicator_id, plan_year_id, scope_id, set_id;
