-- one row a text that units wrote in reports in force of the period: assessments, model examples, awards, pledges, by line
select r.reporter_id, t.section, t.row_no, t.item_id, t.text, t.value, u.name_vi, u.name_en, u.sort as unit_sort
from reported_text t
join report_known($as_of) r using (journal_no)
join unit u on u.unit_id = r.reporter_id
where r.is_current and r.period_id = $period and t.section in ('narrative', 'model_example', 'award', 'pledge')
order by u.sort, u.unit_id, t.section, t.row_no, t.item_id;
