-- Signing in by others: OpenID Connect.

-- Who signs in by others only has no password.
alter table app_user alter column password_hash drop not null;

-- A person at an issuer. The issuer's id of the person is the key; the address there is only for show.
create table sign_in (
  issuer text not null,
  subject text not null check (length(subject) between 1 and 255),
  user_id uuid not null references app_user (id) on delete cascade,
  provider text not null,
  email text,
  created_at timestamptz not null default clock_timestamp(),
  used_at timestamptz not null default clock_timestamp(),
  primary key (issuer, subject),
  -- One account at each provider, by which it can be named.
  constraint sign_in_provider unique (user_id, provider)
);

-- A browser on its way to an issuer and back. Neither the state nor the browser's cookie can be read from here.
create table sign_in_attempt (
  state_sha256 bytea primary key,
  browser_sha256 bytea not null,
  provider text not null,
  nonce text not null,
  code_verifier text not null,
  -- Who links, and in which session; null for who signs in.
  user_id uuid references app_user (id) on delete cascade,
  session_id uuid,
  expires_at timestamptz not null default clock_timestamp() + interval '10 min'
);
create index sign_in_attempt_expiry on sign_in_attempt (expires_at);
create index sign_in_attempt_user on sign_in_attempt (user_id) where user_id is not null;

do $$
declare name text;
begin
  foreach name in array array['sign_in', 'sign_in_attempt'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy identity on %I to clientnest_identity using (true) with check (true)', name);
  end loop;
end $$;

grant select, insert, update, delete on sign_in to clientnest_identity;
grant select, insert, delete on sign_in_attempt to clientnest_identity;
