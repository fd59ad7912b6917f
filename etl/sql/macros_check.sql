-- What reports say held against one another, the catalogue and the office's own acts. These findings
-- depend on what is known on a day, so they are asked for and never stored; a warning holds nothing back.

-- limits of the rules below: the office's own in its settings, else these
create macro check_limit() as table
with given as (select setting, try_cast(value as double) as value from setting)
select
    -- year-change: more than so many per cent, and at least so much in the line's own unit, both then and between
    coalesce(max(value) filter (setting = 'change_percent'), 50) as change_percent,
    coalesce(max(value) filter (setting = 'change_floor'), 20) as change_floor,
    -- thousand-jump: between so many and so many times, a thousand give or take √10
    coalesce(max(value) filter (setting = 'jump_from'), 300) as jump_from,
    coalesce(max(value) filter (setting = 'jump_to'), 3000) as jump_to,
    -- copies: so many different figures above zero the same, and so large a part of all
    coalesce(max(value) filter (setting = 'copy_figures'), 8) as copy_figures,
    coalesce(max(value) filter (setting = 'copy_percent'), 90) as copy_percent,
    -- fewer units are no measure for one of them
    coalesce(max(value) filter (setting = 'peers_min'), 5) as peers_min,
    -- a returned file of no known unit or period is told of for so many days
    coalesce(max(value) filter (setting = 'unplaced_days'), 45)::integer as unplaced_days
from given;

-- one row a figure in force, with its period; since_no is the newest journal entry it rests on
create macro figure_known_of(report, as_of) as table
select
    o.* exclude (reported_value, raw, is_official, correction_no),
    r.form_id, m.kind, m.section, u.unit_group, s.to_date,
    greatest(r.read_no, v.moved_no, o.correction_no) as since_no
from observation_known_of(report, as_of) o
join query_table(report) r on r.journal_no = o.journal_no
left join report_moved(as_of) v on v.form_id = r.form_id and v.reporter_id = r.reporter_id and v.period_id = r.period_id
join measure m using (measure_id)
join unit u on u.unit_id = o.subject_id
join period_span s on s.period_id = o.period_id
where o.value is not null;

-- one row a figure asked about and comparison: last_year (same kind of period), previous (the latest that ended before, within a year), cumulative (the latest that ended before in its plan year)
create macro figure_before_of(asked, figures) as table
-- few periods are compared before many figures are; the latest has rank 1
with pair as materialized (
    select
        p.period_id, o.period_id as other_period_id,
        l.link is not null as is_last_year,
        o.plan_year_id = p.plan_year_id as is_same_year,
        row_number() over (partition by p.period_id order by o.to_date desc, o.period_id) as rank
    from period_span p
    join period_span o
        on o.plan_shape = p.plan_shape and o.to_date < p.to_date
    left join period_link l on l.period_id = p.period_id and l.other_id = o.period_id and l.link = 'last_year'
    -- a school year may end later than the one before by the calendar
    where o.to_date >= p.to_date - interval 1 year or l.link is not null
),
results as (
    select *, row_number() over () as line from query_table(asked) where section = 'results'
),
earlier as materialized (
    select
        f.* exclude (section, line),
        e.value as other_value, e.journal_no as other_no,
        greatest(f.since_no, e.since_no) as both_no,
        p.other_period_id, p.is_last_year,
        min(p.rank) over same as first_rank,
        min(p.rank) filter (f.kind = 'flow' and p.is_same_year) over same as first_in_year,
        p.rank
    from results f
    join pair p using (period_id)
    join query_table(figures) e
        on e.reporter_id = f.reporter_id and e.measure_id = f.measure_id
        and e.subject_id = f.subject_id and e.period_id = p.other_period_id
    window same as (partition by f.line)
),
compared as (
    select *, unnest([
        case when is_last_year then 'last_year' end,
        case when rank = first_rank then 'previous' end,
        case when rank = first_in_year then 'cumulative' end
    ]) as comparison
    from earlier
)
select * exclude (rank, first_rank, first_in_year, is_last_year)
from compared
where comparison is not null;

-- one row a figure and comparison with its change and that of its peers: a growth which all units share is no mistake of one
create macro figure_growth_of(befores) as table
with grown as (
    select *, value::double / other_value::double as ratio from query_table(befores) where other_value > 0
),
peers as (
    select measure_id, period_id, comparison, count(*) as peers, median(ratio) as middle
    from grown
    group by all
)
select g.*, case when p.peers >= l.peers_min then p.middle else 1 end as trend
from grown g
join peers p using (measure_id, period_id, comparison)
cross join check_limit() l;

-- one row a cumulative figure that fell: a flow's own, or what one flow leaves of another while neither fell
create macro finding_fall_of(befores) as table
with flow as (
    select * from query_table(befores) where comparison = 'cumulative'
),
numerator as (
    select *, count(*) over (partition by indicator_id) as parts from term where part = 'n'
),
-- 8 of 20 on time, then 25 of 30: neither fell, but twelve late became five
difference as (
    select t.indicator_id, f.subject_id, f.journal_no, f.other_no,
        sum(t.sign * f.value) as value, sum(t.sign * f.other_value) as other_value,
        min(f.measure_id) filter (t.sign > 0) as measure_id, max(f.both_no) as both_no
    from numerator t
    join flow f using (measure_id)
    group by t.indicator_id, f.subject_id, f.journal_no, f.other_no
    having bool_or(t.sign < 0) and not bool_or(f.value < f.other_value) and count(*) = any_value(t.parts)
)
select 'flow-falls' as rule_id, * from flow where value < other_value
union all by name
select 'rest-falls' as rule_id, f.* replace (d.value as value, d.other_value as other_value, d.both_no as both_no)
from difference d
join flow f using (journal_no, measure_id, subject_id)
where d.value < d.other_value;

-- one row a figure that is about a thousand times too large or small: against its own earlier ones, or where there are none the median of like units
create macro finding_jump_of(figures, growth) as table
with own as (
    select g.* exclude (ratio, trend)
    from query_table(growth) g
    cross join check_limit() l
    -- nearer to a thousand times than to what the other units did
    where value > 0 and greatest(ratio, 1 / ratio) between l.jump_from and l.jump_to
        and (trend = 0 or greatest(ratio / trend, trend / ratio) > sqrt(1000))
    qualify row_number() over (
            partition by journal_no, measure_id, subject_id order by comparison = 'previous' desc, comparison
        ) = 1
),
positive as (
    select * from query_table(figures) where value > 0 and section = 'results'
),
peers as (
    select measure_id, period_id, unit_group, count(*) as peers, median(value) as middle
    from positive
    group by all
),
first_ones as (
    select f.*, p.middle as other_value, f.since_no as both_no
    from positive f
    join peers p using (measure_id, period_id, unit_group)
    cross join check_limit() l
    anti join query_table(growth) g using (journal_no, measure_id, subject_id)
    where p.peers >= l.peers_min
        and greatest(f.value / p.middle, p.middle / f.value) between l.jump_from and l.jump_to
)
select 'thousand-jump' as rule_id, * from own
union all by name
select 'thousand-jump' as rule_id, * from first_ones;

-- one row a figure far from the same period of last year and from what its peers did since; never across a change of scale
create macro finding_change_of(growth) as table
select 'year-change' as rule_id, g.* exclude (ratio, trend)
from query_table(growth) g
cross join check_limit() l
where comparison = 'last_year'
    and abs(ratio - 1) * 100 > l.change_percent
    and abs(ratio / nullif(trend, 0) - 1) * 100 > l.change_percent
    and other_value >= l.change_floor and abs(value - other_value) >= l.change_floor
    and not exists (
        from term t
        join indicator_period here on here.indicator_id = t.indicator_id and here.period_id = g.period_id
        join indicator_period there on there.indicator_id = t.indicator_id and there.period_id = g.other_period_id
        where t.measure_id = g.measure_id and here.scale_version is distinct from there.scale_version
    );

-- one row a report that repeats its own earlier one: so many different figures above zero, so large a part of all
create macro finding_copy_of(figures, befores) as table
with own as (
    select b.*, value = other_value as is_same
    from query_table(befores) b
    where reporter_id = subject_id and comparison in ('previous', 'last_year') and (value > 0 or other_value > 0)
),
again as (
    select 'copied-period' as rule_id, journal_no, any_value(form_id) as form_id, any_value(reporter_id) as reporter_id,
        any_value(period_id) as period_id, any_value(other_period_id) as other_period_id,
        null as other_unit_id, other_no, max(both_no) as both_no,
        count(*) filter (is_same) as same, count(*) as all_count, count(distinct value) filter (is_same) as unlike
    from own
    group by journal_no, other_no
),
positive as (
    select *, count(*) over (partition by journal_no) as figures
    from query_table(figures)
    where value > 0 and section = 'results' and reporter_id = subject_id
),
-- who came later is asked
others as (
    select 'copied-unit' as rule_id, f.journal_no, any_value(f.form_id) as form_id,
        any_value(f.reporter_id) as reporter_id, any_value(f.period_id) as period_id, null as other_period_id,
        any_value(e.reporter_id) as other_unit_id, e.journal_no as other_no,
        greatest(max(f.since_no), max(e.since_no)) as both_no,
        count(*) as same, greatest(any_value(f.figures), any_value(e.figures)) as all_count,
        count(distinct f.value) as unlike
    from positive f
    join positive e
        on e.period_id = f.period_id and e.measure_id = f.measure_id and e.value = f.value
        and e.form_id = f.form_id and e.journal_no < f.journal_no
    group by f.journal_no, e.journal_no
)
select c.* exclude (same, all_count, unlike), reporter_id as subject_id,
    same::decimal(18, 6) as value, all_count::decimal(18, 6) as other_value
from (from again union all by name from others) c
cross join check_limit() l
where unlike >= l.copy_figures and same * 100 >= all_count * l.copy_percent
qualify row_number() over (partition by rule_id, journal_no order by same desc, other_no desc) = 1;

-- one row a total that is not what its parts make by a balance of the catalogue
create macro finding_balance_of(figures) as table
with balance as (
    select *, count(*) over (partition by balance_id) as parts from balance_term
),
parts as (
    select t.balance_id, t.measure_id as total_id, f.subject_id, f.period_id,
        sum(t.sign * f.value) as value, max(f.since_no) as since_no, arg_max(f.journal_no, f.since_no) as other_no
    from balance t
    join measure m on m.measure_id = t.part_id
    join query_table(figures) f
        on f.measure_id = t.part_id
        and (f.reporter_id = m.reporter or (m.reporter = 'self' and f.reporter_id = f.subject_id))
    group by t.balance_id, t.measure_id, f.subject_id, f.period_id
    having count(*) = any_value(t.parts)
)
select 'balance-broken' as rule_id, f.*, p.value as other_value, p.other_no,
    greatest(f.since_no, p.since_no) as both_no
from parts p
join query_table(figures) f on f.measure_id = p.total_id and f.subject_id = p.subject_id and f.period_id = p.period_id
where f.value <> p.value;

-- one row a unit recognised by the scale in force whose report leaves criteria of it unmet
create macro finding_level_of(figures, as_of) as table
with met as (
    select journal_no, form_id, reporter_id, period_id, subject_id, to_date,
        sum(value) as value, count(*) as other_value, max(since_no) as both_no,
        arg_min(sheet, measure_id) filter (value = 0) as sheet, arg_min(cell, measure_id) filter (value = 0) as cell
    from query_table(figures)
    where section = 'criteria'
    group by all
)
select 'level-criteria' as rule_id, m.* exclude (to_date)
from met m
join recognition_known(as_of) k on k.unit_id = m.subject_id and k.period_id = m.period_id
join level v on v.level_id = k.level_id and v.is_standard
where m.value < m.other_value
    -- who was recognised by an earlier scale need not meet this one yet
    and not exists (
        from indicator i
        join scale s on s.scale_id = i.scale_id and m.to_date between s.valid_from and coalesce(s.valid_to, date '9999-12-31')
        where i.rule = 'level' and make_date(k.year_achieved, 12, 31) < s.valid_from
    );

-- one row a measure and period whose units, all of them known, do not add up to what is told for the root
create macro finding_sum_of(figures) as table
with cells as materialized (
    select e.*, f.value
    from expected_cell e
    left join query_table(figures) f using (reporter_id, period_id, measure_id, subject_id)
    where e.period_id in (select distinct period_id from query_table(figures))
),
newest as (
    select measure_id, period_id, max(since_no) as both_no from query_table(figures) group by all
)
select 'sum-differs' as rule_id, f.*, r.units_value as other_value, n.both_no
from reconciliation_of('cells') r
join newest n using (measure_id, period_id)
join unit u on u.role = 'root'
join query_table(figures) f
    on f.measure_id = r.measure_id and f.period_id = r.period_id and f.reporter_id = r.root_reporter_id and f.subject_id = u.unit_id
where r.difference <> 0 and r.reporting_count = r.expected_count;

-- one row an indicator and period that is judged and reported, and has no target in force for the whole: the root's own,
-- or where plans of units add up to one, that of each unit that reported; what is never added has its units' alone
create macro finding_target_of(figures, as_of) as table
with planned as materialized (
    select distinct indicator_id, period_id, plan_year_id, scope_type, scope_id
    from target_known(as_of)
    where kind = 'assigned'
),
reported as materialized (
    select i.indicator_id, f.period_id, min(f.measure_id) as measure_id, max(f.since_no) as both_no
    from indicator i
    join indicator_period p on p.indicator_id = i.indicator_id and p.is_measured
    join term t on t.indicator_id = i.indicator_id and t.part = 'n'
    join query_table(figures) f on f.measure_id = t.measure_id and f.period_id = p.period_id
    where i.direction <> 'none'
    group by all
),
-- units of the whole that told all parts
told as (
    select t.indicator_id, f.period_id, f.subject_id
    from term t
    join indicator_nature k using (indicator_id)
    join query_table(figures) f on f.measure_id = t.measure_id
    join scope_unit s
        on s.scope_type = 'root' and s.unit_id = f.subject_id and s.period_id = f.period_id and s.unit_id <> s.scope_id
    group by all
    having count(distinct (t.part, t.measure_id)) = any_value(k.term_count)
),
plan as (
    select indicator_id, period_id, plan_year_id, bool_or(scope_type = 'root') as is_of_root
    from planned
    group by all
),
lacking as (
    select distinct indicator_id, period_id, plan_year_id
    from plan p
    join told r using (indicator_id, period_id)
    anti join planned k
        on k.indicator_id = p.indicator_id and k.period_id = p.period_id and k.plan_year_id = p.plan_year_id
        and k.scope_type = 'unit' and k.scope_id = r.subject_id
),
whole as (
    select p.indicator_id, p.period_id
    from plan p
    join indicator i using (indicator_id)
    join indicator_nature k using (indicator_id)
    left join lacking l using (indicator_id, period_id, plan_year_id)
    where p.is_of_root or i.rule = 'none'
        or i.rule in ('sum', 'ratio') and k.root_source = 'sum' and l.indicator_id is null
)
select 'target-missing' as rule_id, r.period_id, r.measure_id,
    (select unit_id from unit where role = 'root') as subject_id, r.both_no
from reported r
anti join whole w using (indicator_id, period_id);

-- one row a finding between reports on that day, about one period or (null) all; journal_no is the report asked about (none: the catalogue), since_no the newest entry it rests on
create macro cross_finding_of(figures, as_of, asked_period) as table
with asked as materialized (select * from query_table(figures) where coalesce(period_id = asked_period, true)),
befores as materialized (select * from figure_before_of('asked', figures)),
growth as materialized (select * from figure_growth_of('befores')),
jumps as materialized (select * from finding_jump_of('asked', 'growth')),
found as (
    select * from finding_fall_of('befores')
    union all by name select * from jumps
    union all by name
    select * from finding_change_of('growth') anti join jumps using (journal_no, measure_id, subject_id)
    union all by name select * from finding_copy_of('asked', 'befores')
    union all by name select * from finding_balance_of('asked')
    union all by name select * from finding_level_of('asked', as_of)
    union all by name select * from finding_sum_of('asked')
    union all by name select * from finding_target_of('asked', as_of)
    union all by name select * from finding_same_day_of('asked', figures)
)
select
    rule_id, r.severity, journal_no, form_id, reporter_id, period_id,
    coalesce(sheet, '') as sheet, coalesce(cell, '') as cell, measure_id, subject_id,
    value, other_value, other_period_id, other_unit_id, other_no as other_journal_no, both_no as since_no
from found
join rule r using (rule_id);

-- the same of all that is known on a day
create macro cross_finding(as_of, asked_period := null) as table
with known as materialized (select * from report_known(as_of)),
figures as materialized (select * from figure_known_of('known', as_of))
select * from cross_finding_of('figures', as_of, asked_period);

-- a number as offices write it: 1.234,5
create macro number_vi(amount) as
case when amount < 0 then '-' else '' end
    || replace(format('{:,}', trunc(abs(amount))::bigint), ',', '.')
    || case when amount = trunc(amount) then ''
        else ',' || rtrim(right(round(abs(amount), 6)::decimal(18, 6)::varchar, 6), '0') end;

create macro number_en(amount) as translate(number_vi(amount), '.,', ',.');

-- one row a finding between reports, in words: its rule's sentence with names and numbers put in
create macro cross_told_of(figures, as_of, asked_period) as table
select
    f.*,
    number_vi(f.value) as value_vi,
    replace(replace(replace(replace(r.message_vi,
        '{what}', coalesce('kỳ «' || p.title_vi || '»', u.name_vi, 'mức giữa của các đơn vị cùng nhóm')),
        '{value}', coalesce(number_vi(f.value), '')),
        '{other}', coalesce(number_vi(f.other_value), '')),
        '{measure}', coalesce(concat_ws(' – ', m.title_vi, s.short_vi), '')) as message_vi,
    replace(replace(replace(replace(r.message_en,
        '{what}', coalesce('period «' || p.title_en || '»', u.name_en, u.name_vi, 'the median of like units')),
        '{value}', coalesce(number_en(f.value), '')),
        '{other}', coalesce(number_en(f.other_value), '')),
        '{measure}', coalesce(concat_ws(' – ', m.title_en, coalesce(s.name_en, s.short_vi)), '')) as message_en
from cross_finding_of(figures, as_of, asked_period) f
join rule r using (rule_id)
left join measure m using (measure_id)
left join period p on p.period_id = f.other_period_id
left join unit u on u.unit_id = f.other_unit_id
-- whom it is about, where another tells of them
left join unit s on s.unit_id = f.subject_id and s.unit_id <> f.reporter_id and s.role <> 'root';

-- the same of all that is known on a day
create macro cross_told(as_of) as table
with known as materialized (select * from report_known(as_of)),
figures as materialized (select * from figure_known_of('known', as_of))
select * from cross_told_of('figures', as_of, null);

-- one row a finding standing on that day, about one period (with what is of no known period) or (null) all: of reports in force, of refused ones that nothing later replaced, and between reports; accepted where an act entered after all it rests on says so
create macro finding_known_of(reports, figures, as_of, asked_period) as table
-- what was returned is settled by what came later, but for a report that was withdrawn
with later as (
    select b.form_id, b.reporter_id, b.period_id, b.journal_no
    from attempt b
    where b.outcome = 'refused' and b.received_date <= as_of
    union all
    select form_id, reporter_id, period_id, journal_no from query_table(reports)
),
refused as (
    select a.journal_no, a.form_id, a.reporter_id, a.period_id
    from attempt a
    cross join check_limit() l
    anti join later b
        on b.form_id = a.form_id and b.reporter_id = a.reporter_id and b.period_id = a.period_id
        and b.journal_no > a.journal_no
    -- whom it is of nobody knows: nothing but the same file, or time, can clear it
    anti join attempt same
        on same.sha256 = a.sha256 and a.period_id is null
        and same.journal_no > a.journal_no and same.received_date <= as_of
    where a.outcome = 'refused' and a.received_date <= as_of
        and (a.period_id is not null or as_of <= a.received_date + l.unplaced_days)
),
corrected_reports as (
    select * from query_table(reports)
    where is_current and journal_no in (select report_no from act where act = 'correct' and known_date <= as_of)
),
corrected as materialized (
    select journal_no, sheet, cell, correction_no
    from observation_known_of('corrected_reports', as_of)
    where correction_no is not null
),
standing as (
    select journal_no, 'accepted' as outcome, form_id, reporter_id, period_id,
        greatest(read_no, moved_no) as since_no
    from query_table(reports)
    left join report_moved(as_of) using (form_id, reporter_id, period_id)
    where is_current
    union all by name
    select *, 'refused' as outcome, journal_no as since_no from refused
),
told as (
    select s.* replace (greatest(s.since_no, c.correction_no) as since_no),
        f.rule_id, f.severity, f.sheet, f.cell, f.value, f.message_vi, f.message_en,
        coalesce(o.measure_id, f.measure_id) as measure_id, o.subject_id
    from standing s
    join finding f using (journal_no)
    left join observation o on o.journal_no = f.journal_no and o.sheet = f.sheet and o.cell = f.cell
    left join corrected c on c.journal_no = f.journal_no and c.sheet = f.sheet and c.cell = f.cell
    -- what was said of a figure goes with that figure: a correction is told of for itself
    where f.act_no is not distinct from c.correction_no and coalesce(s.period_id = asked_period, true)
    union all by name
    select case when c.journal_no is not null then 'accepted' end as outcome,
        c.* exclude (value, value_vi, other_value, other_period_id, other_unit_id, other_journal_no),
        coalesce(c.value_vi, '') as value
    from cross_told_of(figures, as_of, asked_period) c
),
accepting as (
    select t.journal_no, t.rule_id, t.sheet, t.cell, t.measure_id, t.subject_id, arg_max(a, a.journal_no) as act
    from told t
    join act a
        on a.act = 'accept' and a.known_date <= as_of
        and a.report_no = t.journal_no and a.rule_id = t.rule_id and a.journal_no > t.since_no
        and (a.cell is null or a.sheet = t.sheet and a.cell = t.cell)
    where t.severity = 'warning'
    group by all
)
select
    t.journal_no, t.outcome, t.rule_id, t.severity, t.sheet, t.cell, t.value, t.message_vi, t.message_en,
    t.form_id, t.reporter_id, t.period_id, t.measure_id, t.subject_id,
    a.act is not null as is_accepted, a.act.actor as accepted_by, a.act.reason as accepted_reason,
    a.act.known_date as accepted_date
from told t
left join accepting a
    on a.journal_no = t.journal_no and a.rule_id = t.rule_id and a.sheet = t.sheet and a.cell = t.cell
    and a.measure_id is not distinct from t.measure_id and a.subject_id is not distinct from t.subject_id;

-- the same of all that is known on a day
create macro finding_known(as_of) as table
with known as materialized (select * from report_known(as_of)),
figures as materialized (select * from figure_known_of('known', as_of))
select * from finding_known_of('known', 'figures', as_of, null);
