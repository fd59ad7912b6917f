-- one row an indicator with its movement, the scale in force in the period, and where it comes from
select i.*, v.short_vi as movement_short_vi, v.title_en as movement_en, v.sort as movement_sort,
    s.title_vi as scale_vi, s.decision_number, s.decision_date, s.maximum::int as scale_maximum
from indicator i
join movement v using (movement_id)
left join period p on p.period_id = $period
left join scale s
    on s.scale_id = i.scale_id and s.valid_from <= p.to_date and coalesce(s.valid_to, p.to_date) >= p.to_date
order by v.sort, i.movement_id, i.sort, i.indicator_id;
