-- What has the rights of the owner, or runs within statements of other roles, finds the schema's tables and no others.
-- Where a search path does not name pg_temp, temporary tables are looked at before all others, and a trigger on one
-- of these would run as the owner (https://www.postgresql.org/docs/current/sql-createfunction.html, "Writing SECURITY
-- DEFINER Functions Safely"). So the paths end in it, and functions with the owner's rights name the schema as well. The
-- rights to make temporary tables are taken away in Migrations.swift.

-- As in 0004.
create or replace function record_event(stream uuid, event_id uuid, what text, actor uuid, about text, trace text,
    details jsonb)
  returns void language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  head public.event_stream;
  entry public.event;
  salt bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
begin
  insert into public.event_stream (stream_id) values (stream) on conflict do nothing;
  select * into head from public.event_stream where stream_id = stream for update;
  entry := row(stream, head.sequence + 1, event_id, clock_timestamp(), what, actor, about, trace,
    public.private_digest(salt, details), head.sha256, null)::public.event;
  entry.sha256 := public.event_digest(entry);
  insert into public.event select (entry).*;
  insert into public.event_private values (stream, entry.sequence, salt, details);
  update public.event_stream set (sequence, sha256) = (entry.sequence, entry.sha256) where stream_id = stream;
end $$;

-- As in 0010.
create or replace function find_api_key(wanted text, address text) returns table (organization_id uuid, id uuid,
    secret_sha256 bytea, created_by uuid, role text, scopes jsonb, workspace_ids jsonb, is_open boolean,
    is_allowed_here boolean, is_use_old boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select k.organization_id, k.id, k.secret_sha256, k.created_by, m.role, to_jsonb(k.scopes), to_jsonb(k.workspace_ids),
    k.revoked_at is null and (k.expires_at is null or k.expires_at > clock_timestamp()),
    k.networks is null or exists (select from unnest(k.networks) as network where find_api_key.address::inet <<= network),
    k.last_used_at is null or k.last_used_at < clock_timestamp() - interval '1 min'
  from public.api_key k join public.membership m on (m.organization_id, m.user_id) = (k.organization_id, k.created_by)
  where k.public_id = wanted
$$;

alter function event_digest set search_path = pg_catalog, public, pg_temp;
alter function private_digest set search_path = pg_catalog, public, pg_temp;
-- They have the rights of whoever runs the statement, but decide what it may do: not by tables of its own.
alter function guard_delivery set search_path = pg_catalog, public, pg_temp;
alter function guard_attempt set search_path = pg_catalog, public, pg_temp;
alter function guard_last_owner set search_path = pg_catalog, public, pg_temp;
alter function roll_up_delivery set search_path = pg_catalog, public, pg_temp;
alter function tell_of_post set search_path = pg_catalog, public, pg_temp;
