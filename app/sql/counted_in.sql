-- one row a measure, unit, and indicator and scope whose figure counts that cell
select distinct t.measure_id, s.unit_id as subject_id, t.indicator_id, s.scope_type, s.scope_id
from term t
join indicator_nature k using (indicator_id)
join applicable a using (indicator_id)
join scope_unit s on s.unit_id = a.unit_id
where s.period_id = $period and list_contains($measures, t.measure_id)
    and is_counted(s.scope_type, s.unit_id = s.scope_id, k.root_source, k.is_root_only);
