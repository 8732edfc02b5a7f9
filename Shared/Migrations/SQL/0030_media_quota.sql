-- What an organization keeps in the media library, and which bytes were looked at.

alter table media
  -- Of the object that was looked at; what is published is compared with it. Null before that, and for files of before.
  add column entity_tag text;
grant update (entity_tag) on media to clientnest_worker;

-- One row for each organization that ever uploaded something, counted by triggers. A command that begins an upload holds
-- the row until its end, so that no two see the same room.
create table media_usage (
  organization_id uuid primary key references organization (id),
  -- Bytes of files that are ready, and of their variants.
  used bigint not null default 0,
  -- Bytes of uploads that were begun and are not decided yet, and how many they are.
  reserved bigint not null default 0,
  uploads int not null default 0,
  -- Bytes, in place of what the deployment allows everybody.
  quota bigint check (quota >= 0)
);
alter table media_usage enable row level security;
alter table media_usage force row level security;
create policy tenant on media_usage for select to clientnest_app
  using (organization_id = (select current_setting('app.organization_id')::uuid));
create policy privacy on media_usage to clientnest_privacy using (true) with check (true);
-- For count_media, which runs as the owner.
create policy count on media_usage to clientnest_owner using (true) with check (true);
grant select on media_usage to clientnest_app;
grant select, delete on media_usage to clientnest_privacy;

-- Runs as the owner, so that no role has to be able to change the counts.
create function count_media() returns trigger language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp as $$
declare
  tenant uuid := case when tg_op = 'DELETE' then old.organization_id else new.organization_id end;
  used_more bigint := 0;
  reserved_more bigint := 0;
  uploads_more int := 0;
begin
  if tg_op <> 'INSERT' then
    if old.state = 'ready' then used_more := - old.bytes; end if;
    if old.state = 'pending' and tg_nargs = 1 then
      reserved_more := - old.bytes;
      uploads_more := -1;
    end if;
  end if;
  if tg_op <> 'DELETE' then
    if new.state = 'ready' then used_more := used_more + new.bytes; end if;
    if new.state = 'pending' and tg_nargs = 1 then
      reserved_more := reserved_more + new.bytes;
      uploads_more := uploads_more + 1;
    end if;
  end if;
  if used_more <> 0 or reserved_more <> 0 or uploads_more <> 0 then
    insert into public.media_usage (organization_id) values (tenant) on conflict do nothing;
    update public.media_usage set used = used + used_more, reserved = reserved + reserved_more,
      uploads = uploads + uploads_more where organization_id = tenant;
  end if;
  return null;
end $$;
revoke execute on function count_media from public;
create trigger media_is_counted after insert or delete or update of state, bytes on media
  for each row execute function count_media('upload');
create trigger variant_is_counted after insert or delete or update of state, bytes on media_variant
  for each row execute function count_media();

-- What is there already; the owner of the tables sees it only so.
alter table media no force row level security;
alter table media_variant no force row level security;
insert into media_usage (organization_id, used, reserved, uploads)
select organization_id, coalesce(sum(bytes) filter (where state = 'ready'), 0),
  coalesce(sum(bytes) filter (where state = 'pending' and is_upload), 0),
  count(*) filter (where state = 'pending' and is_upload)
from (select organization_id, bytes, state, true as is_upload from media
  union all select organization_id, bytes, state, false from media_variant) as kept
group by organization_id;
alter table media force row level security;
alter table media_variant force row level security;

-- For uploads that never came.
create index media_pending on media (created_at) where state = 'pending';
