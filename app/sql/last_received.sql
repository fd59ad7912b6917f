-- one row a period: the newest day received among its reports in force
select period_id, max(received_date) as day
from report_known($as_of)
where is_current
group by period_id
order by period_id;
