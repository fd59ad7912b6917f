-- one row a movement and level in one period: x of y
select * from movement_status($as_of)
where period_id = $period and scope_type in ('root', 'block');
