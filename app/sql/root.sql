-- the unit at the root of the catalogue
select unit_id, name_vi, name_en, short_vi from unit where role = 'root';
