-- Accounts: chosen among several, kept fresh, held back while their platform limits them.

alter table account
  -- The trip to the consent page that brought its tokens: accounts of one trip share what the person granted.
  add column connection_id uuid,
  -- `page`, `organization`, `person`, …: in the platform's words, for people.
  add column kind text not null default '' check (length(kind) <= 60),
  -- When its token is to be renewed; null when it has no end.
  add column refresh_after timestamptz,
  add column refreshed_at timestamptz not null default clock_timestamp(),
  -- Until when its platform takes nothing more from it.
  add column limited_until timestamptz,
  -- Why it must be connected again.
  add column error_code text,
  add column error_detail text,
  -- The last warning, in days before the token's end, so that each is given once.
  add column warned_days int;
create index account_refresh on account (refresh_after) where state = 'connected' and refresh_after is not null;

-- What a person may publish as, between the consent page and their choice. The id is that of the account to be: the
-- sealed tokens are bound to it.
create table connection_choice (
  organization_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  workspace_id uuid not null,
  user_id uuid not null references app_user (id),
  platform text not null,
  remote_id text not null,
  name text not null,
  kind text not null,
  credentials bytea not null,
  token_expires_at timestamptz,
  refresh_after timestamptz,
  expires_at timestamptz not null default clock_timestamp() + interval '15 min',
  primary key (organization_id, connection_id, id),
  foreign key (organization_id, workspace_id) references workspace (organization_id, id)
);
create index connection_choice_user on connection_choice (user_id);

alter table connection_choice enable row level security;
alter table connection_choice force row level security;
create policy tenant on connection_choice to clientnest_app
  using (organization_id = (select current_setting('app.organization_id')::uuid));
create policy workspaces on connection_choice as restrictive to clientnest_app
  using ((select current_setting('app.workspace_ids')) = '' or workspace_id = any
    ((select string_to_array(current_setting('app.workspace_ids'), ',')::uuid[])::uuid[]));
grant select, insert, delete on connection_choice to clientnest_app;

-- A platform that answers nothing but errors is left alone for a while: not a tenant's, one row per platform.
create table platform_gate (
  platform text primary key check (platform ~ '^[a-z]{1,30}$'),
  failures int not null default 0,
  closed_until timestamptz,
  updated_at timestamptz not null default clock_timestamp()
);
alter table platform_gate enable row level security;
alter table platform_gate force row level security;
create policy everybody on platform_gate to clientnest_app using (true) with check (true);
create policy sweep on platform_gate to clientnest_worker using (true) with check (true);
grant select, insert, update on platform_gate to clientnest_app;
grant select on platform_gate to clientnest_worker;

-- Videos are uploaded for a long time: how many of them are on their way at once is bounded.
alter table delivery add column is_heavy boolean not null default false;
create index delivery_heavy on delivery (organization_id) where is_heavy and state in ('queued', 'claimed', 'sending');
