-- What reports of different kinds of period say of one day.

-- one row a figure unlike that of another period which ends on the same day in the same plan year: half year and second quarter, second half and year. Who came later is asked, about the latest before it
create macro finding_same_day_of(asked, figures) as table
select 'same-day-differs' as rule_id, f.*, e.value as other_value, e.journal_no as other_no,
    e.period_id as other_period_id, greatest(f.since_no, e.since_no) as both_no
from query_table(asked) f
join period_span here on here.period_id = f.period_id
join period_span there
    on there.plan_year_id = here.plan_year_id and there.to_date = here.to_date and there.period_id <> here.period_id
join query_table(figures) e
    on e.reporter_id = f.reporter_id and e.measure_id = f.measure_id
    and e.subject_id = f.subject_id and e.period_id = there.period_id and e.journal_no < f.journal_no
where f.section = 'results' and f.value <> e.value
qualify row_number() over (partition by f.journal_no, f.measure_id, f.subject_id order by e.journal_no desc) = 1;
