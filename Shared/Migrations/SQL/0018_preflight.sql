-- What is looked for ahead of time: posts that would fail, tokens that end.

-- Since when its token cannot be renewed; null when it could be the last time.
alter table account add column renewal_failed_at timestamptz;
create index account_ending on account (token_expires_at) where state = 'connected' and renewal_failed_at is not null;

alter table delivery
  -- The revision that was looked at shortly before its time.
  add column checked_revision int,
  -- What was found to stand against it: an array of {pointer, code, detail}; null when nothing was.
  add column risks jsonb;
