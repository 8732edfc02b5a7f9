-- Whether a session of the caller is open, and stays so until the transaction ends: what ends it waits. A command asks it
-- before it does anything, so that whoever ends sessions and looks what they left behind finds all of it.
create function hold_session(session uuid) returns boolean language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from public.user_session s
    where s.id = session and s.user_id = nullif(current_setting('app.user_id', true), '')::uuid
      and s.revoked_at is null and s.expires_at > clock_timestamp()
    for share)
$$;
revoke execute on function hold_session from public;
grant execute on function hold_session to clientnest_app;
create policy hold on user_session to clientnest_owner using (true) with check (true);
