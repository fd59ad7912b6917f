-- one row a figure of some periods and lần nộp that changed it, or step of a correction, the newest first; lapsed_no is the
-- correction that stood in the lần nộp before and ended with it
with known as (
    select journal_no, revision, received_date as day,
        lag(journal_no) over (partition by form_id, reporter_id, period_id order by journal_no) as before_no,
        lead(journal_no) over (partition by form_id, reporter_id, period_id order by journal_no) as after_no,
        is_current
    from report_known($as_of)
    where list_contains($periods, period_id)
),
-- a lần nộp was corrected until another came, and is as long as it is in force
cell as materialized (
    select k.*, o.reporter_id, o.period_id, o.measure_id, o.subject_id, o.value as reported_value,
        coalesce(
            list_filter(c.steps, lambda s: k.is_current or k.after_no is null or s.act_no < k.after_no), []
        ) as steps
    from known k
    join observation o using (journal_no)
    left join correction_known($as_of) c on c.report_no = o.journal_no and c.sheet = o.sheet and c.cell = o.cell
),
resent as (
    select
        n.journal_no, n.revision, n.day, c.reporter_id, c.period_id, c.measure_id, c.subject_id,
        max(corrected(list_filter(c.steps, lambda s: s.act_no < n.journal_no), c.reported_value).value)
            filter (c.journal_no = n.before_no) as before,
        max(corrected(list_filter(c.steps, lambda s: s.act_no < n.journal_no), c.reported_value).act_no)
            filter (c.journal_no = n.before_no and not c.is_current) as lapsed_no,
        max(c.reported_value) filter (c.journal_no = n.journal_no) as now
    from known n
    join cell c on c.journal_no in (n.journal_no, n.before_no)
    where n.before_no is not null
    group by all
),
step as (
    select *, unnest(range(len(steps))) as done
    from cell
),
stepped as (
    select s.steps[s.done + 1] as step, s.reporter_id, s.period_id, s.measure_id, s.subject_id,
        corrected(s.steps[:s.done], s.reported_value).value as before
    from step s
),
corrected_by as (
    select a.journal_no, a.known_date as day, s.reporter_id, s.period_id, s.measure_id, s.subject_id,
        s.before, s.step.value as now, a.actor, a.reason
    from stepped s
    join act a on a.journal_no = s.step.act_no
    where s.step.expected is not distinct from s.before
)
select c.*, u.name_vi, u.name_en, m.title_vi, m.title_en, m.uom_vi, m.decimals,
    s.short_vi as subject_vi, s.name_en as subject_en
from (from resent union all by name from corrected_by) c
join unit u on u.unit_id = c.reporter_id
join measure m using (measure_id)
left join unit s on s.unit_id = c.subject_id and c.subject_id <> c.reporter_id
where c.before is distinct from c.now
order by c.journal_no desc, m.sort, m.measure_id, s.sort nulls first, c.subject_id;
