-- Who watches over a WebSocket, and what is pushed to them.

create table live_connection (
  -- The gateway's name of the connection.
  id text not null check (length(id) between 1 and 128),
  organization_id uuid not null,
  user_id uuid not null,
  session_id uuid not null references user_session (id) on delete cascade,
  -- A connection lasts two hours at most; the gateway may forget to say that it ended.
  expires_at timestamptz not null default clock_timestamp() + interval '2 hours 5 min',
  primary key (organization_id, id),
  foreign key (organization_id, user_id) references membership (organization_id, user_id) on delete cascade
);
-- The end of a connection comes with its name only.
create index live_connection_id on live_connection (id);

alter table live_connection enable row level security;
alter table live_connection force row level security;
create policy tenant on live_connection to clientnest_app
  using (organization_id = (select current_setting('app.organization_id')::uuid));
create policy sweep on live_connection to clientnest_worker using (true) with check (true);
grant select, insert, delete on live_connection to clientnest_app;
grant select, delete on live_connection to clientnest_worker;
-- Whoever is pushed to is still a member, in a session that is still open.
create policy recipients on user_session for select to clientnest_worker using (true);
create policy recipients on membership for select to clientnest_worker using (true);
grant select (id, revoked_at, expires_at) on user_session to clientnest_worker;
grant select (organization_id, user_id) on membership to clientnest_worker;

-- A change of a post is told to the connections of its organization; when there is none, nothing is written.
create function tell_of_post() returns trigger language plpgsql as $$
begin
  if exists (select from live_connection where organization_id = new.organization_id) then
    insert into outbox (organization_id, queue, dedup_key, body) values (new.organization_id, 'live',
      new.id || ':' || pg_current_xact_id() || ':' || new.state || ':' || new.version,
      jsonb_build_object('v', 1, 'organization_id', new.organization_id, 'post_id', new.id))
    on conflict (queue, dedup_key) do nothing;
  end if;
  return null;
end $$;
create trigger post_is_told after insert on post for each row execute function tell_of_post();
create trigger post_change_is_told after update of state, version, deleted_at on post for each row
  when ((old.state, old.version, old.deleted_at) is distinct from (new.state, new.version, new.deleted_at))
  execute function tell_of_post();
