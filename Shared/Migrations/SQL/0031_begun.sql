-- What was begun before a new password or address ends with it; what an identity has published is one delivery's, whoever
-- asks.

-- Beside note_securing (0025): mailed links compare times, these go. A way in, a second factor or an account whose
-- adding somebody else began in the session is not finished after the person has shut everybody out.
create function end_what_was_begun() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from public.sign_in_attempt a where a.user_id = new.id;
  delete from public.second_factor f where f.user_id = new.id and f.confirmed_at is null;
  delete from public.connection_attempt a where a.user_id = new.id;
  delete from public.connection_choice c where c.user_id = new.id;
  return null;
end $$;
revoke execute on function end_what_was_begun from public;
create trigger securing_ends_what_was_begun after update of email, password_hash on app_user for each row
  when ((old.email, old.password_hash) is distinct from (new.email, new.password_hash))
  execute function end_what_was_begun();
create policy securing on sign_in_attempt to clientnest_owner using (true) with check (true);
create policy securing on second_factor to clientnest_owner using (true) with check (true);
create policy securing on connection_attempt to clientnest_owner using (true) with check (true);
create policy securing on connection_choice to clientnest_owner using (true) with check (true);

-- Whether another delivery is known by this id, or has it among its parts, be it in another workspace or organization that
-- has connected the same identity: whoever asks may not see those, and must not take down what is theirs.
create function is_published_by_another(on_platform text, as_identity text, wanted text, besides uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select from public.delivery d
    join public.account a on (a.organization_id, a.id) = (d.organization_id, d.account_id)
    where a.platform = on_platform and a.remote_id = as_identity and d.id <> besides
      and (d.remote_id = wanted or d.remote_handle -> 'posted' ? wanted
        or exists (select from public.delivery_attempt t where t.organization_id = d.organization_id
          and t.delivery_id = d.id and t.remote_id = wanted)))
$$;
revoke execute on function is_published_by_another from public;
grant execute on function is_published_by_another to clientnest_app;
create policy witness on account for select to clientnest_owner using (true);
create policy witness on delivery for select to clientnest_owner using (true);
create policy witness on delivery_attempt for select to clientnest_owner using (true);
