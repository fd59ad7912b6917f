-- Tables filled from the journal and the archive; those of the catalogue are made from etl/catalog_spec.py.

create table build (
    journal_no integer primary key,
    schema_version integer not null,
    code varchar not null,
    catalogue varchar not null,
    is_sample boolean not null,
    content_hash varchar,
    built_at timestamp not null
);
comment on table build is 'One row: which journal number and catalogue this file was built from';
comment on column build.code is 'names the SQL this file was built with';
comment on column build.content_hash is 'SHA-256 of the sorted text of the base tables, without times of recording';

create table attempt (
    journal_no integer primary key,
    outcome varchar not null,
    file_name varchar not null,
    sha256 varchar not null,
    size bigint not null,
    form_id varchar,
    reporter_id varchar,
    period_id varchar,
    received_date date not null,
    duplicate_of integer,
    actor varchar not null,
    reason varchar,
    recorded_at timestamp not null
);
comment on table attempt is 'Every file that came in, accepted or not: one row a journal entry of kind report';
comment on column attempt.outcome is 'accepted, refused or duplicate';

create table report (
    journal_no integer primary key,
    form_id varchar not null,
    reporter_id varchar not null,
    period_id varchar not null,
    revision integer not null,
    paper_number varchar,
    paper_date date,
    signatory varchar,
    is_official boolean not null,
    received_date date not null,
    cells integer not null,
    filled integer not null,
    file_name varchar not null,
    sha256 varchar not null,
    parsed varchar not null,
    read_no integer not null
);
comment on table report is 'Accepted reports: one row a lần nộp';
comment on column report.revision is 'lần nộp: 1 is the first accepted for this reporter and period';
comment on column report.signatory is 'empty unless the office asks for personal names (include_personal)';
comment on column report.read_no is 'journal entry that read its original last: its own, or an act reparse';
comment on column report.received_date is 'date received as first recorded; acts of kind received change it from their own date on';

create table act (
    journal_no integer primary key,
    act varchar not null,
    known_date date not null,
    actor varchar not null,
    reason varchar not null,
    report_no integer,
    period_id varchar,
    form_id varchar,
    unit_id varchar,
    sheet varchar,
    cell varchar,
    rule_id varchar,
    expected decimal(18, 6),
    value decimal(18, 6),
    new_date date,
    text varchar,
    recorded_at timestamp not null
);
comment on table act is 'What persons did: one row a journal entry of kind act';
comment on column act.known_date is 'from when the act counts when pages are rewound';
comment on column act.expected is 'what stood in the cell to correct; empty: nothing stood there';
comment on column act.value is 'what a correction puts there; empty: nothing again';

create table finding (
    journal_no integer not null,
    rule_id varchar not null,
    severity varchar not null,
    sheet varchar not null,
    cell varchar not null,
    value varchar not null,
    message_vi varchar not null,
    message_en varchar not null,
    act_no integer,
    measure_id varchar
);
comment on table finding is 'What the rules said of each attempt: one row a rule and place';
comment on column finding.act_no is 'the correction it is about; empty: what was read in the file';
comment on column finding.measure_id is 'the one measure whose figures the sentence tells';

create table rule (
    rule_id varchar primary key,
    severity varchar not null,
    title_vi varchar not null,
    title_en varchar not null,
    message_vi varchar not null,
    message_en varchar not null,
    raised varchar not null,
    origin varchar
);
comment on table rule is 'Every rule a report is checked by';
comment on column rule.title_vi is 'what is wrong, in a few words';
comment on column rule.raised is 'file: before it is read; report: within one report; journal: against what came before; cross: between reports, by macro cross_finding';
comment on column rule.origin is 'V1–V16: its number in the list of checks agreed with offices';

create table cleaning (
    section varchar not null,
    row_no integer primary key,
    typed varchar not null,
    held varchar not null,
    uom varchar not null,
    styles varchar not null,
    means varchar not null
);
comment on table cleaning is 'How a cell is read: one row a line of docs/cleaning.md';
comment on column cleaning.section is 'number, percent, unit, date or criterion';
comment on column cleaning.held is 'type of the cell, and its number format where that matters';
comment on column cleaning.styles is 'conventions of numbers proved or declared: vi, en';
comment on column cleaning.means is 'the value, nothing reported, or the id of the rule that refuses it';

create table observation (
    journal_no integer not null,
    reporter_id varchar not null,
    period_id varchar not null,
    measure_id varchar not null,
    subject_id varchar not null,
    value decimal(18, 6),
    state varchar not null,
    raw varchar not null,
    sheet varchar not null,
    cell varchar not null
);
comment on table observation is 'One row a reporter, subject unit, measure, period and lần nộp';
comment on column observation.state is 'reported or not_reported: zero is reported, an empty cell is not';
comment on column observation.raw is 'what stood in the cell';

create table reported_text (
    journal_no integer not null,
    section varchar not null,
    row_no integer not null,
    item_id varchar not null,
    subject_id varchar not null,
    value decimal(18, 6),
    text varchar,
    sheet varchar not null,
    cell varchar not null
);
comment on table reported_text is 'Awards, model examples, pledges, self-scores, notes and narrative: one row a filled cell';

create table term (
    indicator_id varchar not null,
    part varchar not null,
    measure_id varchar not null,
    sign integer not null
);
comment on table term is 'What an indicator is computed from: part n numerator, d denominator, w weight';

create table balance_term (
    balance_id varchar not null,
    measure_id varchar not null,
    part_id varchar not null,
    sign integer not null,
    sort integer not null
);
comment on table balance_term is 'What a total must be made of: measure_id = Σ sign × part_id, for each subject and period';
comment on column balance_term.sort is 'Order of the parts; of a flow the first is what there was at its start';

create table expected_report (
    form_id varchar not null,
    reporter_id varchar not null,
    period_id varchar not null,
    due_date date not null,
    primary key (form_id, reporter_id, period_id)
);
comment on table expected_report is 'Reports owed: one row a form, reporter and period, before extensions';

create table expected_cell (
    form_id varchar not null,
    reporter_id varchar not null,
    period_id varchar not null,
    measure_id varchar not null,
    subject_id varchar not null,
    is_authority boolean not null
);
comment on table expected_cell is 'Every input cell of every form owed';
comment on column expected_cell.is_authority is 'false: this source is shown as a reconciliation, never added';

create table applicable (
    indicator_id varchar not null,
    unit_id varchar not null
);
comment on table applicable is 'Units about which an indicator can be known at all; the root where it has its own figure';
