-- one row a unit and criterion in the period
select c.subject_id as unit_id, m.measure_id, m.title_vi, m.title_en, m.sort, c.value, c.state
from cell_known($as_of) c
join measure m using (measure_id)
where c.period_id = $period and m.section = 'criteria' and c.is_authority
order by m.sort, m.measure_id, unit_id;
