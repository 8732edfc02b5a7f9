-- Second factors, and when a session has last proved who it is.

-- An authenticator app (RFC 6238). It counts once a code of it has shown that the secret arrived.
create table second_factor (
  id uuid primary key,
  user_id uuid not null references app_user (id) on delete cascade,
  name text not null check (length(name) between 1 and 100),
  -- Sealed by a key that the database does not know, bound to this row.
  secret bytea not null,
  -- The number of 30 second steps since 1970 of the code that was accepted last: each is good once.
  last_step bigint not null default 0,
  confirmed_at timestamptz,
  used_at timestamptz,
  created_at timestamptz not null default clock_timestamp()
);
create index second_factor_user on second_factor (user_id);

-- Each of 120 random bits, so a fast digest is enough. A code that was used is gone.
create table recovery_code (
  user_id uuid not null references app_user (id) on delete cascade,
  sha256 bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (user_id, sha256)
);

-- When the person last gave a password or a second factor in the session. Renewing tokens is no such proof.
alter table user_session add column authenticated_at timestamptz not null default clock_timestamp();

do $$
declare name text;
begin
  foreach name in array array['second_factor', 'recovery_code'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy identity on %I to clientnest_identity using (true) with check (true)', name);
  end loop;
end $$;

grant select, insert, update, delete on second_factor to clientnest_identity;
grant select, insert, delete on recovery_code to clientnest_identity;
grant select (authenticated_at) on user_session to clientnest_app;
