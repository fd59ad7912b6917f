-- one row a measure that is shown: its names, unit of measure and decimals
select measure_id, title_vi, title_en, uom_vi, decimals from measure order by sort, measure_id;
