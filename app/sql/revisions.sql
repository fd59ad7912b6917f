-- one row a figure of some periods that a later lần nộp or a correction changed, the newest first
with pair as (
    select journal_no, revision, received_date as day, reporter_id, period_id,
        lag(journal_no) over (partition by form_id, reporter_id, period_id order by journal_no) as before_no
    from report_known($as_of)
    where list_contains($periods, period_id)
    qualify before_no is not null
),
resent as (
    select p.journal_no, p.revision, p.day, p.reporter_id, p.period_id, o.measure_id, o.subject_id,
        max(o.value) filter (o.journal_no = p.before_no) as before,
        max(o.value) filter (o.journal_no = p.journal_no) as now
    from pair p
    join observation o on o.journal_no in (p.journal_no, p.before_no)
    group by all
    having before is distinct from now
),
corrected as (
    select o.correction_no as journal_no, a.known_date as day, o.reporter_id, o.period_id, o.measure_id, o.subject_id,
        o.reported_value as before, o.value as now, a.actor, a.reason
    from observation_known($as_of) o
    join act a on a.journal_no = o.correction_no
    where list_contains($periods, o.period_id)
)
select c.*, u.name_vi, u.name_en, m.title_vi, m.title_en, m.uom_vi, m.decimals,
    s.short_vi as subject_vi, s.name_en as subject_en
from (from resent union all by name from corrected) c
join unit u on u.unit_id = c.reporter_id
join measure m using (measure_id)
left join unit s on s.unit_id = c.subject_id and c.subject_id <> c.reporter_id
order by c.journal_no desc, m.sort, m.measure_id, s.sort nulls first;
