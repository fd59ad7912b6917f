-- one row an indicator with its movement, in order
select indicator_id, movement_id
from indicator
order by indicator_id;
