-- Who reported, when; sources that disagree; counts of indicators on pace; what the year will come to.

-- one row a report owed: đúng hạn, trễ, chưa nộp, chưa đến hạn on that day
create macro timeliness(as_of) as table
with handed_in as (
    select form_id, reporter_id, period_id,
        min(received_date) as first_received,
        count(*) as revisions,
        -- an official report after an estimate is what was expected, no correction of it
        greatest(count(*) filter (is_official), count(*) filter (not is_official)) > 1 as is_corrected,
        arg_max(journal_no, is_current) as current_no
    from report_known(as_of)
    group by all
),
returned as (
    select form_id, reporter_id, period_id, count(*) as refusals, max(received_date) as last_refused
    from attempt
    where outcome = 'refused' and reporter_id is not null and received_date <= as_of
    group by all
)
select
    e.form_id, e.reporter_id, e.period_id,
    e.first_due,
    e.due_date,
    e.is_extended,
    h.first_received, h.current_no,
    coalesce(h.revisions, 0) as revisions,
    coalesce(h.is_corrected, false) as is_corrected,
    coalesce(r.refusals, 0) > 0 as is_returned,
    r.last_refused,
    case
        when h.first_received is null and as_of <= e.due_date then 'not_due'
        when h.first_received is null then 'missing'
        when h.first_received <= e.due_date then 'on_time'
        else 'late'
    end as timeliness,
    greatest(0, coalesce(h.first_received, as_of) - e.due_date) as days_late
from due_known(as_of) e
left join handed_in h using (form_id, reporter_id, period_id)
left join returned r using (form_id, reporter_id, period_id);

-- one row a measure and period told by two sources at the root: the one that counts, and the other; from cells owed, with their values
create macro reconciliation_of(cells) as table
-- what may be added over units at all: medians, levels and scores may not
with addable as (
    select measure_id
    from term
    join indicator using (indicator_id)
    where rule in ('sum', 'ratio', 'office') or part in ('d', 'w')
),
known as materialized (
    select c.measure_id, c.period_id, c.reporter_id, c.value, c.is_authority, u.role
    from query_table(cells) c
    join unit u on u.unit_id = c.subject_id
),
units as (
    select measure_id, period_id, sum(value) as value, count(value) as reporting_count, count(*) as expected_count
    from known
    where role = 'member' and is_authority and reporter_id <> 'catalogue' and measure_id in (from addable)
    group by all
),
root as (
    select * from known where role = 'root'
)
select
    r.measure_id, r.period_id, r.reporter_id as root_reporter_id, r.is_authority as is_root_authority,
    u.value as units_value, u.reporting_count, u.expected_count,
    r.value as root_value,
    u.value - r.value as difference
from root r
join units u using (measure_id, period_id)
where u.value is not null and r.value is not null;

-- the same as known on a day
create macro reconciliation(as_of) as table
with cells as materialized (select * from cell_known(as_of))
select * from reconciliation_of('cells');

-- one row a movement, level and period: x of y indicators on pace
create macro movement_status_of(status) as table
select
    i.movement_id, s.scheme_id, s.scope_type, s.scope_id, s.period_id,
    count(*) filter (s.status is not null) as indicator_count,
    count(*) filter (s.is_on_pace) as on_pace_count,
    count(*) filter (s.is_plan_met) as plan_met_count,
    count(*) filter (s.status = 'not_due') as not_due_count,
    count(*) filter (s.status in ('unreported', 'incomplete')) as unreported_count,
    count(*) filter (s.status in ('unreported', 'incomplete') and s.refused_count > 0) as refused_count,
    count(*) filter (s.status in ('near', 'slow', 'very_slow', 'not_met')) as behind_count
from query_table(status) s
join indicator i using (indicator_id)
where s.is_plan_year
group by all;

create macro movement_status(as_of) as table
with status as materialized (select * from indicator_status(as_of))
select * from movement_status_of('status');

-- one row a named set and period in which it counts: the headline; y is the whole set, whatever is known of it; a set counts in a school year that judges all of it
create macro headline_of(status) as table
select
    m.set_id, p.period_id,
    count(*) as y,
    count(*) filter (s.is_on_pace) as x,
    count(*) filter (s.is_plan_met) as m,
    count(*) filter (s.status = 'not_due') as z,
    count(*) filter (s.status in ('unreported', 'incomplete')) as k,
    count(*) filter (s.status in ('near', 'slow', 'very_slow', 'not_met')) as behind,
    count(*) filter (s.status in ('no_target', 'no_basis', 'not_applicable') or s.status is null) as without_basis
from indicator_set m
join period p on p.to_date between coalesce(m.valid_from, date '0001-01-01') and coalesce(m.valid_to, date '9999-12-31')
left join (from query_table(status) where is_plan_year and scope_type = 'root') s
    using (indicator_id, period_id)
left join indicator_period q using (indicator_id, period_id)
group by m.set_id, p.period_id, p.kind
having p.kind <> 'SY' or count(q.indicator_id) = count(*);

create macro headline(as_of) as table
with status as materialized (select * from indicator_status(as_of))
select * from headline_of('status');

-- one row a unit, flow and period whose cumulative figure is below that of the latest period ended before in its plan year
create macro cumulative_fall(as_of) as table
with dated as materialized (
    select p.indicator_id, p.unit_id, p.period_id, p.n, s.plan_year_id, s.to_date
    from unit_part(as_of) p
    join indicator_nature k using (indicator_id)
    join period_span s using (period_id)
    where k.is_flow and p.is_complete
)
select
    d.indicator_id, d.unit_id, d.period_id,
    e.period_id as before_id,
    e.n as before,
    d.n as now
from dated d
join dated e
    on e.indicator_id = d.indicator_id and e.unit_id = d.unit_id and e.plan_year_id = d.plan_year_id
    and e.to_date < d.to_date
qualify row_number() over (
        partition by d.indicator_id, d.unit_id, d.period_id order by e.to_date desc, e.period_id
    ) = 1
    and now < before;

-- one row an indicator, scope and period judged during its plan year: what the year comes to by the pace
-- so far (linear) and by last year's (seasonal: of flows), whether the plan is met then, what a month needs
create macro forecast_of(status) as table
with due as (
    select
        s.indicator_id, s.scope_type, s.scope_id, s.period_id, s.plan_year_id,
        s.value, s.target, s.is_plan_met, i.direction, y.months, y.months_elapsed,
        case when i.is_share then coalesce(i.factor, 100) end as whole,
        case
            when k.is_flow then s.value * y.months / y.months_elapsed
            else s.baseline + (s.value - s.baseline) * y.months / y.months_elapsed
        end as straight,
        case when k.is_flow and y.is_own then s.value / s.last_year_share end as seasonal
    from query_table(status) s
    join indicator i using (indicator_id)
    join indicator_nature k using (indicator_id)
    join period_plan y using (period_id, plan_year_id)
    where s.target is not null and s.status in ('on_pace', 'held', 'near', 'slow', 'very_slow')
        and i.direction in ('higher', 'lower') and y.months_elapsed < y.months
),
bounded as (
    -- of a share of the whole there is no more than the whole, and nothing goes on below none; greatest and least pass
    -- over null, which without a baseline is all that is known of the way to the year's end
    select *,
        case
            when straight is not null then greatest(
                case when whole is not null then least(straight, greatest(value, whole)) else straight end,
                least(value, 0)
            )
        end as linear,
        greatest(abs(linear), abs(seasonal), abs(target)) as size
    from due
)
select
    indicator_id, scope_type, scope_id, period_id, plan_year_id, linear, seasonal,
    case direction
        when 'higher' then settled(linear, size) >= settled(target, size)
        else settled(linear, size) <= settled(target, size)
    end as linear_meets,
    case direction
        when 'higher' then settled(seasonal, size) >= settled(target, size)
        else settled(seasonal, size) <= settled(target, size)
    end as seasonal_meets,
    (target - value) / (months - months_elapsed) as needed
from bounded;
