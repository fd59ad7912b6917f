-- one row a period, oldest first, with the last day on which one of its reports is due
select p.*, pp.months_elapsed, pp.months, s.plan_shape,
    (select max(d.due_date) from due d where d.period_id = p.period_id) as last_due
from period p
join period_span s using (period_id)
join period_plan pp on pp.period_id = p.period_id and pp.is_own
order by p.to_date, p.from_date desc, p.period_id;
