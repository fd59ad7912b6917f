-- one row a rule that reports are checked by
select * from rule order by severity = 'note', severity = 'warning', rule_id;
