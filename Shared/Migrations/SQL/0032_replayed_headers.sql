-- The header fields of the first answer, for its repetitions: a JSON array of pairs. Of answers that were kept before there
-- is none.
alter table idempotency_key add column headers text;
