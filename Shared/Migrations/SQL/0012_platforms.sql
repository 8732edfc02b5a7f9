-- More platforms than the first two, and posts that a platform works on before it shows or refuses them.

alter table account drop constraint account_platform_check;
-- Which platforms there are is known to the connectors alone.
alter table account add constraint account_platform_check check (platform ~ '^[a-z]{1,30}$');

create or replace function guard_delivery() returns trigger language plpgsql as $$
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
  else array[]::text[] end;
begin
  if new.state <> old.state and not new.state = any (allowed) then
    raise exception 'delivery % cannot go from % to %', old.id, old.state, new.state
      using errcode = 'check_violation', constraint = 'delivery_transition';
  end if;
  if new.fence < old.fence then
    raise exception 'the fence of delivery % cannot go back', old.id
      using errcode = 'check_violation', constraint = 'delivery_fence';
  end if;
  new.updated_at := clock_timestamp();
  return new;
end $$;
