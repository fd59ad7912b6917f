-- one row a comparison (previous, last_year) and unit that owes the figure: whether it counts in the change
with part as materialized (select * from unit_part($as_of) where indicator_id = $indicator),
asked as (select * from part where period_id = $period),
pair as (select * from unit_pair_of('asked', 'part') where comparison <> 'own'),
owing as (
    select distinct p.unit_id, p.is_complete, k.is_accumulated
    from scope_unit s
    join part p using (unit_id, period_id)
    join applicable a using (indicator_id, unit_id)
    join indicator_nature k using (indicator_id)
    where s.period_id = $period and s.scope_type = $scope_type and s.scope_id = $scope_id
        and is_counted(s.scope_type, s.unit_id = s.scope_id, k.root_source, k.is_root_only)
)
select c.comparison, o.unit_id, u.name_vi, u.name_en, o.is_complete, o.is_accumulated, p.unit_id is not null as is_counted,
    e.title_vi as other_vi, e.title_en as other_en
from (values ('previous'), ('last_year')) c (comparison)
cross join owing o
join unit u using (unit_id)
left join pair p on p.comparison = c.comparison and p.unit_id = o.unit_id
left join period e on e.period_id = p.other_id
order by c.comparison desc, u.sort, o.unit_id;
