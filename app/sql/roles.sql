-- one row a movement, indicator or balance that a screen of one movement shows under a role
select role, item_id
from role
order by role, sort, item_id;
