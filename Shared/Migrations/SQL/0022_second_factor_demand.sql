-- Organizations that demand a second factor of their members.

alter table organization add column requires_second_factor boolean not null default false;
grant update (requires_second_factor) on organization to clientnest_app;

-- A member's requests ask whether they have one. Their own rows are seen, and nothing of the secrets.
create policy own on second_factor for select to clientnest_app
  using (user_id = (select current_setting('app.user_id')::uuid));
grant select (id, user_id, confirmed_at) on second_factor to clientnest_app;

-- RotateKeys seals the secrets of second factors anew.
grant update (secret) on second_factor to clientnest_privacy;
