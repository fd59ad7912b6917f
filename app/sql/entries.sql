-- one row a journal entry that is a file or an act, in order, with the unit and period it is about
select a.journal_no, a.outcome as what, a.received_date as day, a.recorded_at, a.reporter_id, a.period_id,
    r.revision, a.file_name, a.actor, a.reason, null::integer as report_no, null::varchar as sheet, null::varchar as cell,
    u.name_vi, u.name_en, p.title_vi, p.title_en
from attempt a
left join report r using (journal_no)
left join unit u on u.unit_id = a.reporter_id
left join period p on p.period_id = a.period_id
union all by name
select a.journal_no, a.act as what, a.known_date as day, a.recorded_at,
    u.unit_id as reporter_id, p.period_id, r.revision, a.actor, a.reason, a.report_no, a.sheet, a.cell,
    u.name_vi, u.name_en, p.title_vi, p.title_en
from act a
left join report r on r.journal_no = a.report_no
left join unit u on u.unit_id = coalesce(r.reporter_id, a.unit_id)
left join period p on p.period_id = coalesce(r.period_id, a.period_id)
order by journal_no;
