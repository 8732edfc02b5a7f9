-- Accounts, posts, and the state machine of their deliveries.

create table account (
  organization_id uuid not null,
  id uuid not null,
  workspace_id uuid not null,
  platform text not null check (platform in ('x', 'instagram')),
  -- The platform's own id of the identity, and its name for people.
  remote_id text not null,
  name text not null,
  state text not null default 'connected' check (state in ('connected', 'reconnect', 'disconnected')),
  -- Sealed (AES-256-GCM); the context binds it to this row and column.
  credentials bytea not null,
  token_expires_at timestamptz,
  -- Until when this account's late deliveries are already spaced out after a downtime.
  paced_until timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, id),
  foreign key (organization_id, workspace_id) references workspace (organization_id, id),
  unique (organization_id, workspace_id, platform, remote_id)
);
create index account_remote on account (platform, remote_id);

-- One trip to a platform's consent page and back.
create table connection_attempt (
  organization_id uuid not null,
  id uuid not null,
  workspace_id uuid not null,
  user_id uuid not null references app_user (id),
  platform text not null,
  code_verifier text not null,
  expires_at timestamptz not null default clock_timestamp() + interval '10 min',
  primary key (organization_id, id),
  foreign key (organization_id, workspace_id) references workspace (organization_id, id)
);

create table post (
  organization_id uuid not null,
  id uuid not null,
  workspace_id uuid not null,
  author_id uuid not null references app_user (id),
  content jsonb not null,
  scheduled_at timestamptz,
  -- The roll-up of the deliveries' states, kept by delivery_rolls_up.
  state text not null default 'draft' check (state in ('draft', 'scheduled', 'publishing', 'published',
    'partial', 'unknown', 'needs_review', 'failed', 'missed', 'cancelled')),
  version int not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, workspace_id) references workspace (organization_id, id)
);
-- Ids are UUIDv7: their order is the order of creation, which is the order of the list.
create index post_list on post (organization_id, workspace_id, id desc) where deleted_at is null;
-- None on state: it changes with every delivery, and without an index on it that is a cheap (HOT) update.

-- One (post, account): the unit that is scheduled, claimed, published, retried and reported.
--
-- The row is the truth; queue messages are hints that carry its id and a dispatch_no, and may be lost,
-- repeated, reordered or late. Every write of a worker names the fence of its own claim, so that a worker that
-- was paused past its lease changes nothing.
create table delivery (
  organization_id uuid not null,
  id uuid not null,
  post_id uuid not null,
  account_id uuid not null,
  platform text not null,
  -- What this account's post has in place of the base content.
  variant jsonb not null default '{}',
  state text not null default 'draft' check (state in ('draft', 'scheduled', 'queued', 'claimed', 'sending',
    'pending_remote', 'unknown', 'published', 'failed', 'needs_review', 'cancelled', 'missed')),
  -- When the author wants it out; not_before: when the next step may be taken (preparation, back-off).
  due_at timestamptz,
  not_before timestamptz,
  missed_after interval not null default '60 min',
  revision int not null default 1,
  dispatch_no int not null default 0,
  fence bigint not null default 0,
  attempt int not null default 0,
  max_attempts int not null default 8,
  lease_owner text,
  lease_until timestamptz,
  send_deadline timestamptz,
  check_after timestamptz,
  -- Read-backs so far, and those that did not find it.
  checks int not null default 0,
  absences int not null default 0,
  -- What makes resuming and reading back possible: container ids, ids of the published parts of a thread.
  remote_handle jsonb,
  remote_id text,
  permalink text,
  published_at timestamptz,
  -- Who said that it is live, when the platform could not be asked.
  confirmed_by uuid references app_user (id),
  error_code text,
  error_detail text,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, id),
  unique (organization_id, post_id, account_id),
  foreign key (organization_id, post_id) references post (organization_id, id),
  foreign key (organization_id, account_id) references account (organization_id, id),
  check (state = 'draft' or state = 'cancelled' or (due_at is not null and not_before is not null)),
  check ((state in ('claimed', 'sending')) = (lease_until is not null)),
  check (state <> 'published' or
    (published_at is not null and (remote_id is not null or confirmed_by is not null)))
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_cost_delay = 0);
create index delivery_due on delivery (not_before) where state = 'scheduled';
create index delivery_queued on delivery (not_before) where state = 'queued';
create index delivery_leased on delivery (lease_until) where state in ('claimed', 'sending');
create index delivery_check on delivery (check_after) where state in ('unknown', 'pending_remote');
create index delivery_remote on delivery (platform, remote_id) where remote_id is not null;

-- One try of one step. Written before the request goes out, finished once; never changed after that.
create table delivery_attempt (
  organization_id uuid not null,
  delivery_id uuid not null,
  fence bigint not null,
  -- 0 for a single post; the position within a thread.
  step int not null,
  worker text not null,
  request_sha256 bytea not null,
  started_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  outcome text check (outcome in ('published', 'accepted', 'retry', 'failed', 'unknown')),
  http_status int,
  remote_id text,
  error_code text,
  error_detail text,
  primary key (organization_id, delivery_id, fence, step),
  foreign key (organization_id, delivery_id) references delivery (organization_id, id),
  check ((finished_at is null) = (outcome is null))
);

-- Messages to send after the transaction that wrote them has committed.
create table outbox (
  id bigint generated always as identity primary key,
  organization_id uuid,
  queue text not null,
  dedup_key text not null,
  body jsonb not null,
  not_before timestamptz not null default clock_timestamp(),
  leased_until timestamptz,
  sent_at timestamptz,
  unique (queue, dedup_key)
);
create index outbox_unsent on outbox (not_before) where sent_at is null;
create index outbox_sent on outbox (sent_at) where sent_at is not null;

-- When each timer last did its work, for GET /v1/status.
create table timer_tick (
  name text primary key,
  ticked_at timestamptz not null
);

create function guard_delivery() returns trigger language plpgsql as $$
declare allowed text[] := case old.state
  when 'draft' then array['scheduled', 'cancelled']
  when 'scheduled' then array['queued', 'cancelled', 'missed']
  when 'queued' then array['claimed', 'scheduled', 'cancelled', 'missed']
  when 'claimed' then array['sending', 'scheduled', 'failed']
  when 'sending' then array['published', 'pending_remote', 'scheduled', 'failed', 'unknown']
  when 'pending_remote' then array['published', 'failed', 'unknown', 'scheduled']
  when 'unknown' then array['published', 'scheduled', 'needs_review']
  when 'needs_review' then array['published', 'scheduled', 'failed', 'cancelled']
  when 'failed' then array['scheduled', 'cancelled']
  when 'missed' then array['scheduled', 'cancelled']
  else array[]::text[] end;
begin
  if new.state <> old.state and not new.state = any (allowed) then
    raise exception 'delivery % cannot go from % to %', old.id, old.state, new.state
      using errcode = 'check_violation', constraint = 'delivery_transition';
  end if;
  if new.fence < old.fence then
    raise exception 'the fence of delivery % cannot go back', old.id
      using errcode = 'check_violation', constraint = 'delivery_fence';
  end if;
  new.updated_at := clock_timestamp();
  return new;
end $$;
create trigger guard_delivery before update on delivery for each row execute function guard_delivery();

create function guard_attempt() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.finished_at is not null or row(new.organization_id, new.delivery_id, new.fence,
    new.step, new.worker, new.request_sha256, new.started_at) is distinct from row(old.organization_id,
    old.delivery_id, old.fence, old.step, old.worker, old.request_sha256, old.started_at)
  then
    raise exception 'an attempt is written once and finished once'
      using errcode = 'check_violation', constraint = 'attempt_append_only';
  end if;
  return new;
end $$;
create trigger guard_attempt before update or delete on delivery_attempt
  for each row execute function guard_attempt();

-- What a delivery's state means for its post.
create function rolled_up(state text) returns text language sql immutable as $$
  select case
    when state in ('queued', 'claimed') then 'scheduled'
    when state in ('sending', 'pending_remote') then 'publishing'
    else state end
$$;

create function post_state(states text[]) returns text language sql immutable as $$
  select case
    when states is null or states = '{}' then 'draft'
    when 'needs_review' = any (states) then 'needs_review'
    when 'unknown' = any (states) then 'unknown'
    when 'publishing' = any (states) then 'publishing'
    when 'scheduled' = any (states) then
      case when 'published' = any (states) then 'publishing' else 'scheduled' end
    when 'published' = any (states) then
      case when states <@ array['published'] then 'published' else 'partial' end
    when 'failed' = any (states) then 'failed'
    when 'missed' = any (states) then 'missed'
    when 'draft' = any (states) then 'draft'
    else 'cancelled' end
$$;

create function roll_up_delivery() returns trigger language plpgsql as $$
declare organization uuid := coalesce(new.organization_id, old.organization_id);
declare post_key uuid := coalesce(new.post_id, old.post_id);
begin
  -- Locked first, and read by a statement of its own: of two deliveries that finish at the same moment, the
  -- second must see the first.
  perform from post where organization_id = organization and id = post_key for no key update;
  update post set state = post_state(array(select rolled_up(d.state) from delivery d
      where d.organization_id = organization and d.post_id = post_key))
    where organization_id = organization and id = post_key;
  return null;
end $$;
create trigger delivery_appears after insert or delete on delivery
  for each row execute function roll_up_delivery();
create trigger delivery_rolls_up after update of state on delivery for each row
  when (rolled_up(old.state) is distinct from rolled_up(new.state)) execute function roll_up_delivery();

do $$
declare name text;
begin
  foreach name in array array['account', 'connection_attempt', 'post', 'delivery', 'delivery_attempt', 'outbox',
    'timer_tick']
  loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
  end loop;
  foreach name in array array['account', 'connection_attempt', 'post', 'delivery', 'delivery_attempt', 'outbox']
  loop
    execute format('create policy tenant on %I to clientnest_app '
      'using (organization_id = (select current_setting(''app.organization_id'')::uuid))', name);
  end loop;
  foreach name in array array['account', 'post', 'delivery', 'delivery_attempt', 'outbox', 'timer_tick']
  loop
    execute format('create policy sweep on %I to clientnest_worker using (true) with check (true)', name);
  end loop;
end $$;
create policy status on timer_tick for select to clientnest_app using (true);

grant select, insert, update on account to clientnest_app;
grant select, insert, delete on connection_attempt to clientnest_app;
grant select, insert, update on post to clientnest_app;
grant select, insert, update, delete on delivery to clientnest_app;
grant select, insert, update on delivery_attempt to clientnest_app;
grant select, insert, update on outbox to clientnest_app;
grant select on timer_tick to clientnest_app;

grant select, update on account to clientnest_worker;
grant select, update (state) on post to clientnest_worker;
grant select, update on delivery to clientnest_worker;
grant select, update on delivery_attempt to clientnest_worker;
grant select, insert, update, delete on outbox to clientnest_worker;
grant select, insert, update on timer_tick to clientnest_worker;
