-- API keys, and what a key that is good for some workspaces only is let through to.

-- A key acts as the member who made it, within its scopes, and goes with their membership.
create table api_key (
  organization_id uuid not null references organization (id),
  id uuid not null,
  -- What names the key in its own text. Eight random digits of base 62: two keys may have the same.
  public_id text not null check (public_id ~ '^[0-9A-Za-z]{8}$'),
  -- Of the whole text. It has 256 random bits, so that no salt and no slow digest is needed.
  secret_sha256 bytea not null check (length(secret_sha256) = 32),
  name text not null check (length(name) between 1 and 100),
  scopes text[] not null check (cardinality(scopes) > 0 and scopes <@ array['read', 'write_own', 'write_any', 'approve',
    'publish', 'manage_accounts', 'read_audit']),
  -- Null for all. No reference: a workspace that is gone leaves a key that reaches nothing in its place.
  workspace_ids uuid[] check (cardinality(workspace_ids) > 0),
  -- Null for everywhere.
  networks cidr[] check (cardinality(networks) > 0),
  created_by uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz,
  revoked_at timestamptz,
  -- Within a minute.
  last_used_at timestamptz,
  primary key (organization_id, id),
  constraint api_key_creator foreign key (organization_id, created_by)
    references membership (organization_id, user_id) on delete cascade
);
create index api_key_public_id on api_key (public_id);
create index api_key_creator on api_key (organization_id, created_by);

alter table api_key enable row level security;
alter table api_key force row level security;
create policy tenant on api_key to clientnest_app
  using (organization_id = (select current_setting('app.organization_id')::uuid));
-- For find_api_key, which runs as the owner.
create policy find on api_key for select to clientnest_owner using (true);
create policy find on membership for select to clientnest_owner using (true);

-- Whose key it is, before it is known whose request it is. The digest is compared by the program.
create function find_api_key(wanted text, address text) returns table (organization_id uuid, id uuid,
    secret_sha256 bytea, created_by uuid, role text, scopes jsonb, workspace_ids jsonb, is_open boolean,
    is_allowed_here boolean, is_use_old boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select k.organization_id, k.id, k.secret_sha256, k.created_by, m.role, to_jsonb(k.scopes), to_jsonb(k.workspace_ids),
    k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp()),
    k.networks is null or exists (select from unnest(k.networks) as network where find_api_key.address::inet <<= network),
    k.last_used_at is null or k.last_used_at < clock_timestamp() - interval '1 min'
  from api_key k join membership m on (m.organization_id, m.user_id) = (k.organization_id, k.created_by)
  where k.public_id = wanted
$$;
revoke execute on function find_api_key from public;
grant execute on function find_api_key to clientnest_app, clientnest_identity;
grant select, insert, update (expires_at, revoked_at, last_used_at) on api_key to clientnest_app;

-- A third setting of every transaction, app.workspace_ids: empty for all workspaces, else their ids with commas
-- between. Restrictive policies hold besides all others, so no statement has to think of it.
create policy workspaces on workspace as restrictive to clientnest_app
  using ((select current_setting('app.workspace_ids')) = ''
    or id = any ((select string_to_array(current_setting('app.workspace_ids'), ',')::uuid[])::uuid[]));
do $$
declare name text;
begin
  foreach name in array array['account', 'connection_attempt', 'post', 'comment'] loop
    execute format('create policy workspaces on %I as restrictive to clientnest_app '
      'using ((select current_setting(''app.workspace_ids'')) = '''' or workspace_id = any '
      '((select string_to_array(current_setting(''app.workspace_ids''), '','')::uuid[])::uuid[]))', name);
  end loop;
end $$;
create policy workspaces on delivery as restrictive to clientnest_app
  using ((select current_setting('app.workspace_ids')) = '' or exists (select from post p
    where (p.organization_id, p.id) = (delivery.organization_id, delivery.post_id)));
create policy workspaces on delivery_attempt as restrictive to clientnest_app
  using ((select current_setting('app.workspace_ids')) = '' or exists (select from delivery d
    where (d.organization_id, d.id) = (delivery_attempt.organization_id, delivery_attempt.delivery_id)));
