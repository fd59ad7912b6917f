-- one row a cell of another source about a unit that a figure counts, beside the value that counts
with counted as (
    select distinct s.unit_id
    from scope_unit s
    join indicator_nature k on k.indicator_id = $indicator
    where s.period_id = $period and s.scope_type = $scope_type and s.scope_id = $scope_id
        and is_counted(s.scope_type, s.unit_id = s.scope_id, k.root_source, k.is_root_only)
),
cell as materialized (
    select c.*
    from cell_known($as_of) c
    join counted n on n.unit_id = c.subject_id
    where c.period_id = $period and c.measure_id in (select measure_id from term where indicator_id = $indicator)
)
select u.name_vi, u.name_en, m.title_vi, m.title_en, m.uom_vi, m.decimals,
    a.value, o.value as other_value, o.value - a.value as difference,
    w.short_vi as reporter_vi, w.name_en as reporter_en
from cell o
join cell a on a.is_authority and a.measure_id = o.measure_id and a.subject_id = o.subject_id
join unit u on u.unit_id = o.subject_id
join unit w on w.unit_id = o.reporter_id
join measure m on m.measure_id = o.measure_id
where not o.is_authority and o.value is not null
order by u.sort, m.sort, w.sort;
