-- one row an indicator that is a mean, and a subject its score is asked of, neighbouring units and the root too: the score,
-- by how many answers it is weighed, its place and among how many; no place by too few answers or where too few scores are known
with asked as (
    select c.period_id, t.indicator_id, c.subject_id,
        case
            when count(*) filter (t.part = 'n') = count(c.value) filter (t.part = 'n')
            then sum(t.sign * c.value) filter (t.part = 'n')::double
        end as value,
        sum(c.value) filter (t.part = 'w') as answers,
        -- of several parts the one that is wanting
        min_by(c.state, (t.part <> 'n', c.value is not null)) as state
    from term t
    join indicator_nature k using (indicator_id)
    join cell_known($as_of) c using (measure_id)
    where c.period_id $one_of_periods and c.is_authority and list_contains($indicators, t.indicator_id)
    group by c.period_id, t.indicator_id, c.subject_id
    having count(*) = any_value(k.term_count)  -- of whom not all parts are asked the score is not asked
),
weighed as (
    select a.*, i.decimals, i.direction,
        len(i.weight) > 0 as is_weighed,
        v.answers_min,
        a.value is not null and i.direction in ('higher', 'lower')
            and (not is_weighed or coalesce(a.answers, 0) >= v.answers_min) as is_ranked,
        is_wide(count(a.value) over same, count(*) over same) as is_wide,
        count(a.value) over same as told, count(*) over same as asked
    from asked a
    join indicator i using (indicator_id)
    cross join (select coalesce(max(value)::int, 30) as answers_min from setting where setting = 'answers_min') v
    window same as (partition by a.period_id, a.indicator_id)
)
select
    w.period_id, w.indicator_id, w.subject_id as unit_id, u.name_vi, u.name_en, u.short_vi, u.role,
    w.value, w.answers, w.state, w.decimals, w.answers_min, w.is_weighed, w.is_ranked, w.is_wide, w.told, w.asked,
    count(*) filter (w.is_ranked) over (partition by w.period_id, w.indicator_id) as among,
    case
        when w.is_ranked and w.is_wide
        then 1 + (
            select count(*) from weighed o
            where o.period_id = w.period_id and o.indicator_id = w.indicator_id and o.is_ranked
                and beats(o.value, w.value, w.decimals, w.direction)
        )
    end as place
from weighed w
join unit u on u.unit_id = w.subject_id
order by w.period_id, w.indicator_id, place nulls last, w.value desc nulls last, u.sort, u.unit_id;
