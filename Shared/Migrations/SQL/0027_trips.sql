-- By which session or API key an account began to be connected: it has to be good still when the browser comes back and
-- when a choice is made. What began before this script names neither, and nobody finishes it.
alter table connection_attempt add column session_id uuid, add column key_id uuid;
alter table connection_choice add column session_id uuid, add column key_id uuid;
