-- Own flows and changes: by dates, over the units that have both figures, never across a change of scale.

-- one row an indicator, unit, period and comparison: the parts now, of what is asked about, and then, of all
create macro unit_pair_of(asked, parts) as table
with complete as (select * from query_table(asked) where is_complete),
-- the nearest period of each kind in which the unit told all parts as well: y last year's, e the one before, b and eb
-- what these go on from
linked as (
    select
        p.indicator_id, p.unit_id, p.period_id,
        arg_min(o.n, l.rank) filter (l.link = 'last_year') as y_n,
        arg_min(o.d, l.rank) filter (l.link = 'last_year') as y_d,
        arg_min(o.w, l.rank) filter (l.link = 'last_year') as y_w,
        arg_min(o.period_id, l.rank) filter (l.link = 'last_year') as y_id,
        arg_min(o.n, l.rank) filter (l.link = 'previous_end') as e_n,
        arg_min(o.d, l.rank) filter (l.link = 'previous_end') as e_d,
        arg_min(o.w, l.rank) filter (l.link = 'previous_end') as e_w,
        arg_min(o.period_id, l.rank) filter (l.link = 'previous_end') as e_id,
        arg_min(o.n, l.rank) filter (l.link = 'before') as b_n,
        arg_min(o.n, l.rank) filter (l.link = 'previous_before') as eb_n
    from complete p
    join period_link l using (period_id)
    join query_table(parts) o
        on o.indicator_id = p.indicator_id and o.unit_id = p.unit_id and o.period_id = l.other_id and o.is_complete
    group by all
),
beside as (
    select
        p.*,
        k.is_accumulated,
        o.y_n, o.y_d, o.y_w, o.y_id, o.e_n, o.e_d, o.e_w, o.e_id,
        case when not s.needs_before then p.n else p.n - o.b_n end as own_flow,
        case
            when o.e_id is null or s.previous_from < ey.from_date then null
            when s.previous_from = ey.from_date then o.e_n
            else o.e_n - o.eb_n
        end as previous_flow
    from complete p
    join indicator_nature k using (indicator_id)
    join period_span s using (period_id)
    left join linked o using (indicator_id, unit_id, period_id)
    left join period ep on ep.period_id = o.e_id
    left join plan_year ey on ey.plan_year_id = ep.plan_year_id
)
select indicator_id, unit_id, period_id, 'last_year' as comparison, y_id as other_id,
    n, d, w, y_n as n_then, y_d as d_then, y_w as w_then
from beside
where y_id is not null
union all
select indicator_id, unit_id, period_id, 'previous', e_id,
    case when is_accumulated then own_flow else n end, d, w,
    case when is_accumulated then previous_flow else e_n end, e_d, e_w
from beside
where e_id is not null and (not is_accumulated or (own_flow is not null and previous_flow is not null))
union all
select indicator_id, unit_id, period_id, 'own', period_id, own_flow, d, w, null, null, null
from beside
where is_accumulated and own_flow is not null;

-- one row an indicator, level, period and comparison of pairs like those above: now, then, difference
create macro pair_change_of(pairs) as table
with summed as (
    select
        s.scheme_id, s.scope_type, s.scope_id, p.period_id, p.indicator_id, p.comparison,
        bool_and(s.unit_id = s.scope_id) as is_single,
        min(p.other_id) as other_id,
        count(*) as both_count,
        sum(n) as n_sum, sum(d) as d_sum, sum(coalesce(w, 1)) as w_sum, fsum(n::double * coalesce(w, 1)::double) as nw_sum,
        max(n) as n_max, count(*) filter (n >= 1) as at_standard,
        sum(n_then) as n_sum_then, sum(d_then) as d_sum_then, sum(coalesce(w_then, 1)) as w_sum_then,
        fsum(n_then::double * coalesce(w_then, 1)::double) as nw_sum_then,
        max(n_then) as n_max_then, count(*) filter (n_then >= 1) as at_standard_then
    from query_table(pairs) p
    join scope_unit s using (unit_id, period_id)
    join indicator_nature k using (indicator_id)
    where is_counted(s.scope_type, s.unit_id = s.scope_id, k.root_source, k.is_root_only)
    group by s.scheme_id, s.scope_type, s.scope_id, p.period_id, p.indicator_id, p.comparison
),
figured as (
    select
        s.*,
        k.is_amount,
        figure(i.rule, s.is_single, i.factor, n_sum, d_sum, w_sum, nw_sum, n_max, at_standard) as value_now,
        figure(i.rule, s.is_single, i.factor, n_sum_then, d_sum_then, w_sum_then, nw_sum_then, n_max_then, at_standard_then)
            as value_then,
        here.scale_version is distinct from there.scale_version as is_broken,
        here.scale_decision as break_decision
    from summed s
    join indicator i using (indicator_id)
    join indicator_nature k using (indicator_id)
    join indicator_period here using (indicator_id, period_id)
    join indicator_period there on there.indicator_id = s.indicator_id and there.period_id = s.other_id
)
select
    scheme_id, scope_type, scope_id, period_id, indicator_id, comparison, other_id, both_count,
    value_now, value_then, is_broken,
    case when is_broken then break_decision end as break_decision,
    greatest(abs(value_now), abs(value_then)) as size,
    case when not is_broken and comparison <> 'own' then settled(value_now - value_then, size) end as difference,
    case
        when difference is not null and is_amount and value_then > 0
        then settled((value_now - value_then) / value_then * 100, size / value_then * 100)
    end as percent
from figured;

-- one row an indicator, level, period and comparison (previous, last_year, own): now, then, difference
create macro indicator_change_of(asked, parts) as table
with unit_pair as (select * from unit_pair_of(asked, parts))
select * from pair_change_of('unit_pair');

create macro indicator_change(as_of) as table
with part as materialized (select * from unit_part(as_of))
select * from indicator_change_of('part', 'part');
