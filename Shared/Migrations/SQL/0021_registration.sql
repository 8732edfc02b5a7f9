-- Registrations that nobody has confirmed yet; the browser in which an account began to be connected.

-- What somebody gave who may not own the address. There is a person only after the link in the mail was used, so that
-- nobody finds out by registering whether an address has an account. Of several with one address the first that is
-- confirmed counts.
create table registration (
  id uuid primary key,
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 200),
  organization_name text not null check (length(organization_name) between 1 and 200),
  time_zone text not null,
  password_hash text not null,
  -- The Idempotency-Key of the request, so that a repeated one sends no second message.
  key text unique,
  expires_at timestamptz not null default clock_timestamp() + interval '24 hours'
);
create index registration_expiry on registration (expires_at);
create index registration_email on registration (email);

alter table registration enable row level security;
alter table registration force row level security;
create policy identity on registration to clientnest_identity using (true) with check (true);
create policy privacy on registration to clientnest_privacy using (true) with check (true);
grant select, insert, delete on registration to clientnest_identity;
grant select, delete on registration to clientnest_privacy;

-- It named the person that a repeated registration had made.
alter table app_user drop column registration_key;

-- A digest of the cookie of the browser that began. An attempt from before this script has none, and nobody finishes it.
alter table connection_attempt add column browser_sha256 bytea not null default '\x';
alter table connection_attempt alter column browser_sha256 drop default;
