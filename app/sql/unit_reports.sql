-- one row an attempt of one unit known on that day, the newest first: lần nộp, paper, due date, what became of it
with received_known as (
    select report_no, arg_max(new_date, journal_no) as received_date
    from act
    where act = 'received' and known_date <= $as_of
    group by report_no
),
act_known as (
    select report_no, arg_max(act, journal_no) as act
    from act
    where act in ('withdraw', 'restore') and known_date <= $as_of
    group by report_no
)
select a.journal_no, a.form_id, a.period_id, a.file_name, r.revision, r.paper_number, r.paper_date, r.is_official,
    coalesce(d.received_date, a.received_date) as received_date, t.due_date,
    f.title_vi as form_vi, p.title_vi, p.title_en,
    case
        when a.outcome <> 'accepted' then a.outcome
        when k.journal_no is null then 'withdrawn'
        when k.is_current then 'current'
        else 'replaced'
    end as state
from attempt a
left join report r using (journal_no)
left join report_known($as_of) k using (journal_no)
left join received_known d on d.report_no = a.journal_no
left join act_known w on w.report_no = a.journal_no
left join period p on p.period_id = a.period_id
left join form f on f.form_id = a.form_id
left join timeliness($as_of) t
    on t.form_id = a.form_id and t.reporter_id = a.reporter_id and t.period_id = a.period_id
where a.reporter_id = $unit and coalesce(d.received_date, a.received_date) <= $as_of
    and (a.outcome <> 'accepted' or k.journal_no is not null or w.act = 'withdraw')
order by a.journal_no desc;
