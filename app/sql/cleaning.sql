-- one row a line of the table by which cells are read; a refusal with its sentence
select c.*, r.message_vi, r.message_en
from cleaning c
left join rule r on r.rule_id = c.means
order by c.row_no;
