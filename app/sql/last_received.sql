-- the newest day received among the reports in force of the period, null where there is none
select max(received_date) as day
from report_known($as_of)
where is_current and period_id = $period;
