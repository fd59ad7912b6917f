-- one row an indicator and scope: figures of two periods over the same units, members as of the first
with part as materialized (select * from unit_part($as_of) where period_id in ($period, $other) and is_complete),
chosen as (
    select p.indicator_id, p.unit_id, p.period_id, 'chosen' as comparison, o.period_id as other_id,
        p.n, p.d, p.w, o.n as n_then, o.d as d_then, o.w as w_then
    from part p
    join part o using (indicator_id, unit_id)
    where p.period_id = $period and o.period_id = $other
)
select c.*,
    k.is_accumulated and (a.kind, a.plan_shape) is distinct from (b.kind, b.plan_shape) as is_unlike
from pair_change_of('chosen') c
join indicator_nature k using (indicator_id)
join period_span a on a.period_id = c.period_id
join period_span b on b.period_id = c.other_id;
