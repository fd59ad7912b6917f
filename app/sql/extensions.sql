-- one row an act that put off a due date of the period: whose report, until when, why; the last of a report counts
select
    a.journal_no, a.known_date, a.actor, a.reason, a.new_date, e.due_date as first_due,
    f.title_vi as form_vi, u.name_vi, u.name_en,
    a.journal_no = max(a.journal_no) over (partition by a.form_id, a.unit_id) as is_in_force
from act a
join expected_report e on e.form_id = a.form_id and e.reporter_id = a.unit_id and e.period_id = a.period_id
join form f on f.form_id = a.form_id
join unit u on u.unit_id = a.unit_id
where a.act = 'extend' and a.period_id = $period and a.known_date <= $as_of
order by u.sort, u.unit_id, a.journal_no;
