-- one row a source that the catalogue names
select source_id, title from source order by source_id;
