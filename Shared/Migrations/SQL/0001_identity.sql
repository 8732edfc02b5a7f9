-- People, organizations and workspaces.
--
-- Roles are made before the first migration, by whoever runs the cluster: clientnest_owner runs migrations;
-- clientnest_app serves one tenant at a time; clientnest_worker runs timers and webhooks across tenants;
-- clientnest_identity logs people in. None of the last three owns anything or bypasses row-level security.
--
-- Policies read two settings that every transaction sets: app.organization_id and app.user_id. They are read
-- without a default on purpose: a transaction that forgot them fails instead of seeing nothing.

create table app_user (
  id uuid primary key,
  -- Stored in lower case: two spellings of one address are one person.
  email text not null unique check (email = lower(email) and length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 200),
  password_hash text not null,
  -- The Idempotency-Key of the registration, so that a repeated one finds the person it made.
  registration_key text unique,
  created_at timestamptz not null default clock_timestamp()
);

create table user_session (
  id uuid primary key,
  user_id uuid not null references app_user (id) on delete cascade,
  -- Signs the refresh tokens of this session; the counter names the one that is current.
  key bytea not null,
  counter int not null default 0,
  rotated_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);
create index user_session_user on user_session (user_id);

create table organization (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  created_at timestamptz not null default clock_timestamp()
);

create table membership (
  organization_id uuid not null references organization (id),
  user_id uuid not null references app_user (id),
  role text not null check (role in ('owner', 'admin', 'manager', 'author', 'approver', 'viewer')),
  created_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, user_id)
);
create index membership_user on membership (user_id);

create table workspace (
  organization_id uuid not null references organization (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  time_zone text not null default 'UTC',
  -- How late a post may still go out; after that it is missed and a person decides.
  missed_after interval not null default '60 min' check (missed_after > interval '0'),
  created_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, id)
);

-- The first answer to a request that carried an Idempotency-Key.
create table idempotency_key (
  organization_id uuid not null references organization (id),
  user_id uuid not null references app_user (id),
  key text not null check (length(key) between 1 and 255),
  request_sha256 bytea not null,
  status int,
  body text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, user_id, key)
);

do $$
declare name text;
begin
  foreach name in array array['app_user', 'user_session', 'organization', 'membership', 'workspace',
    'idempotency_key']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
  end loop;
end $$;

create policy identity on app_user to clientnest_identity using (true) with check (true);
create policy identity on user_session to clientnest_identity using (true) with check (true);
create policy identity on organization to clientnest_identity using (true) with check (true);
create policy identity on membership to clientnest_identity using (true) with check (true);
create policy identity on workspace to clientnest_identity using (true) with check (true);

create policy self on app_user to clientnest_app
  using (id = (select current_setting('app.user_id')::uuid));
create policy tenant on organization to clientnest_app
  using (id = (select current_setting('app.organization_id')::uuid)
    or exists (select from membership m where m.organization_id = id
      and m.user_id = (select current_setting('app.user_id')::uuid)));
-- A person sees their own memberships in every organization, else only those of the current one.
create policy tenant on membership to clientnest_app
  using (organization_id = (select current_setting('app.organization_id')::uuid)
    or user_id = (select current_setting('app.user_id')::uuid));
create policy tenant on workspace to clientnest_app
  using (organization_id = (select current_setting('app.organization_id')::uuid)
    or exists (select from membership m where m.organization_id = workspace.organization_id
      and m.user_id = (select current_setting('app.user_id')::uuid)));
create policy tenant on idempotency_key to clientnest_app
  using (organization_id = (select current_setting('app.organization_id')::uuid)
    and user_id = (select current_setting('app.user_id')::uuid));
create policy sweep on workspace for select to clientnest_worker using (true);

grant select, insert, update on app_user, user_session to clientnest_identity;
grant select, insert on organization, membership, workspace to clientnest_identity;
grant select (id, email, name, created_at) on app_user to clientnest_app;
grant select on organization, membership, workspace to clientnest_app;
grant select, insert, update on idempotency_key to clientnest_app;
grant select on workspace to clientnest_worker;
