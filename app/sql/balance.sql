-- one row a part of a balance in order: what it makes up, its sign
select measure_id, part_id, sign
from balance_term
where balance_id = $balance
order by sort;
