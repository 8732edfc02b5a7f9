-- What happened (the audit trail), links sent by e-mail, rate limits, and more about sessions.

alter table app_user add column email_verified_at timestamptz;

alter table user_session
  add column address text,
  add column user_agent text,
  add column used_at timestamptz not null default clock_timestamp();

-- The audit trail. A stream is one organization's, or one person's own (what concerns their login). Events are
-- numbered without gaps; each holds the digest of the one before, so that a changed, missing or moved one shows.
create table event_stream (
  stream_id uuid primary key,
  sequence bigint not null default 0,
  sha256 bytea not null default '\x'
);

create table event (
  stream_id uuid not null references event_stream (stream_id),
  sequence bigint not null,
  id uuid not null unique,
  occurred_at timestamptz not null,
  action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
  actor_id uuid,
  target text,
  trace_id text,
  -- Of the personal part. It is salted: without that part, nobody can find out by trying what it said.
  private_sha256 bytea not null,
  previous_sha256 bytea not null,
  sha256 bytea not null,
  primary key (stream_id, sequence)
);
create index event_actor on event (stream_id, actor_id, sequence desc);

-- What an event says about persons. It can be erased, as the law asks, while the chain still holds.
create table event_private (
  stream_id uuid not null,
  sequence bigint not null,
  salt bytea not null,
  -- address, user_agent, before, after
  content jsonb not null,
  primary key (stream_id, sequence),
  foreign key (stream_id, sequence) references event (stream_id, sequence)
);

create function event_digest(e event) returns bytea language sql immutable set search_path = pg_catalog, public as $$
  select sha256(e.previous_sha256 || convert_to(jsonb_build_array(e.stream_id, e.sequence, e.id,
    extract(epoch from e.occurred_at), e.action, e.actor_id, e.target, e.trace_id,
    encode(e.private_sha256, 'hex'))::text, 'UTF8'))
$$;

create function private_digest(salt bytea, content jsonb) returns bytea language sql immutable
  set search_path = pg_catalog, public as $$ select sha256(salt || convert_to(content::text, 'UTF8')) $$;

-- The only way to write an event. The stream's row is locked until the end of the transaction: events of one
-- stream commit in the order of their numbers.
create function record_event(stream uuid, event_id uuid, what text, actor uuid, about text, trace text, details jsonb)
  returns void language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  head event_stream;
  entry event;
  salt bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
begin
  insert into event_stream (stream_id) values (stream) on conflict do nothing;
  select * into head from event_stream where stream_id = stream for update;
  entry := row(stream, head.sequence + 1, event_id, clock_timestamp(), what, actor, about, trace,
    private_digest(salt, details), head.sha256, null)::event;
  entry.sha256 := event_digest(entry);
  insert into event select (entry).*;
  insert into event_private values (stream, entry.sequence, salt, details);
  update event_stream set (sequence, sha256) = (entry.sequence, entry.sha256) where stream_id = stream;
end $$;

-- The first event of a stream that is not as it was written, or nothing when all are.
create function broken_event(stream uuid) returns table (sequence bigint, reason text) language sql stable as $$
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
  order by 1 limit 1
$$;

-- Something that only the holder of an e-mail address can do, within a time, once. The link's secret is computed
-- from its id by a key that the database does not know.
create table mailed_link (
  id uuid primary key,
  kind text not null check (kind in ('verify_email', 'reset_password', 'leave_email', 'change_email')),
  user_id uuid not null references app_user (id) on delete cascade,
  -- Where it is sent; for a change of address also the new one.
  email text not null,
  new_email text,
  -- A change of address is done when the links to both addresses were used.
  partner_id uuid,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);
create index mailed_link_user on mailed_link (user_id, kind) where used_at is null;

-- When a key's next request is due by its rate (GCRA). Lost with a crash, which forgives everybody: unlogged.
create unlogged table rate_limit (
  key text primary key,
  due_at timestamptz not null,
  -- How far ahead of its rate the key may be: what a burst amounts to.
  tolerance interval not null
);
create index rate_limit_due on rate_limit (due_at);

do $$
declare name text;
begin
  foreach name in array array['event_stream', 'event', 'event_private', 'mailed_link', 'rate_limit'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
  end loop;
  foreach name in array array['event_stream', 'event', 'event_private'] loop
    -- Forced also on the owner, as whom record_event runs.
    execute format('create policy record on %I to clientnest_owner using (true) with check (true)', name);
    execute format('create policy verify on %I for select to clientnest_worker using (true)', name);
    execute format('create policy stream on %I for select to clientnest_app using (stream_id in '
      '((select current_setting(''app.organization_id'')::uuid), (select current_setting(''app.user_id'')::uuid)))',
      name);
  end loop;
end $$;
create policy identity on mailed_link to clientnest_identity using (true) with check (true);
create policy mail on outbox to clientnest_identity using (queue = 'mail') with check (queue = 'mail');
create policy everyone on rate_limit to clientnest_app, clientnest_identity, clientnest_worker
  using (true) with check (true);
create policy own on user_session to clientnest_app using (user_id = (select current_setting('app.user_id')::uuid));

revoke execute on function record_event from public;
grant execute on function record_event to clientnest_app, clientnest_identity, clientnest_worker;
grant select on event_stream, event, event_private to clientnest_app, clientnest_worker;
grant select, insert, update on mailed_link to clientnest_identity;
grant select, insert, update on outbox to clientnest_identity;
grant select, insert, update, delete on rate_limit to clientnest_app, clientnest_identity, clientnest_worker;
grant select (id, user_id, address, user_agent, used_at, created_at, expires_at, revoked_at) on user_session
  to clientnest_app;
