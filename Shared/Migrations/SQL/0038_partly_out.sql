-- A post of several requests (a post and its comment, the parts of a thread) is out as soon as the first of them is. Whatever
-- becomes of the rest, it is never called failed, missed or cancelled: it is there.

alter table delivery
  -- Why the rest of what is published is not out: of the step that it stopped at. Null when all of it is.
  add column rest_code text,
  add column rest_detail text,
  add column rest_step int,
  add constraint delivery_rest_check check ((rest_code is null) = (rest_step is null));

-- How many of its steps are out.
create function steps_out(handle jsonb) returns int language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  select case jsonb_typeof(handle -> 'posted') when 'array' then jsonb_array_length(handle -> 'posted') else 0 end
$$;

-- As in 0019. What is partly out is known by its first part as soon as that is there, and where it would end otherwise it ends
-- as published, with what stands against the rest beside it. Here, so that no way to an end can forget it; the version before
-- is held to it too.
create or replace function guard_delivery() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
declare out_now int := public.steps_out(new.remote_handle);
declare allowed text[] := case old.state
  when 'draft' then array['scheduled', 'cancelled']
  when 'scheduled' then array['queued', 'cancelled', 'missed']
  when 'queued' then array['claimed', 'scheduled', 'cancelled', 'missed']
  when 'claimed' then array['sending', 'scheduled', 'failed']
  when 'sending' then array['published', 'pending_remote', 'scheduled', 'failed', 'unknown']
  when 'pending_remote' then array['published', 'failed', 'unknown', 'scheduled', 'needs_review']
  when 'unknown' then array['published', 'scheduled', 'failed', 'needs_review']
  when 'needs_review' then array['published', 'scheduled', 'failed', 'cancelled']
  when 'failed' then array['scheduled', 'cancelled']
  when 'missed' then array['scheduled', 'cancelled']
  when 'published' then array['removing']
  when 'removing' then array['removed', 'published']
  else array[]::text[] end;
begin
  -- The rest of it is tried again.
  if old.state = 'published' and old.rest_code is not null then allowed := allowed || array['scheduled']; end if;
  if new.state <> old.state and not new.state = any (allowed) then
    raise exception 'delivery % cannot go from % to %', old.id, old.state, new.state
      using errcode = 'check_violation', constraint = 'delivery_transition';
  end if;
  if new.fence < old.fence then
    raise exception 'the fence of delivery % cannot go back', old.id
      using errcode = 'check_violation', constraint = 'delivery_fence';
  end if;
  if out_now > 0 then
    new.remote_id := coalesce(new.remote_id, new.remote_handle -> 'posted' ->> 0);
    new.published_at := coalesce(new.published_at, clock_timestamp());
  end if;
  if out_now > 0 and new.state in ('failed', 'missed', 'cancelled') then
    new.rest_code := case new.state when 'failed' then coalesce(new.error_code, 'failed') else new.state end;
    new.rest_detail := case new.state when 'failed' then new.error_detail
      when 'missed' then 'The rest of it was not published in time.' else 'The rest of it was cancelled.' end;
    new.rest_step := out_now;
    new.error_code := null;
    new.error_detail := null;
    new.state := 'published';
  end if;
  new.updated_at := clock_timestamp();
  return new;
end $$;

-- While the rest of it waits for its turn, the post is not one that waits.
create function rolled_up(state text, handle jsonb) returns text language sql immutable
  set search_path = pg_catalog, public, pg_temp as $$
  select case when public.steps_out(handle) > 0 and public.rolled_up(state) = 'scheduled' then 'publishing'
    else public.rolled_up(state) end
$$;

create or replace function roll_up_delivery() returns trigger language plpgsql
  set search_path = pg_catalog, public, pg_temp as $$
declare organization uuid := coalesce(new.organization_id, old.organization_id);
declare post_key uuid := coalesce(new.post_id, old.post_id);
begin
  -- Locked first, and read by a statement of its own: of two deliveries that finish at the same moment, the
  -- second must see the first.
  perform from post where organization_id = organization and id = post_key for no key update;
  update post set state = post_state(array(select rolled_up(d.state, d.remote_handle) from delivery d
      where d.organization_id = organization and d.post_id = post_key))
    where organization_id = organization and id = post_key;
  return null;
end $$;

-- What ended otherwise while a part of it was out. Forced also on the owner, as whom this runs.
alter table delivery no force row level security;
alter table delivery_attempt no force row level security;
alter table post no force row level security;
alter table live_connection no force row level security;
alter table outbox no force row level security;
update delivery d set state = d.state, published_at = coalesce((select min(t.finished_at) from delivery_attempt t
    where (t.organization_id, t.delivery_id) = (d.organization_id, d.id) and t.outcome = 'accepted'), d.updated_at)
where d.state in ('failed', 'missed', 'cancelled') and steps_out(d.remote_handle) > 0 and d.remote_id is null
  and not exists (select from delivery o where (o.organization_id, o.account_id) = (d.organization_id, d.account_id)
    and o.remote_id = d.remote_handle -> 'posted' ->> 0);
alter table delivery force row level security;
alter table delivery_attempt force row level security;
alter table post force row level security;
alter table live_connection force row level security;
alter table outbox force row level security;
