-- one row a period that is closed now
select period_id
from act
where act in ('close', 'reopen')
group by period_id
having arg_max(act, journal_no) = 'close';
