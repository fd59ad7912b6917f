-- one row a report owed in one period, with what is to be known of the report in force
select t.*, not k.is_official as is_estimate,
    o.title_vi as form_vi,
    u.name_vi, u.name_en, u.short_vi, u.unit_group, b.block_id, b.short_vi as block_short_vi, b.name_vi as block_name_vi, b.name_en as block_name_en, b.sort as block_sort
from timeliness($as_of) t
join unit u on u.unit_id = t.reporter_id
join form o on o.form_id = t.form_id
left join report k on k.journal_no = t.current_no
left join scope_unit m
    on m.unit_id = u.unit_id and m.scope_type = 'block' and m.period_id = t.period_id and m.scheme_id = $scheme
left join block b on b.block_id = m.scope_id
where t.period_id = $period
order by b.sort nulls last, b.block_id, u.sort, u.unit_id, t.form_id;
