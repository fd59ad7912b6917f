-- one row a unit there is in the period, with its block in the scheme
select u.*, b.block_id, b.name_vi as block_name_vi, b.name_en as block_name_en, b.short_vi as block_short_vi, b.sort as block_sort
from unit u
join scope_unit s on s.unit_id = u.unit_id and s.scope_type = 'unit' and s.period_id = $period
left join scope_unit m
    on m.unit_id = u.unit_id and m.scope_type = 'block' and m.period_id = $period and m.scheme_id = $scheme
left join block b on b.block_id = m.scope_id
where u.role = 'member'
order by b.sort nulls last, b.block_id, u.sort, u.unit_id;
