-- The audit trail is expected: VerifyAuditLog knows who there is, and each of them has a trail from its beginning.

grant select (id) on organization, app_user to clientnest_worker;
create policy verify on organization for select to clientnest_worker using (true);
create policy verify on app_user for select to clientnest_worker using (true);

-- Whoever was there before there was a trail gets a first word now, so that no trail is without one from here on.
create policy begin on organization for select to clientnest_owner using (true);
create policy begin on app_user for select to clientnest_owner using (true);
select record_event(s.id, gen_random_uuid(), 'trail.begun', null, null, null, '{}')
from (select id from organization union all select id from app_user) s
where not exists (select from event e where e.stream_id = s.id
  and e.action in ('organization.created', 'user.registered', 'trail.begun'));
drop policy begin on organization;
drop policy begin on app_user;

-- As in 0004; also finds events that the head of their stream does not count, or that have lost it.
create or replace function broken_event(stream uuid) returns table (sequence bigint, reason text) language sql stable
  set search_path = pg_catalog, public, pg_temp as $$
  with linked as (
    select e, p.content, p.salt, lag(e.sha256, 1, '\x'::bytea) over w as before,
      row_number() over w as position
    from event e left join event_private p using (stream_id, sequence)
    where e.stream_id = stream window w as (order by e.sequence))
  select (e).sequence, case
      when (e).sequence <> position then 'an event before it is missing'
      when (e).previous_sha256 <> before then 'it does not follow the event before it'
      when (e).sha256 <> event_digest(e) then 'it was changed'
      else 'its personal part was changed' end
  from linked
  where (e).sequence <> position or (e).previous_sha256 <> before or (e).sha256 <> event_digest(e)
    or (content is not null and (e).private_sha256 <> private_digest(salt, content))
  union all
  select s.sequence, 'the last events are missing' from event_stream s
  where s.stream_id = stream and not exists (select from event e
    where e.stream_id = stream and e.sequence = s.sequence and e.sha256 = s.sha256) and s.sequence > 0
  union all
  select e.sequence, 'the head of its stream does not count it' from event e
  where e.stream_id = stream
    and e.sequence > coalesce((select s.sequence from event_stream s where s.stream_id = stream), 0)
  order by 1 limit 1
$$;
