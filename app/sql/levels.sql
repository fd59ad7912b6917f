-- one row a unit to which levels of recognition apply: its level (none where no decision is known), and the criteria it says it meets
with criterion as (
    select c.subject_id as unit_id, count(c.value) as assessed, sum(c.value)::int as met, count(*) as asked
    from cell_known($as_of) c
    join measure m using (measure_id)
    where c.period_id = $period and m.section = 'criteria' and c.is_authority
    group by all
),
owner as (
    select distinct c.subject_id as unit_id
    from cell_known($as_of) c
    where c.period_id = $period and c.reporter_id = 'catalogue'
)
select
    u.unit_id, u.name_vi, u.name_en, u.short_vi, u.tile_x, u.tile_y, u.sort, u.tags,
    k.rank, k.level_id, k.year_achieved, k.decision_date, k.decision_number,
    l.title_vi as level_vi, l.title_en as level_en,
    c.met, c.assessed, c.asked
from owner o
join unit u using (unit_id)
left join recognition_known($as_of) k on k.unit_id = o.unit_id and k.period_id = $period
left join level l using (level_id)
left join criterion c on c.unit_id = o.unit_id
order by k.rank desc nulls last, c.met desc nulls last, u.sort;
