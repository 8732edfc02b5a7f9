-- What the platforms tell us, and the comments among it.

-- A webhook's body as it came, kept before it is acknowledged.
create table webhook_receipt (
  id uuid primary key,
  platform text not null,
  body bytea not null,
  -- Platforms repeat a delivery that they believe lost: the same bytes are the same receipt.
  sha256 bytea not null,
  received_at timestamptz not null default clock_timestamp(),
  unique (platform, sha256)
);

create table comment (
  organization_id uuid not null,
  id uuid not null,
  workspace_id uuid not null,
  account_id uuid not null,
  delivery_id uuid not null,
  platform text not null,
  remote_id text not null,
  parent_remote_id text,
  author_remote_id text,
  author_name text,
  text text not null,
  received_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, workspace_id) references workspace (organization_id, id),
  foreign key (organization_id, account_id) references account (organization_id, id),
  foreign key (organization_id, delivery_id) references delivery (organization_id, id),
  unique (organization_id, account_id, remote_id)
);
create index comment_list on comment (organization_id, workspace_id, id desc);

alter table webhook_receipt enable row level security;
alter table webhook_receipt force row level security;
alter table comment enable row level security;
alter table comment force row level security;

create policy receive on webhook_receipt to clientnest_worker using (true) with check (true);
create policy receive on comment to clientnest_worker using (true) with check (true);
create policy tenant on comment to clientnest_app
  using (organization_id = (select current_setting('app.organization_id')::uuid));

grant select, insert on webhook_receipt to clientnest_worker;
grant select, insert on comment to clientnest_worker;
grant select on comment to clientnest_app;
