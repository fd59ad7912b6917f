-- one row: what this file was built from
select * from build;
