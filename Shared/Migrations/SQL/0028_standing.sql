-- Who may act in an organization at this moment. Requests and pushes ask the same, so that no condition is forgotten on
-- one side. Policies are those of who asks.

create view member_standing with (security_invoker = true) as
  select m.organization_id, m.user_id, m.role, case when o.requires_second_factor then not exists (
      select from second_factor f where f.user_id = m.user_id and f.confirmed_at is not null)
    else false end as lacks_second_factor
  from membership m join organization o on o.id = m.organization_id;

-- By a session that is open.
create view session_standing with (security_invoker = true) as
  select m.organization_id, m.user_id, m.role, m.lacks_second_factor, s.id as session_id
  from member_standing m join user_session s on s.user_id = m.user_id
  where s.revoked_at is null and s.expires_at > clock_timestamp();

grant select on member_standing, session_standing to clientnest_app, clientnest_worker, clientnest_identity;

-- Of these the one that pushes sees what the conditions are made of, and nothing else.
create policy recipients on organization for select to clientnest_worker using (true);
create policy recipients on second_factor for select to clientnest_worker using (true);
grant select (id, requires_second_factor) on organization to clientnest_worker;
grant select (id, user_id, confirmed_at) on second_factor to clientnest_worker;
grant select (user_id) on user_session to clientnest_worker;
grant select (role) on membership to clientnest_worker;

-- What takes the right away to see what is pushed is told to the one that pushes, so that it closes the connections,
-- also when no post changes.
create function tell_of_rights(tenant uuid) returns void language sql security definer
  set search_path = pg_catalog, public, pg_temp as $$
  insert into public.outbox (organization_id, queue, dedup_key, body) values (tenant, 'live',
    'rights:' || gen_random_uuid(), jsonb_build_object('v', 1, 'organization_id', tenant))
$$;
revoke execute on function tell_of_rights from public;

create function tell_of_ended_session() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform public.tell_of_rights(c.organization_id) from (
    select distinct l.organization_id from public.live_connection l where l.session_id = new.id) c;
  return null;
end $$;
create trigger ended_session_is_told after update of revoked_at on user_session for each row
  when (old.revoked_at is null and new.revoked_at is not null) execute function tell_of_ended_session();

create function tell_of_demand() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from public.live_connection l where l.organization_id = new.id) then
    perform public.tell_of_rights(new.id);
  end if;
  return null;
end $$;
create trigger demand_is_told after update of requires_second_factor on organization for each row
  when (new.requires_second_factor and not old.requires_second_factor) execute function tell_of_demand();

create function tell_of_lost_factor() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  perform public.tell_of_rights(c.organization_id) from (
    select distinct l.organization_id from public.live_connection l where l.user_id = old.user_id) c;
  return null;
end $$;
create trigger lost_factor_is_told after delete on second_factor for each row
  when (old.confirmed_at is not null) execute function tell_of_lost_factor();

-- The row is gone: the message names the connection, and nobody. What is erased with its organization belongs to none.
create function tell_of_lost_connection() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into public.outbox (organization_id, queue, dedup_key, body) values (
    case when session_user <> 'clientnest_privacy' then old.organization_id end, 'live',
    'close:' || gen_random_uuid(), jsonb_build_object('v', 1, 'close', old.id));
  return null;
end $$;
-- It goes with its membership or session, by a reference, which is a depth above none, or is erased; the end of the
-- connection itself is told to nobody.
create trigger lost_connection_is_told after delete on live_connection for each row
  when (pg_trigger_depth() > 0 or current_user = 'clientnest_privacy') execute function tell_of_lost_connection();

revoke execute on function tell_of_ended_session, tell_of_demand, tell_of_lost_factor, tell_of_lost_connection
  from public;
-- Forced also on the owner, as whom these run.
create policy live on outbox for insert to clientnest_owner with check (queue = 'live');
create policy live on live_connection for select to clientnest_owner using (true);
-- The functions that end sessions send them, too.
create policy live_identity on outbox to clientnest_identity using (queue = 'live') with check (queue = 'live');
