-- one row a scheme of blocks
select * from scheme order by sort;
