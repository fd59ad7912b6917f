-- one row a measure that an indicator is computed from, in the order in which the formula is written:
-- part n numerator, d denominator, w weight
select t.indicator_id, t.part, t.sign, m.measure_id, m.title_vi, m.title_en, m.uom_vi, m.kind, m.reporter, m.root_source, m.root_reporter,
    u.name_vi as reporter_vi, u.name_en as reporter_en, o.name_vi as root_reporter_vi, o.name_en as root_reporter_en
from term t
join measure m using (measure_id)
left join unit u on u.unit_id = m.reporter
left join unit o on o.unit_id = m.root_reporter
order by t.rowid;
