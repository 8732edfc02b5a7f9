-- Published posts that are taken down again.

alter table delivery
  add column removed_at timestamptz check (removed_at is null or state = 'removed'),
  drop constraint delivery_state_check,
  add constraint delivery_state_check check (state in ('draft', 'scheduled', 'queued', 'claimed', 'sending',
    'pending_remote', 'unknown', 'published', 'failed', 'needs_review', 'cancelled', 'missed', 'removing', 'removed')),
  add constraint delivery_removal_check
    check (state not in ('removing', 'removed') or (remote_id is not null and check_after is not null));
create index delivery_removing on delivery (check_after) where state = 'removing';

alter table post
  drop constraint post_state_check,
  add constraint post_state_check check (state in ('draft', 'scheduled', 'publishing', 'published', 'partial',
    'unknown', 'needs_review', 'failed', 'missed', 'cancelled', 'removed'));

-- As in 0012, with the way out of `published`.
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
  when 'published' then array['removing']
  when 'removing' then array['removed', 'published']
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

-- As in 0002. While it is being taken down it is out.
create or replace function rolled_up(state text) returns text language sql immutable as $$
  select case
    when state in ('queued', 'claimed') then 'scheduled'
    when state in ('sending', 'pending_remote') then 'publishing'
    when state = 'removing' then 'published'
    else state end
$$;

create or replace function post_state(states text[]) returns text language sql immutable as $$
  select case
    when states is null or states = '{}' then 'draft'
    when 'needs_review' = any (states) then 'needs_review'
    when 'unknown' = any (states) then 'unknown'
    when 'publishing' = any (states) then 'publishing'
    when 'scheduled' = any (states) then
      case when 'published' = any (states) then 'publishing' else 'scheduled' end
    when 'published' = any (states) then
      case when states <@ array['published'] then 'published' else 'partial' end
    when 'failed' = any (states) then 'failed'
    when 'missed' = any (states) then 'missed'
    when 'draft' = any (states) then 'draft'
    when 'removed' = any (states) then 'removed'
    else 'cancelled' end
$$;
