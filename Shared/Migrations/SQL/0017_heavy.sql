-- The next videos of an organization, when one of thousands has ended.
create index delivery_heavy_waiting on delivery (organization_id, not_before, id)
  where is_heavy and state = 'scheduled';
