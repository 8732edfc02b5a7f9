-- Whose doing it is when something is late, and what a delivery waits for.

alter table platform_gate
  -- Of the accounts that it failed for, two: what fails for one alone is no reason to hold up the others.
  add column accounts uuid[] not null default '{}',
  -- Until when it takes nothing more from our registration, for whichever account.
  add column limited_until timestamptz;

-- What a delivery that is due waits for, and until when as far as that is known. Known from the first second on, also
-- when nobody is there to look at it: it follows from the rows alone. `dispatch`, `queue` and `recovery` are ours.
create view delivery_wait with (security_invoker = true) as
  select d.organization_id, d.id, d.post_id, d.dispatch_no, d.fence, d.due_at as since, why.reason,
    why.reason in ('dispatch', 'queue', 'recovery') as is_ours, case why.reason
      when 'account_limit' then a.limited_until
      when 'application_limit' then g.limited_until
      when 'platform_gate' then g.closed_until
      when 'retry' then d.not_before
      when 'pacing' then d.not_before
      when 'preparation' then coalesce(d.lease_until, d.not_before)
      when 'answer' then d.lease_until
      when 'platform' then d.check_after
      when 'confirmation' then d.check_after
      when 'removal' then d.check_after
    end as until
  from delivery d
  join account a on (a.organization_id, a.id) = (d.organization_id, d.account_id)
  left join platform_gate g on g.platform = d.platform
  cross join lateral (select case
    when d.state = 'unknown' then 'confirmation'
    when d.state = 'pending_remote' then 'platform'
    when d.state = 'removing' then 'removal'
    when d.state in ('claimed', 'sending') and d.lease_until <= clock_timestamp() then 'recovery'
    when d.state = 'sending' then 'answer'
    when d.state = 'claimed' then 'preparation'
    when a.limited_until > clock_timestamp() then 'account_limit'
    when g.limited_until > clock_timestamp() then 'application_limit'
    when g.closed_until > clock_timestamp() then 'platform_gate'
    when d.not_before > clock_timestamp() and d.error_code is not null then 'retry'
    when d.not_before > clock_timestamp() and a.paced_until > clock_timestamp()
      and d.not_before > d.due_at + interval '90 s' then 'pacing'
    when d.not_before > clock_timestamp() then 'preparation'
    when d.state = 'scheduled' and d.is_heavy then 'turn'
    when d.state = 'scheduled' then 'dispatch'
    else 'queue' end as reason) why
  where d.due_at <= clock_timestamp()
    and d.state in ('scheduled', 'queued', 'claimed', 'sending', 'pending_remote', 'unknown', 'removing');
grant select on delivery_wait to clientnest_app, clientnest_worker;
