-- Whoever changes their password is told which API keys they made are good still, and may end them, in whatever
-- organization. The digests stay unseen.
create policy identity on api_key to clientnest_identity using (true) with check (true);
grant select (organization_id, id, public_id, name, scopes, created_by, created_at, expires_at, revoked_at, last_used_at)
  on api_key to clientnest_identity;
grant update (revoked_at) on api_key to clientnest_identity;
