-- What a person has granted on the consent page, by the platform's own words with blanks between. Null when the platform did
-- not say, which means what was asked for (RFC 6749 5.1), and for accounts of before.

alter table account add column granted_scopes text;
alter table connection_choice add column granted_scopes text;
