-- one row a movement, in order
select * from movement order by sort;
