-- one row a member of a named set as it counts in one period; none in a school year that does not judge them all
select m.*
from indicator_set m
join period p on p.to_date between coalesce(m.valid_from, date '0001-01-01') and coalesce(m.valid_to, date '9999-12-31')
left join indicator_period q using (indicator_id, period_id)
where m.set_id = $set and p.period_id = $period
qualify p.kind <> 'SY' or count(q.indicator_id) over () = count(*) over ()
order by m.sort;
