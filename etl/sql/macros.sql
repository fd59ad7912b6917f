-- The arithmetic. Every macro takes as_of: what was known on that day, by date received of reports,
-- date of acts, date of decisions. Nothing here is stored.
--
-- A macro ending in _of reads a relation by name, which may be a CTE of the caller: unit_part is the
-- costly step, and a question that needs it several times works it out once. A CTE inside such a macro hides the
-- caller's of the same name, so none in it may be called like a relation that is passed to it.

-- a figure to be compared, made of others none of which is greater than size: fifteen digits of size are told for
-- certain by a double, and nine decimals at most are kept, so that binary noise decides nothing
create macro settled(x, size) as
round(x, least(9, 14 - floor(log10(least(greatest(abs(size), 1), 1e14))))::int);

-- how many steps of the last decimal a figure is written as; half a step counts whole, away from nought
create macro in_steps(x, decimals) as
sign(x) * floor(settled(abs(x) * pow(10, decimals), abs(x) * pow(10, decimals)) + 0.5);

-- whether one figure is better than another: as both are written, and by half a step of the last decimal at least
create macro beats(one, other, decimals, direction) as
sign(in_steps(one, decimals) - in_steps(other, decimals))
    = case direction when 'higher' then 1 when 'lower' then -1 end
and settled(abs(one - other) * 2 * pow(10, decimals), greatest(abs(one), abs(other)) * pow(10, decimals)) >= 1;

-- whether so many of those asked have told that something may be concluded of them
create macro is_wide(told, asked) as
round(told / nullif(asked, 0), 9) >= (select round(value::double / 100, 9) from setting where setting = 'coverage_min');

-- one row a lần nộp known and not withdrawn; is_current marks the one in force
create macro report_known(as_of) as table
with received as (
    select report_no, arg_max(new_date, journal_no) as received_date
    from act
    where act = 'received' and known_date <= as_of
    group by report_no
),
standing as (
    select report_no, arg_max(act, journal_no) as act, max(journal_no) as act_no
    from act
    where act in ('withdraw', 'restore') and known_date <= as_of
    group by report_no
),
alive as (
    select
        r.* exclude (received_date),
        coalesce(v.received_date, r.received_date) as received_date,
        case when s.act = 'restore' then s.act_no end as restored_no
    from report r
    left join received v on v.report_no = r.journal_no
    left join standing s on s.report_no = r.journal_no
    where coalesce(v.received_date, r.received_date) <= as_of
        and s.act is distinct from 'withdraw'
),
restored as (
    select form_id, reporter_id, period_id, max(restored_no) as act_no, arg_max(journal_no, restored_no) as report_no
    from alive
    where restored_no is not null
    group by all
)
select
    a.*,
    row_number() over (
        partition by a.form_id, a.reporter_id, a.period_id
        order by
            coalesce(a.journal_no = r.report_no or a.journal_no > r.act_no, true) desc,
            a.is_official desc,
            a.paper_date desc nulls last,
            a.received_date desc,
            a.journal_no desc
    ) = 1 as is_current
from alive a
left join restored r using (form_id, reporter_id, period_id);

-- one row a report owed that an act has moved: the newest one by which another lần nộp may have come into force
create macro report_moved(as_of) as table
select r.form_id, r.reporter_id, r.period_id, max(a.journal_no) as moved_no
from act a
join report r on r.journal_no = a.report_no
where a.act in ('withdraw', 'restore', 'received') and a.known_date <= as_of
group by all;

-- one row a cell that acts correct: their steps in order
create macro correction_known(as_of) as table
select report_no, sheet, cell,
    list({'expected': expected, 'value': value, 'act_no': journal_no} order by journal_no) as steps
from act
where act = 'correct' and known_date <= as_of
group by all;

-- what steps of correction make of a value that was read: the last that counts, or act_no null and that value; a step
-- counts only where the value it expected stood: what was read, or what an earlier one made of it
create macro corrected(steps, read_value) as
list_reduce(
    steps,
    lambda before, step: case when step.expected is not distinct from before.value then step else before end,
    {'expected': null::decimal(18, 6), 'value': read_value, 'act_no': null::integer}
);

-- one row a reporter, subject, measure and period: the value in force, corrections applied
create macro observation_known_of(report, as_of) as table
with read as (
    select o.*, r.is_official, corrected(c.steps, o.value) as last
    from observation o
    join query_table(report) r on r.journal_no = o.journal_no and r.is_current
    left join correction_known(as_of) c on c.report_no = o.journal_no and c.sheet = o.sheet and c.cell = o.cell
)
select
    journal_no,
    reporter_id,
    period_id,
    measure_id,
    subject_id,
    case when last.act_no is not null then last.value else value end as value,
    value as reported_value,
    raw,
    sheet,
    cell,
    last.act_no as correction_no,
    is_official
from read;

create macro observation_known(as_of) as table
with known as materialized (select * from report_known(as_of))
select * from observation_known_of('known', as_of);

-- one row a unit with a level of recognition and period: what the latest decision known says
create macro recognition_known(as_of) as table
with decided as (
    select p.period_id, r.unit_id, arg_max(r, (r.decision_date, r.year_achieved, l.rank)) as row
    from recognition r
    join level l using (level_id)
    join period p on r.decision_date <= p.to_date or make_date(r.year_achieved, 12, 31) <= p.to_date
    where r.decision_date <= as_of
    group by all
)
select period_id, unit_id, l.rank, l.level_id, row.year_achieved as year_achieved,
    row.decision_date as decision_date, row.decision_number as decision_number
from decided
join level l on l.level_id = row.level_id;

-- one row a year over by then, basis (the year the level was reached: achieved; the day it was decided: decided) and level: how many units there were at its end stood there by the latest decision known, and of how many levels are asked
create macro recognition_by_year(as_of) as table
with of_levels as (
    select a.unit_id from applicable a join indicator i using (indicator_id) where i.rule = 'level'
),
known as (
    select r.unit_id, r.year_achieved, r.decision_date, l.rank, l.level_id
    from recognition r
    join level l using (level_id)
    join unit u using (unit_id)
    where r.decision_date <= as_of and u.role = 'member' and r.unit_id in (from of_levels)
),
basis as (
    select 'achieved' as basis, year_achieved as since, * from known
    union all
    select 'decided', year(decision_date), * from known
),
years as (
    -- a year without a decision keeps what stood; the one in course counts once something was decided in it
    select unnest(range(min(since), greatest(max(since), year(as_of + 1) - 1) + 1)) as year from basis
),
alive as (
    select y.year, u.unit_id
    from years y
    join unit u
        on make_date(y.year, 12, 31)
            between coalesce(u.valid_from, date '0001-01-01') and coalesce(u.valid_to, date '9999-12-31')
    where u.role = 'member' and u.unit_id in (from of_levels)
),
total as (
    select year, count(*) as unit_total from alive group by year
),
standing as (
    select a.year, b.basis, b.unit_id, arg_max(b.rank, (b.decision_date, b.year_achieved, b.rank)) as rank
    from alive a
    join basis b on b.unit_id = a.unit_id and b.since <= a.year
    group by all
)
select year, basis, rank, count(*) as unit_count, any_value(t.unit_total) as unit_total
from standing
join total t using (year)
group by all;

-- one row a report owed: its first due day, and the one that counts by the extensions known
create macro due_known(as_of) as table
with extended as (
    select form_id, unit_id as reporter_id, period_id, arg_max(new_date, journal_no) as due_date
    from act
    where act = 'extend' and known_date <= as_of
    group by all
)
select form_id, reporter_id, period_id, e.due_date as first_due, coalesce(x.due_date, e.due_date) as due_date,
    x.due_date is not null as is_extended
from expected_report e
left join extended x using (form_id, reporter_id, period_id);

-- one row an input cell owed: value, state and the day it is due, authorities and reconciliations alike
create macro cell_known(as_of) as table
with refused as (
    select distinct form_id, reporter_id, period_id
    from attempt
    where outcome = 'refused' and received_date <= as_of
),
known as materialized (select * from report_known(as_of)),
handed_in as (
    select form_id, reporter_id, period_id from known where is_current
)
select
    e.*,
    o.value,
    o.journal_no,
    o.sheet,
    o.cell,
    o.correction_no,
    d.due_date,
    case
        when o.value is not null then 'reported'
        when h.reporter_id is null and f.reporter_id is not null then 'refused'
        else 'not_reported'
    end as state
from expected_cell e
left join observation_known_of('known', as_of) o
    using (reporter_id, period_id, measure_id, subject_id)
left join handed_in h using (form_id, reporter_id, period_id)
left join refused f using (form_id, reporter_id, period_id)
left join due_known(as_of) d using (form_id, reporter_id, period_id)
where e.reporter_id <> 'catalogue'
union all by name
select e.*, k.rank::decimal(18, 6) as value,
    case when k.rank is null then 'not_reported' else 'reported' end as state
from expected_cell e
left join recognition_known(as_of) k on k.unit_id = e.subject_id and k.period_id = e.period_id
where e.reporter_id = 'catalogue';

-- one row an indicator, unit and period in which all its terms are owed: sums of its parts
create macro unit_part(as_of) as table
select
    t.indicator_id,
    c.subject_id as unit_id,
    c.period_id,
    sum(t.sign * c.value) filter (t.part = 'n') as n,
    sum(t.sign * c.value) filter (t.part = 'd') as d,
    sum(c.value) filter (t.part = 'w') as w,
    count(c.value) = count(*) as is_complete,
    bool_or(c.state = 'refused') as is_refused,
    min(c.due_date) as first_due
from cell_known(as_of) c
join term t using (measure_id)
join indicator_nature k using (indicator_id)
where c.is_authority
group by t.indicator_id, c.subject_id, c.period_id
having count(*) = any_value(k.term_count);

-- a figure by its rule, from sums over the units that have all parts; is_single: one observation, nothing to add
-- sums are exact decimals up to here, so that a total equal to its plan is equal to it
create macro figure(rule, is_single, factor, n_sum, d_sum, w_sum, nw_sum, n_max, at_standard) as
case rule
    when 'sum' then n_sum::double
    when 'office' then n_sum::double
    when 'ratio' then factor::double * n_sum::double / nullif(d_sum, 0)::double
    when 'mean' then nw_sum / nullif(w_sum, 0)::double
    when 'level' then case when is_single then n_max::double else at_standard::double end
    when 'max' then n_max::double
    when 'none' then case when is_single then n_sum::double end
end;

-- whether a unit counts at a level: at the root either its units or its own figure, and office figures there only
create macro is_counted(scope_type, is_itself, root_source, is_root_only) as
case
    when scope_type = 'root' then is_itself = (root_source = 'own')
    else not is_root_only
end;

-- one row an indicator, level and period: value with coverage (reporting_count of expected_count)
create macro indicator_value_of(part) as table
with summed as (
    select
        s.scheme_id,
        s.scope_type,
        s.scope_id,
        s.period_id,
        a.indicator_id,
        bool_and(s.unit_id = s.scope_id) as is_single,
        count(*) as applicable_count,
        count(p.unit_id) as expected_count,
        count(*) filter (p.is_complete) as reporting_count,
        count(*) filter (p.is_refused and not p.is_complete) as refused_count,
        min(p.first_due) as first_due,
        sum(p.n) filter (p.is_complete) as n_sum,
        sum(p.d) filter (p.is_complete) as d_sum,
        sum(coalesce(p.w, 1)) filter (p.is_complete) as w_sum,
        fsum(p.n::double * coalesce(p.w, 1)::double) filter (p.is_complete) as nw_sum,
        max(p.n) filter (p.is_complete) as n_max,
        count(*) filter (p.is_complete and p.n >= 1) as at_standard
    from scope_unit s
    join applicable a using (unit_id)
    join indicator_nature k using (indicator_id)
    left join query_table(part) p using (indicator_id, unit_id, period_id)
    where is_counted(s.scope_type, s.unit_id = s.scope_id, k.root_source, k.is_root_only)
    group by all
)
select
    s.* exclude (is_single),
    case
        when s.reporting_count > 0
        then figure(i.rule, s.is_single, i.factor, n_sum, d_sum, w_sum, nw_sum, n_max, at_standard)
    end as value
from summed s
join indicator i using (indicator_id);

create macro indicator_value(as_of) as table
with part as materialized (select * from unit_part(as_of))
select * from indicator_value_of('part');

-- one row an indicator, scope and period with a target in force: the latest decided by then
create macro target_known(as_of) as table
select
    t.indicator_id,
    t.scope_type,
    t.scope_id,
    p.period_id,
    t.plan_year_id,
    t.kind,
    arg_max(t, (t.decision_date, t.version)) as row
from target t
join period_plan pp using (plan_year_id)
join period p using (period_id)
where t.decision_date <= least(as_of, p.to_date)
group by all;

-- one row an indicator, level, period and plan year: the target for the units that reported, and its own as decided
create macro target_compared_of(part, as_of) as table
with own as (
    select indicator_id, scope_type, scope_id, period_id, plan_year_id,
        row.value as value, row.baseline as baseline,
        row.decision_number as decision_number, row.decision_date as decision_date, row.version as version
    from target_known(as_of)
    where kind = 'assigned'
),
of_units as (
    select
        s.scope_type,
        s.scope_id,
        s.period_id,
        y.plan_year_id,
        p.indicator_id,
        count(*) as expected_count,
        count(t.value) as all_count,
        -- of levels a unit counts once, whatever rank it is to reach
        sum(case when i.rule = 'level' then (t.value >= 1)::int else t.value end) as all_sum,
        count(*) filter (p.is_complete) as reporting_count,
        count(t.value) filter (p.is_complete) as target_count,
        count(t.baseline) filter (p.is_complete) as baseline_count,
        sum(case when i.rule = 'level' then (t.value >= 1)::int else t.value end) filter (p.is_complete) as target_sum,
        sum(t.baseline) filter (p.is_complete) as baseline_sum,
        fsum(t.value::double * p.d::double) filter (p.is_complete) as target_weighted,
        fsum(t.baseline::double * p.d::double) filter (p.is_complete) as baseline_weighted,
        sum(p.d) filter (p.is_complete) as d_sum
    from scope_unit s
    join query_table(part) p using (unit_id, period_id)
    join indicator_nature k using (indicator_id)
    join indicator i using (indicator_id)
    join period_plan y using (period_id)
    left join own t
        on t.indicator_id = p.indicator_id and t.scope_type = 'unit' and t.scope_id = p.unit_id
        and t.period_id = s.period_id and t.plan_year_id = y.plan_year_id
    where s.scope_type = 'block' or (s.scope_type = 'root' and k.root_source = 'sum')
    group by all
),
own_of_levels as (
    select o.*
    from own o
    join indicator_nature k using (indicator_id)
    where o.scope_type = 'block' or (o.scope_type = 'root' and k.root_source = 'sum')
),
-- an own target shrinks with the units that have not reported, by their share of the units' targets (of levels,
-- of the units that are to reach one)
scaled as (
    select
        scope_type, scope_id, period_id, plan_year_id, indicator_id,
        u.target_sum, u.baseline_sum, u.target_weighted, u.baseline_weighted, u.d_sum,
        o.value as own_value,
        o.baseline as own_baseline,
        o.decision_number,
        o.decision_date,
        o.version,
        case
            when u.expected_count is null then null  -- nobody owes it: the plan is known, nothing is compared
            when not k.is_extensive or u.reporting_count = u.expected_count then 1::double
            -- where all of the plan is of units that are silent there is nothing to hold the others against
            when u.all_count = u.expected_count then nullif(u.target_sum, 0)::double / nullif(u.all_sum, 0)::double
        end as share,
        u.target_count = u.reporting_count as has_targets,
        u.baseline_count = u.reporting_count as has_baselines,
        i.rule
    from of_units u
    full join own_of_levels o using (indicator_id, scope_type, scope_id, period_id, plan_year_id)
    join indicator i using (indicator_id)
    join indicator_nature k using (indicator_id)
)
select
    scope_type, scope_id, period_id, plan_year_id, indicator_id, decision_number, decision_date, version,
    own_value is not null as is_own,
    own_value::double as decided_target,
    own_value is not null and share is null as is_unscalable,
    case
        when own_value is not null then own_value::double * share
        when rule = 'sum' and has_targets then target_sum::double
        when rule = 'ratio' and has_targets then target_weighted / nullif(d_sum, 0)::double
    end as target,
    case
        when own_value is not null then own_baseline::double * share
        when rule = 'sum' and has_baselines then baseline_sum::double
        when rule = 'ratio' and has_baselines then baseline_weighted / nullif(d_sum, 0)::double
    end as baseline
from scaled
union all by name
select scope_type, scope_id, period_id, plan_year_id, indicator_id, decision_number, decision_date, version,
    true as is_own, value::double as decided_target, false as is_unscalable,
    value::double as target, baseline::double as baseline
from own
join indicator_nature using (indicator_id)
where scope_type = 'unit' or (scope_type = 'root' and root_source = 'own');

-- one row an indicator, level and period: what of a year was done by then in the year before, where that is something and told by enough of the units that report now; of the root, for what the year comes to, and of seasonal indicators
create macro share_last_year_of(asked, part) as table
with beside as (
    select s.scope_type, s.scope_id, s.period_id, p.indicator_id,
        o.n as then_n, w.n as whole_n, o.n is not null and w.n is not null as has_both,
        iso.scale_version is not distinct from isw.scale_version as is_one_scale
    from scope_unit s
    join query_table(asked) p using (unit_id, period_id)
    join indicator i using (indicator_id)
    join indicator_nature k on k.indicator_id = p.indicator_id
    join period_link l on l.period_id = s.period_id and l.link = 'last_year'
    join period po on po.period_id = l.other_id
    join plan_year y on y.plan_year_id = po.plan_year_id
    left join query_table(part) o
        on o.indicator_id = p.indicator_id and o.unit_id = p.unit_id and o.period_id = l.other_id and o.is_complete
    left join period pw
        on pw.plan_year_id = y.plan_year_id and pw.to_date = y.to_date and pw.from_date = y.from_date
    left join query_table(part) w
        on w.indicator_id = p.indicator_id and w.unit_id = p.unit_id and w.period_id = pw.period_id and w.is_complete
    left join indicator_period iso on iso.indicator_id = p.indicator_id and iso.period_id = l.other_id
    left join indicator_period isw on isw.indicator_id = p.indicator_id and isw.period_id = pw.period_id
    where p.is_complete and is_counted(s.scope_type, s.unit_id = s.scope_id, k.root_source, k.is_root_only)
        -- elsewhere nothing is made of it
        and (i.is_seasonal or s.scope_type = 'root')
),
summed as (
    select scope_type, scope_id, period_id, indicator_id,
        sum(then_n) filter (has_both)::double / nullif(sum(whole_n) filter (has_both), 0)::double as share,
        bool_and(is_one_scale) and is_wide(count(*) filter (has_both), count(*)) as is_known
    from beside
    group by all
)
select scope_type, scope_id, period_id, indicator_id, share
from summed
-- more than a whole year has no period of it: one of the two figures is wrong
where share > 0 and round(share, 9) <= 1 and is_known;

-- one row an indicator, level, period and plan year: value, target, pace and status; of the parts asked about, held against all
create macro indicator_status_of(asked, part, as_of) as table
with setting_of as (
    select
        round(max(value) filter (setting = 'pace_on')::double / 100, 9) as pace_on,
        round(max(value) filter (setting = 'pace_near')::double / 100, 9) as pace_near,
        round(max(value) filter (setting = 'pace_slow')::double / 100, 9) as pace_slow
    from setting
),
joined as (
    select
        v.scheme_id, v.scope_type, v.scope_id, v.period_id, v.indicator_id,
        v.applicable_count, v.expected_count, v.reporting_count, v.refused_count,
        v.n_sum, v.d_sum, v.value,
        y.plan_year_id, y.is_own as is_plan_year, y.months_elapsed, y.months,
        t.target, t.decided_target, t.baseline, t.decision_number, t.decision_date, t.version as target_version,
        coalesce(t.is_unscalable, false) as is_unscalable,
        i.direction, i.rule, i.decimals, k.is_flow, k.is_accumulated, i.is_seasonal,
        p.is_measured,
        -- none of those counted need have reported by then, and none has
        coalesce(p.available_date > as_of, false)
            or (v.reporting_count = 0 and coalesce(as_of <= v.first_due, false)) as is_early,
        case
            when y.months_elapsed = y.months then 1.0
            when i.is_seasonal and y.is_own then e.share
            else y.months_elapsed::double / y.months
        end as share,
        e.share as last_year_share,
        round(pow(10, -i.decimals), 9) as step,
        greatest(abs(v.value), abs(t.target), abs(t.baseline)) as size,
        settled(v.value, size) as a,
        settled(t.target, size) as t,
        settled(t.baseline, size) as b
    from indicator_value_of(asked) v
    join indicator i using (indicator_id)
    join indicator_nature k using (indicator_id)
    join indicator_period p using (indicator_id, period_id)
    join period_plan y using (period_id)
    left join target_compared_of(asked, as_of) t using (indicator_id, scope_type, scope_id, period_id, plan_year_id)
    left join share_last_year_of(asked, part) e using (indicator_id, scope_type, scope_id, period_id)
),
judged as (
    select
        *,
        case direction
            when 'higher' then a >= t
            when 'lower' then a <= t
            when 'exact' then settled(abs(a - t), size) < step
        end as is_met,
        case direction
            when 'higher' then b >= t
            when 'lower' then b <= t
            when 'exact' then settled(abs(b - t), size) < step
        end as was_met,
        case direction
            when 'higher' then a > t
            when 'lower' then a < t and not is_flow
            else false
        end as is_beyond
    from joined
),
closed as (
    select
        *,
        case
            when is_flow or coalesce(was_met, true) then null
            when direction = 'exact' then 1 - abs(value - target) / abs(baseline - target)
            else (value - baseline) / (target - baseline)
        end as gap_closed,
        case when t <> 0 then value / target end as plan_share
    from judged
),
paced as (
    select
        *,
        settled(case
            when not is_flow then gap_closed / share
            when direction = 'higher' and t > 0 and is_seasonal then value / (target * share)
            when direction = 'higher' and t > 0 then value * months / (target * months_elapsed)
            when direction = 'lower' and t > 0 and a > 0 and is_seasonal then target * share / value
            when direction = 'lower' and t > 0 and a > 0 then target * months_elapsed / (value * months)
        -- the noise of large figures is large beside a small gap between them
        end, case when not is_flow then size / (abs(target - baseline) * share) end) as pace
    from closed
),
rated as (
    select
        *,
        case
            when direction = 'none' then null
            when not is_measured or is_early or expected_count = 0 then 'not_due'
            when reporting_count = 0 then 'unreported'
            when not is_wide(reporting_count, expected_count) then 'incomplete'
            when value is null then 'not_applicable'
            when is_unscalable then 'incomplete'
            when target is null then 'no_target'
            when months_elapsed = months then
                case when is_met and is_beyond and not coalesce(was_met and not is_flow, false) then 'exceeded'
                     when is_met then 'met'
                     else 'not_met' end
            when not is_flow and was_met then case when is_met then 'held' else 'very_slow' end
            when not is_flow and baseline is null then case when is_met then 'on_pace' else 'no_basis' end
            when direction = 'lower' and is_flow and a <= 0 and is_met then 'on_pace'
            when is_flow and t = 0 then case when is_met then 'on_pace' else 'very_slow' end
            when direction = 'exact' and is_met then 'on_pace'
            when pace is null then 'no_basis'
            when pace >= pace_on then 'on_pace'
            when pace >= pace_near then 'near'
            when pace >= pace_slow then 'slow'
            else 'very_slow'
        end as status
    from paced
    cross join setting_of
)
select
    scheme_id, scope_type, scope_id, period_id, plan_year_id, is_plan_year, indicator_id,
    value, n_sum, d_sum, applicable_count, expected_count, reporting_count, refused_count,
    target, decided_target, baseline, target_version, decision_number, decision_date,
    share, last_year_share, plan_share, gap_closed, pace,
    -- the level that is just on pace, where one is judged
    case
        when status not in ('on_pace', 'near', 'slow', 'very_slow') or direction not in ('higher', 'lower') then null
        when is_flow and direction = 'lower' then target * share / pace_on
        when is_flow then target * share * pace_on
        when not coalesce(was_met, true) then baseline + (target - baseline) * share * pace_on
    end as due,
    status,
    coalesce(status in ('exceeded', 'met', 'on_pace', 'held'), false) as is_on_pace,
    coalesce(status in ('exceeded', 'met', 'on_pace', 'held') and is_met
        -- what grows during the year may still pass its ceiling or its mark, a rate of it too
        and (months_elapsed = months or not (direction in ('lower', 'exact') and is_accumulated)), false) as is_plan_met
from rated;

create macro indicator_status(as_of) as table
with part as materialized (select * from unit_part(as_of))
select * from indicator_status_of('part', 'part', as_of);
