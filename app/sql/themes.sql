-- one row a theme of what units write, in order
select theme_id, title_vi, title_en, words from theme order by sort, theme_id;
