"""What every CSV of the catalogue holds: one line a column, read by the checker and by the build.

A line is `column type [flags]: meaning`. Types: id, text, int, number, date, bool, list, `one(a,b)`
and `ref(table.column)`; `refs(...)` is a space-separated list of references. Flags: `key` (part of
the primary key), `must` (never empty).
"""

# Absent from catalogues archived before they were asked for; absent they are empty.
OPTIONAL = ("balance", "layout", "layout_field", "role", "source", "theme")

TABLES = {
    "setting": """
        setting id key must: name of the setting
        value text must: its value
        source text: where it comes from; "memory" marks an editable default
    """,
    "source": """
        source_id id key must: as the column source of other tables names it
        title text must: where it is to be found
    """,
    "unit": """
        unit_id id key must: stable for ever, never a GSO code
        parent_id ref(unit.unit_id): empty for the root and for external units
        role one(root,member,external) must: external units are shown, never summed
        unit_group id must: group of units (A…K; R the root, X external)
        kind id must: commune, town, office, school …
        name_vi text must: full name
        name_en text: English name
        short_vi text must: name on charts
        tags list: what measures may apply to beside groups (ntm, border, primary …)
        valid_from date: first day, empty if always
        valid_to date: last day, empty if still there
        tile_x int: column on the tile map
        tile_y int: row on the tile map
        sort int must: order in lists
        source text: where it comes from
    """,
    "unit_code": """
        unit_id ref(unit.unit_id) key must: the unit
        system one(gso) key must: whose code
        code text key must: the code, reused with another meaning since 01/07/2025
        valid_from date: first day
        valid_to date: last day
        source text: where it comes from
    """,
    "unit_alias": """
        alias text key must: another spelling of a unit's name
        unit_id ref(unit.unit_id) must: the unit meant
        source text: where it comes from
    """,
    "unit_relation": """
        pred_id ref(unit.unit_id) key must: the unit before
        succ_id ref(unit.unit_id) key must: the unit after
        relation one(merge,split,rename,dissolve) must: what happened
        effective_date date must: first day of the new unit
        share number: share of the predecessor's population, 0–1, empty if unknown
        legal_act text: number and date
        source text: where it comes from
    """,
    "scheme": """
        scheme_id id key must: system of blocks
        name_vi text must: name
        name_en text must: English name
        sort int must: order
        source text: where it comes from
    """,
    "block": """
        block_id id key must: the block
        scheme_id ref(scheme.scheme_id) must: its system
        name_vi text must: name
        name_en text must: English name
        short_vi text must: name on charts
        sort int must: order
        source text: where it comes from
    """,
    "block_member": """
        block_id ref(block.block_id) key must: the block
        unit_id ref(unit.unit_id) key must: the member
        valid_from date key must: first day of membership
        valid_to date: last day, empty if still a member
        role one(member,leader,deputy) must: leader is Khối trưởng, deputy Khối phó
        source text: where it comes from
    """,
    "movement": """
        movement_id id key must: the movement
        title_vi text must: official title
        title_en text must: English title
        short_vi text must: title on charts
        start_date date must: first day
        end_date date: last day, empty if still running
        plan_number text: number of the plan that launched it
        plan_date date: its date
        lead_indicator_id ref(indicator.indicator_id) must: indicator it is judged by at a glance
        sort int must: order
        source text: where it comes from
    """,
    "measure": """
        measure_id id key must: the quantity
        title_vi text must: title in the form
        title_en text must: English title
        uom_vi text must: unit of measure
        kind one(stock,flow,flag) must: flows add up over the plan year; a flag is 0 or 1
        applies_to list: unit groups and tags of the subject units
        reporter id must: authoritative reporter of unit figures: self, catalogue or a unit_id
        root_source one(sum,own) must: at the root: sum of units, or the root's own observation
        root_reporter ref(unit.unit_id): who reports about the root (sum: to reconcile)
        asked_in list must: kinds of period (M Q H1 H2 9M Y SY) it is asked in; Y>=2022: since 2022
        root_asked_in list: the same for the root's observation; empty: as asked_in
        decimals int must: decimals shown
        min number: smallest plausible value
        max number: largest plausible value
        section one(results,criteria) must: sheet of the form it stands on
        is_personal bool: about persons, left out unless the office asks
        is_sensitive bool: defence and security, left out unless the office asks
        sort int must: order in the form
        source text: where it comes from
    """,
    "indicator": """
        indicator_id id key must: the indicator
        movement_id ref(movement.movement_id) must: its movement
        title_vi text must: title
        title_en text must: English title
        short_vi text must: title on charts
        uom_vi text must: unit of measure
        uom_en text must: English unit of measure
        rule one(sum,ratio,mean,level,max,office,none) must: how a figure is made at any level
        numerator list must: measures, joined by + or - signs as words (a + b - c)
        denominator list: measures below the line, only for ratio
        factor number: of a ratio: 100, 10000 …
        weight refs(measure.measure_id): weight of a mean; empty: each unit once
        direction one(higher,lower,exact,none) must: what is better
        is_seasonal bool: expected share is last year's same-period share
        is_share bool: of a ratio whose numerator is part of its denominator (n can never exceed d)
        decimals int must: decimals shown
        measured_in list must: kinds of period it is judged in
        available_days int: known only so many days after the period's end; empty: as reported
        is_score bool: differences are shown plain
        scale_id ref(scale.scale_id): the scale it is measured on
        sort int must: order within its movement
        source text: where it comes from
    """,
    "balance": """
        balance_id id key must: an identity between measures
        title_vi text must: what it says
        measure_id ref(measure.measure_id) must: the total
        terms list must: measures that make it, joined by + or - signs as words (a + b - c)
        source text: where it comes from
    """,
    "role": """
        role one(rural_movement,rural_criteria,rural_income,rural_town,rural_capital,rural_capital_source,rural_given,rural_received,poverty_movement,poverty_rate,poverty_escaped,poverty_balance,poverty_help,poverty_lacking,digital_movement,digital_pillar,reform_movement,reform_chosen,reform_neighbours,reform_satisfaction,reform_field) key must: what a screen of one movement shows there
        item_id id key must: the movement, indicator or balance that it shows
        sort int must: order, where a role has several
        source text: where it comes from
    """,  # noqa: E501 - the roles are one word
    "theme": """
        theme_id id key must: what sentences of units are about
        title_vi text must: name
        title_en text: English name
        words text must: words and phrases parted by semicolons, with or without diacritics
        sort int must: order; a sentence belongs to the first theme one of whose words it has
        source text: where it comes from
    """,
    "scale": """
        scale_id id key must: the scale
        version text key must: its version
        title_vi text must: name
        valid_from date must: first day
        valid_to date: last day
        decision_number text: number of the decision
        decision_date date: its date
        maximum number: greatest value
        source text: where it comes from
    """,
    "indicator_set": """
        set_id id key must: named set of indicators
        indicator_id ref(indicator.indicator_id) key must: member
        title_vi text must: title of the set
        title_en text must: English title
        sort int must: order
        valid_from date key: the set counts in periods that end from this day on; empty: always
        valid_to date: last day, empty if it still counts
        source text: where it comes from
    """,
    "level": """
        level_id id key must: level of recognition
        rank int must: 0 is below standard, 1 and more count as "đạt chuẩn trở lên"
        title_vi text must: title
        title_en text must: English title
        is_standard bool must: counts as "đạt chuẩn trở lên"
        source text: where it comes from
    """,
    "recognition": """
        unit_id ref(unit.unit_id) key must: the unit recognised
        level_id ref(level.level_id) key must: the level; the latest decision tells, none is unknown
        year_achieved int must: year the standard was reached
        decision_number text: number of the decision
        decision_date date key must: its date: what is known from then on
        source text: where it comes from
    """,
    "plan_year": """
        plan_year_id id key must: 2022, 2021-2025, 2021-22-SY
        from_date date must: first day
        to_date date must: last day
        months int must: its months
        source text: where it comes from
    """,
    "period": """
        period_id id key must: 2022-H1 …
        kind one(M01,M02,M03,M04,M05,M06,M07,M08,M09,M10,M11,M12,Q1,Q2,Q3,Q4,H1,H2,9M,Y,SY) must: kind
        plan_year_id ref(plan_year.plan_year_id) must: its plan year
        from_date date must: first day
        to_date date must: last day
        cutoff_date date must: figures are closed on this day
        title_vi text must: title
        title_en text must: English title
        source text: where it comes from
    """,  # noqa: E501 - the kinds are one word
    "due": """
        form_id ref(form.form_id) key must: the form
        period_id ref(period.period_id) key must: the period
        unit_group id key must: group of reporters, or a unit_id
        due_date date must: last day to hand in
        source text: where it comes from
    """,
    "form": """
        form_id id key must: the form
        title_vi text must: title
        version int must: version of its layout
        source text: where it comes from
    """,
    "layout": """
        layout_id id key must: one shape in which an office sends a table that is no form of ours
        form_id ref(form.form_id) must: the form it answers; it has no workbook of ours
        reporter_id ref(unit.unit_id) must: the office that sends it
        kind one(matrix,long) must: units one way and figures the other, or one line a figure
        units_in one(rows,columns) must: where the units stand; long has them in rows
        sheet text: name of the sheet, also of a hidden one; empty: the only one in sight
        title_vi text: words above the table by which it is known; long may do without
        header_rows int must: rows of the header, 1–5; with units in columns, columns of it
        figures one(official,estimate,told) must: what figures are where the title does not say
        number_style one(vi,en): how numbers typed as text are written, if the office is sure
        source text: where it comes from
    """,
    "layout_field": """
        layout_id ref(layout.layout_id) key must: the layout
        header text key must: header as written, its rows joined by " / "; its words for a total
        role one(unit,figure,percent,measure,value,period,uom,total,ignore) must: what stands there
        measure_id ref(measure.measure_id): of a figure; of a percent the part
        of_measure_id ref(measure.measure_id): of a percent the whole it is checked against
        uom text: unit of measure written there, where it is not the measure's own
        source text: where it comes from
    """,
    "criterion": """
        criterion_id id key must: line of the self-scoring sheet
        group_vi text must: group of criteria
        title_vi text must: what is scored
        max_points number must: most points; bonus lines too
        is_penalty bool: points are taken away
        applies_to list must: unit groups
        sort int must: order
        source text: where it comes from
    """,
    "target": """
        indicator_id ref(indicator.indicator_id) key must: the indicator
        scope_type one(unit,block,root) key must: level
        scope_id id key must: unit_id, block_id, or the root's unit_id
        plan_year_id ref(plan_year.plan_year_id) key must: plan year
        kind one(assigned,pledged) key must: assigned (giao) or pledged (giao ước)
        version int key must: 1, 2 … within its decision order
        value number must: the target
        baseline number: level at the start, for stocks and rates
        decision_number text: number of the decision
        decision_date date must: known from then on
        source text: where it comes from
    """,
}
