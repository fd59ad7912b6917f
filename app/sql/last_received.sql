-- the newest day received among the reports in force of these periods, null where there is none
select max(received_date) as day
from report_known($as_of)
where is_current and list_contains($periods, period_id);
