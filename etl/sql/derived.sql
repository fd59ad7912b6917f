-- Tables that follow from the catalogue alone: who is in which level, and which period is before which.

-- one row a level (unit, block, root), period and unit counted in it; the root's own figure is its own unit
create table scope_unit as
select u.unit_id as unit_id, p.period_id, 'unit' as scope_type, u.unit_id as scope_id, null as scheme_id
from unit u
cross join period p
where u.role <> 'root'
  and coalesce(u.valid_from, date '0001-01-01') <= p.to_date
  and coalesce(u.valid_to, date '9999-12-31') >= p.to_date
union all
select m.unit_id, p.period_id, 'block', m.block_id, b.scheme_id
from block_member m
join block b using (block_id)
join unit u using (unit_id)
cross join period p
where m.valid_from <= p.to_date
  and coalesce(m.valid_to, date '9999-12-31') >= p.to_date
  and u.role = 'member'
  and coalesce(u.valid_from, date '0001-01-01') <= p.to_date
  and coalesce(u.valid_to, date '9999-12-31') >= p.to_date
union all
select u.unit_id, p.period_id, 'root', r.unit_id, null
from unit u
cross join period p
cross join (select unit_id from unit where role = 'root') r
where u.role = 'member'
  and coalesce(u.valid_from, date '0001-01-01') <= p.to_date
  and coalesce(u.valid_to, date '9999-12-31') >= p.to_date
union all
select r.unit_id, p.period_id, 'root', r.unit_id, null
from unit r
cross join period p
where r.role = 'root';
comment on table scope_unit is 'Units counted at each level in each period: scope_type unit, block or root';

-- one row a period and plan year that contains it
create table period_plan as
select
    p.period_id,
    y.plan_year_id,
    y.plan_year_id = p.plan_year_id as is_own,
    date_diff('month', y.from_date, p.to_date + 1) as months_elapsed,
    y.months
from period p
join plan_year y on y.from_date <= p.from_date and p.to_date <= y.to_date
where y.plan_year_id = p.plan_year_id or y.months > 12;
comment on table period_plan is 'Share of each plan year gone at a period''s end: months_elapsed / months';

-- one row a period: its length, and whether its own flow needs an earlier cumulative figure
create table period_span as
select
    p.period_id,
    p.from_date,
    p.to_date,
    date_diff('month', p.from_date, p.to_date + 1) as months,
    p.from_date > y.from_date as needs_before,
    (p.from_date - to_months(date_diff('month', p.from_date, p.to_date + 1)))::date as previous_from,
    p.kind,
    left(p.kind, 1) as family,
    p.plan_year_id,
    y.months as plan_months,
    -- like with like: school years are as good as each other whatever the day they begin and their length
    case
        when y.plan_year_id in (select plan_year_id from period where kind = 'SY') then 'school'
        else concat(y.months, ' months from ', month(y.from_date))
    end as plan_shape
from period p
join plan_year y using (plan_year_id);
comment on table period_span is 'Length of each period in months and where the equally long one before it starts';

-- one row a period, kind of link and other period; the smallest rank that has a figure is used:
-- its own family first (months with months, quarters, half years), then in order of name
create table period_link as
with other as (select * from period_span),
linked as (
    select p.period_id, 'last_year' as link, o.period_id as other_id, 0 as rank
    from period_span p
    join other o on o.kind = p.kind and o.plan_shape = p.plan_shape
        and case p.kind
            when 'SY' then year(o.from_date) = year(p.from_date) - 1
            else o.from_date = (p.from_date - to_years(1))::date
        end
    union all
    select p.period_id, 'before', o.period_id, (o.family <> p.family)::int
    from period_span p
    join other o on o.plan_year_id = p.plan_year_id and o.to_date = p.from_date - 1
    union all
    select p.period_id, 'previous_end', o.period_id, (o.family <> p.family)::int
    from period_span p
    join other o on o.to_date = p.from_date - 1 and o.plan_shape = p.plan_shape
    union all
    select p.period_id, 'previous_before', o.period_id, (o.family <> p.family)::int
    from period_span p
    join other o on o.to_date = p.previous_from - 1 and o.plan_shape = p.plan_shape
)
select
    period_id,
    link,
    other_id,
    row_number() over (partition by period_id, link order by rank, other_id) as rank
from linked;
comment on table period_link is 'Periods a period is compared with, by dates whatever their kinds';

-- one row an indicator: what its terms say of it
create table indicator_nature as
select
    i.indicator_id,
    any_value(m.root_source) as root_source,
    i.rule in ('sum', 'office') and bool_and(m.kind = 'flow') as is_flow,
    bool_and((m.kind = 'flow') = (t.part = 'n')) as is_accumulated,
    i.rule in ('sum', 'level') as is_extensive,
    i.rule in ('sum', 'office', 'mean', 'ratio') and i.uom_vi <> '%' and not i.is_score and not i.is_share as is_amount,
    i.rule = 'office' as is_root_only,
    bool_or(m.reporter = 'catalogue') as is_in_catalogue,
    count(*) as term_count
from indicator i
join term t using (indicator_id)
join measure m using (measure_id)
group by i.indicator_id, i.rule, i.uom_vi, i.is_score, i.is_share;
comment on table indicator_nature is 'Derived from the measures: flow or level, and where the root''s figure comes from';
comment on column indicator_nature.is_amount is 'changes in per cent: an amount, also a mean or an amount per something; not a rate in %, a score, a count of levels';
comment on column indicator_nature.is_accumulated is 'grows from the start of its plan year: a flow, or a flow over a level (admitted of a year''s quota)';

-- one row an indicator and period of the years it is told by (calendar or school years, or both): is it
-- judged then, and from which date is it known
create table indicator_period as
select
    i.indicator_id,
    p.period_id,
    list_contains(i.measured_in, p.kind)
        or (left(p.kind, 1) in ('M', 'Q') and list_contains(i.measured_in, left(p.kind, 1))) as is_measured,
    case
        when i.available_days is not null then p.to_date + i.available_days
        when k.is_in_catalogue then p.cutoff_date
    end as available_date,
    s.version as scale_version,
    s.decision_number as scale_decision
from indicator i
join indicator_nature k using (indicator_id)
join period p
    on case p.kind
        when 'SY' then list_contains(i.measured_in, 'SY')
        else len(list_filter(i.measured_in, lambda k: k <> 'SY')) > 0
    end
left join scale s
    on s.scale_id = i.scale_id
    and s.valid_from <= p.to_date
    and coalesce(s.valid_to, date '9999-12-31') >= p.to_date
qualify row_number() over (partition by i.indicator_id, p.period_id order by s.valid_from desc) = 1;
comment on column indicator_period.available_date is 'empty: known as soon as it is reported';
comment on table indicator_period is 'When an indicator is judged, when it is known, and on which version of its scale; no row in a school year if it is measured in calendar years alone, nor the other way round';
