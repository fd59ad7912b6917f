-- one row a cell of the reports in force in the period, the root first: value, and what put it there
select o.reporter_id, o.measure_id, o.subject_id, o.value, o.journal_no, o.correction_no, o.sheet, o.cell,
    m.title_vi, m.title_en, m.uom_vi, m.decimals, s.name_vi, s.name_en,
    w.name_vi as reporter_vi, w.name_en as reporter_en
from observation_known($as_of) o
join measure m using (measure_id)
join unit s on s.unit_id = o.subject_id
join unit w on w.unit_id = o.reporter_id
where o.period_id = $period
order by s.role <> 'root', s.sort, s.unit_id, m.sort, m.measure_id, w.sort;
