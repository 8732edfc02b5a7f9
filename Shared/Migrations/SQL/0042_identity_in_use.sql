-- Whether another account publishes as one of these identities, be it in another workspace or organization: whoever asks may
-- not see those, and giving the access back at the platform would take theirs away.
create function is_identity_in_use(on_platform text, identities text[], besides uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from public.account a where a.platform = on_platform and a.remote_id = any (identities)
    and a.state <> 'disconnected' and a.id is distinct from besides)
$$;
revoke execute on function is_identity_in_use from public;
grant execute on function is_identity_in_use to clientnest_app;
