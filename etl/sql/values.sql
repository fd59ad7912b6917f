-- What the Parquet of all accepted reports holds, by the journal number of its report.

insert into observation
select r.journal_no, r.reporter_id, r.period_id, c.item_id, c.subject_id, c.value, c.state, c.raw, c.sheet, c.cell
from report r
join cell_read c using (parsed)
where c.section in ('results', 'criteria');

insert into reported_text
select r.journal_no, c.section, c.row_no, c.item_id, c.subject_id, c.value, c.text, c.sheet, c.cell
from report r
join cell_read c using (parsed)
where c.section not in ('results', 'criteria') and c.state = 'reported';

drop table cell_read;
