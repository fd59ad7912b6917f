-- one row a block of a scheme with members in the period
select b.*, count(*) as member_count
from block b
join scope_unit s on s.scope_type = 'block' and s.scope_id = b.block_id and s.period_id = $period
where b.scheme_id = $scheme
group by all
order by b.sort;
