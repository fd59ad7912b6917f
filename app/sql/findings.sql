-- one row a finding of the period standing on the day, errors first, with the figures that rest on it while it is
-- an open warning: [indicator, level, scope]; of a file whose unit or period nobody knows, whatever the period
with known as materialized (select * from report_known($as_of)),
figures as materialized (select * from figure_known_of('known', $as_of)),
told as materialized (
    select f.*, row_number() over () as no,
        f.severity = 'warning' and not f.is_accepted and f.outcome is distinct from 'refused' as is_open
    from finding_known_of('known', 'figures', $as_of, $period) f
),
-- the figure that a warning names; all that its report tells where it names none
cell as (
    select distinct t.no, o.measure_id, o.subject_id, e.is_authority
    from told t
    join figures o
        on o.journal_no = t.journal_no
        and coalesce(t.measure_id, o.measure_id) = o.measure_id and coalesce(t.subject_id, o.subject_id) = o.subject_id
    left join expected_cell e
        on e.reporter_id = o.reporter_id and e.period_id = o.period_id and e.measure_id = o.measure_id and e.subject_id = o.subject_id
    where t.is_open
),
-- what is told of the whole is asked about at the root, even where the sum of the units counts there
resting as (
    select c.no, list(distinct [k.indicator_id, s.scope_type, s.scope_id]) as figures
    from cell c
    join term t using (measure_id)
    join indicator_nature k using (indicator_id)
    join scope_unit s on s.unit_id = c.subject_id and s.period_id = $period
    left join applicable a on a.indicator_id = k.indicator_id and a.unit_id = c.subject_id
    where (c.is_authority and a.unit_id is not null
            and is_counted(s.scope_type, s.unit_id = s.scope_id, k.root_source, k.is_root_only))
        or (s.scope_type = 'root' and s.unit_id = s.scope_id)
    group by c.no
)
select t.* exclude (no), coalesce(r.figures, []) as figures,
    a.file_name, a.received_date, u.name_vi, u.name_en, u.sort as unit_sort, m.title_vi, m.title_en,
    s.short_vi as subject_vi, s.name_en as subject_en
from told t
left join resting r using (no)
left join attempt a using (journal_no)
left join unit u on u.unit_id = t.reporter_id
left join measure m on m.measure_id = t.measure_id
left join unit s on s.unit_id = t.subject_id and t.subject_id <> t.reporter_id
order by t.severity = 'note', t.severity = 'warning', t.is_accepted, u.sort nulls last, t.journal_no, t.rule_id, t.sheet, t.cell;
