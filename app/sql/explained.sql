-- the figure of one indicator and scope with the sums it is computed from
with part as materialized (select * from unit_part($as_of) where indicator_id = $indicator and period_id = $period)
select v.*, i.rule, i.factor, i.decimals, i.title_vi, i.title_en, i.uom_vi, i.uom_en
from indicator_value_of('part') v
join indicator i using (indicator_id)
where v.indicator_id = $indicator and v.period_id = $period
    and v.scope_type = $scope_type and v.scope_id = $scope_id
    and (v.scheme_id is null or v.scheme_id = $scheme);
