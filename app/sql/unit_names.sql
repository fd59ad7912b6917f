-- one row a unit, whenever it was there: its names
select unit_id, name_vi, name_en from unit order by sort, unit_id;
