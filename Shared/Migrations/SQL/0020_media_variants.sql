-- What is made of media for platforms that do not take them as they are, and how videos are coded.

alter table media
  -- Of a video, as its bytes tell: `h264`, `hevc`, …; null for images, and for files looked at before this was asked.
  add column video_codec text,
  -- Null without sound.
  add column sound_codec text,
  -- Pictures a second on the average; null when the file does not tell.
  add column frame_rate double precision check (frame_rate > 0),
  -- Whether the description stands before the pictures.
  add column has_fast_start boolean;
grant update (video_codec, sound_codec, frame_rate, has_fast_start) on media to clientnest_worker;

create table media_variant (
  organization_id uuid not null,
  id uuid not null,
  workspace_id uuid not null,
  media_id uuid not null,
  -- How it is made; the same file by the same recipe is made once, for whatever post and platform.
  recipe text not null check (length(recipe) between 1 and 200),
  -- Whom it is for and why: [{"platform": "instagram", "reason": "…"}, …].
  purposes jsonb not null check (jsonb_typeof(purposes) = 'array'),
  state text not null default 'pending' check (state in ('pending', 'ready', 'failed')),
  -- How often its making was begun.
  attempts int not null default 0,
  content_type text,
  bytes bigint check (bytes > 0),
  width int check (width > 0),
  height int check (height > 0),
  duration_ms bigint,
  video_codec text,
  sound_codec text,
  frame_rate double precision check (frame_rate > 0),
  has_fast_start boolean,
  error_code text,
  error_detail text,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (organization_id, id),
  unique (organization_id, media_id, recipe),
  foreign key (organization_id, media_id) references media (organization_id, id) on delete cascade,
  foreign key (organization_id, workspace_id) references workspace (organization_id, id),
  check (state <> 'ready' or (content_type is not null and bytes > 0 and width > 0 and height > 0)),
  check ((state = 'failed') = (error_code is not null))
);

alter table media_variant enable row level security;
alter table media_variant force row level security;
create policy tenant on media_variant to clientnest_app
  using (organization_id = (select current_setting('app.organization_id')::uuid));
create policy sweep on media_variant to clientnest_worker using (true) with check (true);
create policy privacy on media_variant to clientnest_privacy using (true) with check (true);
create policy workspaces on media_variant as restrictive to clientnest_app
  using ((select current_setting('app.workspace_ids')) = '' or workspace_id = any
    ((select string_to_array(current_setting('app.workspace_ids'), ',')::uuid[])::uuid[]));
grant select, insert, delete, update (purposes) on media_variant to clientnest_app;
grant select, update (state, attempts, content_type, bytes, width, height, duration_ms, video_codec, sound_codec,
  frame_rate, has_fast_start, error_code, error_detail, updated_at) on media_variant to clientnest_worker;
grant select, delete on media_variant to clientnest_privacy;
