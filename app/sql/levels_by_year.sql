-- one row a year, basis (achieved, decided) and level: how many communes stood there at its end
select y.year, y.basis, y.rank, y.unit_count, y.unit_total, l.title_vi as level_vi, l.title_en as level_en
from recognition_by_year($as_of) y
join level l using (rank)
order by y.year, y.basis, y.rank desc, l.level_id;
