-- A trail begins once, with its organization or person: who removes one cannot begin it anew as if nothing had been.

-- As in 0023.
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
  -- 'trail.begun' was the first word of those who were there before there was a trail (0024); there will be no others.
  if what = 'trail.begun' or what in ('organization.created', 'user.registered') and (head.sequence > 0
    or exists (select from public.organization o
      where o.id = stream and o.created_at < clock_timestamp() - interval '5 min')
    or exists (select from public.app_user u
      where u.id = stream and u.created_at < clock_timestamp() - interval '5 min')) then
    raise exception 'a trail begins once, with what it is of' using errcode = 'check_violation';
  end if;
  entry := row(stream, head.sequence + 1, event_id, clock_timestamp(), what, actor, about, trace,
    public.private_digest(salt, details), head.sha256, null)::public.event;
  entry.sha256 := public.event_digest(entry);
  insert into public.event select (entry).*;
  insert into public.event_private values (stream, entry.sequence, salt, details);
  update public.event_stream set (sequence, sha256) = (entry.sequence, entry.sha256) where stream_id = stream;
end $$;
create policy begin on organization for select to clientnest_owner using (true);
create policy begin on app_user for select to clientnest_owner using (true);

-- VerifyAuditLog compares the times, and asks when the first words of 0024 were written.
grant select (created_at) on organization, app_user to clientnest_worker;
grant select on migration to clientnest_worker;

-- An erasure whose owner owns the organization no longer is cancelled.
grant update (cancelled_at) on erasure to clientnest_privacy;
