-- What people may ask of us about their data: consents, exports, erasure; and what is done about it. The role
-- clientnest_privacy reads what is somebody's and deletes it. Which tables and columns these are is a list in
-- Shared/Privacy/PersonalData.swift; a test compares it with this schema.

-- What a person agreed to. A new version is a new row; withdrawing ends one. The rows go with the person.
create table consent (
  id uuid primary key,
  user_id uuid not null references app_user (id),
  purpose text not null check (purpose in ('terms', 'privacy', 'marketing')),
  -- Of the text that was shown.
  version text not null check (length(version) between 1 and 50),
  agreed_at timestamptz not null default clock_timestamp(),
  address text,
  user_agent text,
  withdrawn_at timestamptz check (withdrawn_at >= agreed_at)
);
create unique index consent_open on consent (user_id, purpose, version) where withdrawn_at is null;

-- The files lie in a bucket, under the id. They are deleted when the export expires.
create table data_export (
  id uuid primary key,
  kind text not null check (kind in ('person', 'organization')),
  -- The person or the organization that it is about.
  subject_id uuid not null,
  requested_by uuid not null references app_user (id),
  state text not null default 'queued' check (state in ('queued', 'ready', 'failed', 'expired')),
  files int not null default 0,
  bytes bigint not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  finished_at timestamptz,
  expires_at timestamptz not null default clock_timestamp() + interval '7 days'
);
create index data_export_subject on data_export (subject_id, kind, id desc);
create index data_export_expiry on data_export (expires_at) where state <> 'expired';

-- A wish to be erased. Until it is due it can be cancelled.
create table erasure (
  id uuid primary key,
  kind text not null check (kind in ('person', 'organization')),
  subject_id uuid not null,
  requested_by uuid not null references app_user (id),
  requested_at timestamptz not null default clock_timestamp(),
  due_at timestamptz not null,
  cancelled_at timestamptz,
  done_at timestamptz,
  check (cancelled_at is null or done_at is null)
);
create unique index erasure_open on erasure (kind, subject_id) where cancelled_at is null and done_at is null;
create index erasure_due on erasure (due_at) where cancelled_at is null and done_at is null;

-- Who is erased leaves a row without anything personal, which posts and events go on naming.
alter table app_user add column erased_at timestamptz;

do $$
declare name text;
begin
  foreach name in array array['consent', 'data_export', 'erasure'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
  end loop;
  -- All tables but those that hold nothing of anybody. A later script does the same for its own.
  for name in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
    and relname not in ('migration', 'common_password', 'timer_tick', 'platform_gate')
    and not exists (select from pg_policy where polrelid = pg_class.oid and polname = 'privacy')
  loop
    execute format('create policy privacy on %I to clientnest_privacy using (true) with check (true)', name);
    execute format('grant select on %I to clientnest_privacy', name);
  end loop;
end $$;

create policy own on consent to clientnest_app using (user_id = (select current_setting('app.user_id')::uuid));
create policy own on data_export to clientnest_app
  using (kind = 'person' and subject_id = (select current_setting('app.user_id')::uuid)
    or kind = 'organization' and subject_id = (select current_setting('app.organization_id')::uuid));
create policy identity on erasure to clientnest_identity using (true) with check (true);
-- The message of a person's own export, in whatever organization they are.
create policy export on outbox to clientnest_app
  using (queue = 'export' and organization_id is null
    and body ->> 'user_id' = (select current_setting('app.user_id')));

grant select, insert, update (withdrawn_at) on consent to clientnest_app;
grant select, insert on data_export to clientnest_app;
grant select, insert, update (cancelled_at) on erasure to clientnest_identity;

grant update (state, files, bytes, finished_at) on data_export to clientnest_privacy;
grant update (due_at, done_at) on erasure to clientnest_privacy;
grant update (email, name, password_hash, registration_key, email_verified_at, erased_at) on app_user
  to clientnest_privacy;
-- Nobody joins or leaves while it looks who owns an organization: locking a row takes a right to change it.
grant update (created_by) on organization to clientnest_privacy;
-- RotateKeys seals them anew.
grant update (credentials) on account to clientnest_privacy;
-- Deleting deliveries rolls the state of their post up.
grant update (state) on post to clientnest_privacy;
grant delete on user_session, mailed_link, membership, invitation, idempotency_key, connection_attempt, connection_choice,
  live_connection, consent, account, post, delivery, delivery_attempt, comment, workspace, organization, outbox, rate_limit,
  webhook_receipt, event_private, data_export, api_key, media, second_factor, recovery_code, sign_in, sign_in_attempt
  to clientnest_privacy;
grant execute on function record_event to clientnest_privacy;

-- As in 0002 and 0007, but for the role that erases.
create or replace function guard_attempt() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_user = 'clientnest_privacy' then return old; end if;
  if tg_op = 'DELETE' or old.finished_at is not null or row(new.organization_id, new.delivery_id, new.fence,
    new.step, new.worker, new.request_sha256, new.started_at) is distinct from row(old.organization_id,
    old.delivery_id, old.fence, old.step, old.worker, old.request_sha256, old.started_at)
  then
    raise exception 'an attempt is written once and finished once'
      using errcode = 'check_violation', constraint = 'attempt_append_only';
  end if;
  return new;
end $$;

create or replace function guard_last_owner() returns trigger language plpgsql
  set search_path = pg_catalog, public as $$
begin
  -- It deletes the last owner with the organization, or has seen that there is another.
  if current_user = 'clientnest_privacy' then return null; end if;
  perform from organization where id = old.organization_id for no key update;
  if not exists (select from membership where organization_id = old.organization_id and role = 'owner') then
    raise exception 'organization % would have no owner', old.organization_id
      using errcode = 'check_violation', constraint = 'membership_last_owner';
  end if;
  return null;
end $$;
