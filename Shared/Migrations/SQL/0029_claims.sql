-- What a person says that a delivery is, and whether its platform has confirmed it.

alter table delivery
  -- When the platform said that what `confirmed_by` named is the account's own. Null when it was not asked, or does not tell.
  add column seen_at timestamptz;

-- One post of an account is one delivery's. A person's word on what is another's is taken back.
alter table delivery no force row level security;
update delivery d set remote_id = null
where d.confirmed_by is not null and d.state not in ('removing', 'removed') and exists (select from delivery o
  where (o.organization_id, o.account_id, o.remote_id) = (d.organization_id, d.account_id, d.remote_id) and o.id <> d.id
    and (o.confirmed_by is null or o.id < d.id));
alter table delivery force row level security;
create unique index delivery_account_remote on delivery (organization_id, account_id, remote_id)
  where remote_id is not null and state not in ('removing', 'removed');
