-- one row a cell that a figure is computed from: whom it is about, who told it, in which lần nộp and where
with counted as (
    select distinct s.unit_id, s.unit_id = s.scope_id as is_itself, k.indicator_id
    from scope_unit s
    join indicator_nature k on k.indicator_id = $indicator
    where s.period_id = $period and s.scope_type = $scope_type and s.scope_id = $scope_id
        and is_counted(s.scope_type, s.unit_id = s.scope_id, k.root_source, k.is_root_only)
)
select t.part, t.sign, t.measure_id, c.subject_id, c.reporter_id, m.title_vi, m.title_en, m.uom_vi, m.decimals,
    u.name_vi, u.name_en, u.short_vi, c.state, c.value, o.reported_value, o.raw, c.sheet, c.cell,
    c.journal_no, r.revision, r.is_official, r.paper_number, r.paper_date, r.received_date,
    r.file_name, r.sha256, w.name_vi as reporter_vi, w.name_en as reporter_en,
    k.decision_number, k.decision_date,
    f.rule_id is not null as is_text
from term t
join counted n using (indicator_id)
join cell_known($as_of) c on c.measure_id = t.measure_id and c.subject_id = n.unit_id
join measure m on m.measure_id = t.measure_id
join unit u on u.unit_id = c.subject_id
left join unit w on w.unit_id = c.reporter_id
left join observation_known($as_of) o
    on o.reporter_id = c.reporter_id and o.period_id = c.period_id and o.measure_id = c.measure_id and o.subject_id = c.subject_id
left join report_known($as_of) r on r.journal_no = c.journal_no
-- text that is more than digits was read as a number with a note
left join finding f
    on f.rule_id = 'read-as' and f.journal_no = c.journal_no and f.sheet = c.sheet and f.cell = c.cell
left join recognition_known($as_of) k
    on c.reporter_id = 'catalogue' and k.unit_id = c.subject_id and k.period_id = c.period_id
where c.period_id = $period and c.is_authority
order by u.sort, u.unit_id, t.part = 'w', t.part = 'd', m.sort, m.measure_id;
