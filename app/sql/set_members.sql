-- one row a member of a named set
select * from indicator_set where set_id = $set order by sort;
