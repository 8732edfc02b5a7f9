-- Members who come and go, invitations, and the organization of a session.

-- A repeated request to create an organization finds the one that it made.
alter table organization
  add column created_by uuid references app_user (id),
  add column creation_key text check (length(creation_key) between 1 and 255),
  add constraint organization_creation_key unique (created_by, creation_key);

-- Which organization the session's tokens are for; null for the one the person joined first. It is forgotten with the
-- membership.
alter table user_session
  add column organization_id uuid,
  add constraint user_session_membership foreign key (organization_id, user_id)
    references membership (organization_id, user_id) on delete set null (organization_id);
create index user_session_membership on user_session (organization_id, user_id) where organization_id is not null;

-- Open invitations only: one that was accepted or revoked is in the audit trail. The link's secret is computed from
-- the id, so a second invitation of the same address, which gets a new id, makes the first link useless.
create table invitation (
  organization_id uuid not null references organization (id),
  id uuid not null,
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  role text not null check (role in ('owner', 'admin', 'manager', 'author', 'approver', 'viewer')),
  -- Who leaves the organization takes their invitations along.
  invited_by uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  primary key (organization_id, id),
  constraint invitation_address unique (organization_id, email),
  constraint invitation_inviter foreign key (organization_id, invited_by)
    references membership (organization_id, user_id) on delete cascade
);
-- The link names the invitation alone.
create index invitation_link on invitation (id);
create index invitation_inviter on invitation (organization_id, invited_by);

-- An organization has an owner. The organization's row is locked, and the owners are read by a statement of its own:
-- of two owners who demote each other at the same moment, the second sees what the first did.
create function guard_last_owner() returns trigger language plpgsql set search_path = pg_catalog, public as $$
begin
  perform from organization where id = old.organization_id for no key update;
  if not exists (select from membership where organization_id = old.organization_id and role = 'owner') then
    raise exception 'organization % would have no owner', old.organization_id
      using errcode = 'check_violation', constraint = 'membership_last_owner';
  end if;
  return null;
end $$;
create trigger guard_last_owner after delete or update of role on membership for each row
  when (old.role = 'owner') execute function guard_last_owner();

alter table invitation enable row level security;
alter table invitation force row level security;
create policy tenant on invitation to clientnest_app
  using (organization_id = (select current_setting('app.organization_id')::uuid));
create policy identity on invitation to clientnest_identity using (true) with check (true);

-- The policies named tenant let a person see their memberships, organizations and workspaces everywhere. What is
-- changed has to be of the current organization: restrictive policies hold besides all others.
do $$
declare
  current constant text := '= (select current_setting(''app.organization_id'')::uuid)';
  name text;
  act text;
begin
  foreach name in array array['membership', 'workspace', 'organization'] loop
    foreach act in array array['insert', 'update', 'delete'] loop
      execute format('create policy current_%s on %I as restrictive for %s to clientnest_app %s', act, name, act,
        replace(case act when 'insert' then 'with check (KEY)' when 'update' then 'using (KEY) with check (KEY)'
          else 'using (KEY)' end,
          'KEY', case name when 'organization' then 'id ' else 'organization_id ' end || current));
    end loop;
  end loop;
end $$;

-- The names of fellow members.
create policy fellows on app_user for select to clientnest_app
  using (id in (select m.user_id from membership m
    where m.organization_id = (select current_setting('app.organization_id')::uuid)));

grant update (role), delete on membership to clientnest_app;
grant insert, update (name, time_zone, missed_after) on workspace to clientnest_app;
grant update (name) on organization to clientnest_app, clientnest_identity;
grant select, insert, update, delete on invitation to clientnest_app;
grant select, delete on invitation to clientnest_identity;
grant update (role) on membership to clientnest_identity;
