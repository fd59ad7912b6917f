-- one row a finding of the period standing on the day, errors first; of a file that named no period, if it came in while this one ran
select f.*, a.file_name, a.received_date, u.name_vi, u.name_en, u.sort as unit_sort, m.title_vi, m.title_en,
    s.short_vi as subject_vi, s.name_en as subject_en
from finding_known($as_of) f
left join attempt a using (journal_no)
left join unit u on u.unit_id = f.reporter_id
left join measure m on m.measure_id = f.measure_id
left join unit s on s.unit_id = f.subject_id and f.subject_id <> f.reporter_id
join period p on p.period_id = $period
where f.period_id = $period or (f.period_id is null and a.received_date between p.from_date and p.to_date + 45)
order by f.severity = 'note', f.severity = 'warning', f.is_accepted, u.sort nulls last, f.journal_no, f.rule_id, f.sheet, f.cell;
