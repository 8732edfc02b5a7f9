-- The media library: what people upload, once, and use in many posts.

create table media (
  organization_id uuid not null,
  id uuid not null,
  workspace_id uuid not null,
  user_id uuid not null references app_user (id),
  file_name text not null check (length(file_name) between 1 and 255),
  -- What the uploader said; `content_type` is what the bytes say.
  declared_type text not null,
  bytes bigint not null check (bytes > 0),
  alt_text text check (length(alt_text) between 1 and 2000),
  state text not null default 'pending' check (state in ('pending', 'ready', 'rejected')),
  content_type text,
  width int,
  height int,
  duration_ms bigint,
  error_code text,
  error_detail text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, id),
  foreign key (organization_id, workspace_id) references workspace (organization_id, id),
  check (state <> 'ready' or (content_type is not null and width > 0 and height > 0))
);
-- Ids are UUIDv7: their order is the order of the list.
create index media_list on media (organization_id, workspace_id, id desc);

alter table media enable row level security;
alter table media force row level security;
create policy tenant on media to clientnest_app
  using (organization_id = (select current_setting('app.organization_id')::uuid));
create policy sweep on media to clientnest_worker using (true) with check (true);
create policy workspaces on media as restrictive to clientnest_app
  using ((select current_setting('app.workspace_ids')) = '' or workspace_id = any
    ((select string_to_array(current_setting('app.workspace_ids'), ',')::uuid[])::uuid[]));
grant select, insert, delete, update (alt_text, file_name, updated_at) on media to clientnest_app;
grant select, update (state, content_type, bytes, width, height, duration_ms, error_code, error_detail, updated_at)
  on media to clientnest_worker;
