alter table runs add column requested_by_source text not null default '';        -- where who asked came in
alter table approvals add column requested_by_source text not null default '';
alter table incidents add column acknowledged_by_id text;                        -- what the chat calls who acknowledged
alter table incidents add column acknowledged_by_source text;

-- groups whose end arrived before their beginning
create table ended_groups (
  group_key text primary key,
  starts_at text not null,                                                       -- of the newest alert that ended
  at text not null);

-- incidents that wait for the decision of another one: the same fix on the same host
create table joined_approvals (
  incident_id integer not null references incidents (id) on delete cascade,
  approval_id text not null references approvals (id) on delete cascade,
  primary key (incident_id, approval_id));
create index joined_approvals_approval on joined_approvals (approval_id);

-- the next messages of a chat are found without looking at those that wait behind them
alter table outbox add column incident_id integer not null default 0;
update outbox set incident_id = (select m.incident_id from messages m where m.id = outbox.message_id);
create index outbox_first on outbox (chat, due_at) where delivered_version = 0;
create index outbox_edits on outbox (chat, due_at) where delivered_version > 0 and delivered_version < wanted_version;
create index outbox_lane on outbox (chat, incident_id, message_id) where delivered_version = 0;

-- what a deleted incident takes along
create index outbox_message on outbox (message_id);
create index runs_incident on runs (incident_id);
create index approvals_run on approvals (run_id);
create index approvals_incident on approvals (incident_id);
create index artifacts_run on artifacts (run_id);
create index changes_run on changes (run_id);
create index changes_incident on changes (incident_id);
create index due_incident on due (incident_id);
create index incidents_over on incidents (status, resolved_at);
create index deliveries_open on deliveries (source, id) where done_at is null;
create index deliveries_old on deliveries (source, done_at);
create index actions_host on actions (host, at);
create index approvals_hash on approvals (hash) where state = 'waiting';

create table heartbeat (id integer primary key check (id = 1), at text not null);
insert into heartbeat (id, at) values (1, '');
