-- Addresses are compared by the letters A to Z alone; what mailed links rest on; what a registration tells its reader.

-- lower() folds letters beyond ASCII too, as the collation has it, U+212A to k among them: another address is another
-- person. What was stored before is in lower case by this rule as well.
alter table app_user drop constraint app_user_email_check,
  add constraint app_user_email_check check (email = lower(email collate "C") and length(email) between 3 and 254);
alter table invitation drop constraint invitation_email_check,
  add constraint invitation_email_check check (email = lower(email collate "C") and length(email) between 3 and 254);
alter table registration drop constraint registration_email_check,
  add constraint registration_email_check check (email = lower(email collate "C") and length(email) between 3 and 254);

-- When the password or the address was changed last. What was asked for before is worth nothing any more. By a trigger,
-- so that no statement has to think of it.
alter table app_user add column secured_at timestamptz not null default 'epoch';
alter table app_user alter column secured_at set default clock_timestamp();
create function note_securing() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  new.secured_at := clock_timestamp();
  return new;
end $$;
revoke execute on function note_securing from public;
create trigger note_securing before update of email, password_hash on app_user for each row
  when ((old.email, old.password_hash) is distinct from (new.email, new.password_hash))
  execute function note_securing();

-- When a link was asked for, which is before it was made; and the session that asked, where it has to be open still.
alter table mailed_link
  add column requested_at timestamptz not null default 'epoch',
  add column session_id uuid;
update mailed_link set requested_at = created_at;
alter table mailed_link alter column requested_at set default clock_timestamp();

-- When and from where, and a digest of the cookie of the browser that registered.
alter table registration
  add column created_at timestamptz not null default clock_timestamp(),
  add column address text,
  add column browser_sha256 bytea;
-- A request that is repeated gets a cookie too.
grant update (browser_sha256) on registration to clientnest_identity;
