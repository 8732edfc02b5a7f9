-- How the pictures and the sound of a file are written, as decoding it told: its pixel format, whether it is interlaced, its
-- sound, how many pictures an image has. Null for files that were looked at before this was asked.
alter table media add column coding jsonb check (jsonb_typeof(coding) = 'object');
grant update (coding) on media to clientnest_worker;

alter table media_variant add column coding jsonb check (jsonb_typeof(coding) = 'object');
grant update (coding) on media_variant to clientnest_worker;
