-- one row a setting of the catalogue
select setting, value from setting;
