-- one row: how many indicators of a named set are on pace at the root
select * from headline($as_of) where period_id = $period and set_id = $set;
