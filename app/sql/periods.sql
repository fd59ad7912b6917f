-- one row a period, oldest first
select p.*, pp.months_elapsed, pp.months
from period p
join period_plan pp on pp.period_id = p.period_id and pp.is_own
order by p.to_date, p.from_date desc, p.period_id;
