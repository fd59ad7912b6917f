-- one row a measure that is shown: its names, unit of measure, decimals and largest value
select measure_id, title_vi, title_en, uom_vi, decimals, max from measure order by sort, measure_id;
