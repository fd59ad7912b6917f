-- one row a figure in force of some periods and what changed it, the newest first: a lần nộp that came into force, a report
-- put back, or a step of a correction made while its lần nộp was in force; lapsed_no is the correction that ended then
with known as (
    select *, (is_official, coalesce(paper_date, date '0001-01-01'), received_date, journal_no) as place
    from report_known($as_of)
    where list_contains($periods, period_id)
),
put_back as (
    select form_id, reporter_id, period_id, max(restored_no) as act_no, arg_max(journal_no, restored_no) as report_no
    from known
    where restored_no is not null
    group by all
),
-- what might come into force, one after another; who was put back stands over all that were entered before
entered as (
    select k.journal_no as report_no, k.journal_no as at_no, coalesce(k.journal_no > b.act_no, false) as is_after, k.*
    from known k
    left join put_back b using (form_id, reporter_id, period_id)
    union all
    select k.journal_no, b.act_no, true, k.*
    from known k
    join put_back b on b.report_no = k.journal_no
),
-- and did: it was the first of those entered by then
stood as (
    select * exclude (place)
    from entered
    qualify place = max(place) over (
            partition by form_id, reporter_id, period_id, is_after order by at_no rows unbounded preceding
        )
),
chain as (
    select report_no, at_no, revision, received_date,
        lag(at_no) over one_after_another as before_at,
        lead(at_no) over one_after_another as ended_no
    from stood
    window one_after_another as (partition by form_id, reporter_id, period_id order by at_no)
),
cell as materialized (
    select h.*, o.reporter_id, o.period_id, o.measure_id, o.subject_id, o.value as read_value, coalesce(c.steps, []) as steps
    from chain h
    join observation o on o.journal_no = h.report_no
    left join correction_known($as_of) c on c.report_no = o.journal_no and c.sheet = o.sheet and c.cell = o.cell
),
-- of a lần nộp and the one before it, as corrected by then
compared as (
    select n.at_no as journal_no, n.revision, n.received_date, n.at_no <> n.report_no as is_put_back,
        c.reporter_id, c.period_id, c.measure_id, c.subject_id, c.at_no = n.at_no as is_now,
        corrected(list_filter(c.steps, lambda s: s.act_no < n.at_no), c.read_value) as told
    from chain n
    join cell c on c.at_no in (n.at_no, n.before_at)
    where n.before_at is not null
),
resent as (
    select journal_no, revision, received_date as day, is_put_back, reporter_id, period_id, measure_id, subject_id,
        max(told.value) filter (not is_now) as before,
        max(told.act_no) filter (not is_now) as lapsed_no,
        max(told.value) filter (is_now) as now
    from compared
    group by all
),
step as (
    select *, unnest(range(len(steps))) as done
    from cell
),
stepped as (
    select s.at_no, s.ended_no, s.steps[s.done + 1] as step, s.reporter_id, s.period_id, s.measure_id, s.subject_id,
        corrected(s.steps[:s.done], s.read_value).value as before
    from step s
),
changed as (
    select r.* exclude (is_put_back) replace (coalesce(a.known_date, r.day) as day), a.actor, a.reason
    from resent r
    left join act a on r.is_put_back and a.journal_no = r.journal_no
    union all by name
    select a.journal_no, a.known_date as day, s.reporter_id, s.period_id, s.measure_id, s.subject_id,
        s.before, s.step.value as now, a.actor, a.reason
    from stepped s
    join act a on a.journal_no = s.step.act_no
    where s.step.expected is not distinct from s.before
        and s.step.act_no > s.at_no and coalesce(s.step.act_no < s.ended_no, true)
)
select c.*, u.name_vi, u.name_en, m.title_vi, m.title_en, m.uom_vi, m.decimals,
    s.short_vi as subject_vi, s.name_en as subject_en
from changed c
join unit u on u.unit_id = c.reporter_id
join measure m using (measure_id)
left join unit s on s.unit_id = c.subject_id and c.subject_id <> c.reporter_id
where c.before is distinct from c.now
order by c.journal_no desc, m.sort, m.measure_id, s.sort nulls first, c.subject_id;
