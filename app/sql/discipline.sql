-- one row a period like the one in view (calendar or school years) up to it, and block of the scheme (null: in none) that owed reports in it: how they came
select
    p.period_id, p.kind, p.title_vi, p.title_en,
    b.block_id, b.short_vi as block_short_vi, b.name_en as block_name_en,
    count(*) filter (t.timeliness = 'on_time') as on_time,
    count(*) filter (t.timeliness = 'late') as late,
    count(*) filter (t.timeliness = 'missing') as missing,
    count(*) filter (t.timeliness = 'not_due') as not_due
from timeliness($as_of) t
join period p on p.period_id = t.period_id
join period_span s on s.period_id = p.period_id
join period_span v on v.period_id = $period and p.to_date <= v.to_date and s.plan_shape = v.plan_shape
left join scope_unit m
    on m.unit_id = t.reporter_id and m.scope_type = 'block' and m.period_id = t.period_id and m.scheme_id = $scheme
left join block b on b.block_id = m.scope_id
group by all
order by any_value(p.to_date), any_value(p.from_date) desc, p.period_id, any_value(b.sort) nulls last, b.block_id;
