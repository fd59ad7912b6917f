-- one row a unit and flow whose cumulative figure fell since the period before: before and now
select
    f.*, i.title_vi, i.title_en, i.uom_vi, i.uom_en, i.decimals,
    u.name_vi, u.name_en, u.short_vi, b.title_vi as before_vi, b.title_en as before_en
from cumulative_fall($as_of) f
join indicator i using (indicator_id)
join unit u using (unit_id)
join period b on b.period_id = f.before_id
where f.period_id = $period
order by u.sort, u.unit_id, i.movement_id, i.sort;
