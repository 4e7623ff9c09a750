create table incidents (
  id integer primary key autoincrement,
  title text not null,
  status text not null,              -- open, mitigated, resolved
  severity text not null,
  host text not null,                -- first host; "" when unknown
  hosts text not null,               -- JSON array
  alert_name text not null,
  group_key text not null,           -- Alertmanager's; "" for incidents that people opened
  opened_by text not null,
  started_at text not null,
  acknowledged_at text, acknowledged_by text, reminded_at text,
  mitigated_at text, resolved_at text,
  cause text, confidence real);
create index incidents_open on incidents (group_key, status);

create table timeline (
  seq integer primary key autoincrement,
  incident_id integer not null references incidents (id) on delete cascade,
  at text not null,
  kind text not null,
  actor text not null,
  source text not null,
  text text not null,
  data text not null);
create index timeline_incident on timeline (incident_id, seq);
create trigger timeline_is_append_only before update on timeline begin select raise(abort, 'the timeline is append-only'); end;

create table deliveries (
  id integer primary key autoincrement,
  dedupe_key text not null unique,
  body text not null,
  received_at text not null,
  done_at text, error text);

create table runs (
  id text primary key,
  incident_id integer references incidents (id) on delete cascade,
  runbook text not null,
  source text not null,              -- the YAML as it was when the run began
  targets text not null,
  dry_run integer not null,
  given text not null,
  requested_by text not null,
  status text not null,
  started_at text not null, ended_at text);
create index runs_open on runs (status);

create table run_events (
  run_id text not null references runs (id) on delete cascade,
  seq integer not null,
  at text not null,
  body text not null,
  primary key (run_id, seq)) without rowid;

create table approvals (
  id text primary key,
  run_id text not null references runs (id) on delete cascade,
  incident_id integer,
  step_key text not null,
  host text not null,
  action text not null,
  command text not null,
  request text not null,             -- the whole request as JSON, argv and hash included
  hash text not null,
  state text not null,               -- waiting, approved, denied, expired, stale
  requested_by text not null,
  requested_at text not null,
  expires_at text not null,
  decided_by text, decided_at text, reason text);
create index approvals_waiting on approvals (state, expires_at);

create table actions (                -- what was done to hosts: the budget counts these
  id integer primary key autoincrement,
  host text not null, action text not null, at text not null, run_id text not null);

create table messages (
  id integer primary key autoincrement,
  incident_id integer not null references incidents (id) on delete cascade,
  key text not null,                 -- "headline", "verdict:web-01", "approval:..."
  body text not null,
  version integer not null,
  created_at text not null, updated_at text not null,
  unique (incident_id, key));

create table outbox (
  id integer primary key autoincrement,
  chat text not null,
  message_id integer not null references messages (id) on delete cascade,
  remote_id text,                    -- what the chat calls the message once it is there
  wanted_version integer not null,
  delivered_version integer not null,
  attempts integer not null,
  due_at text not null,
  error text,
  unique (chat, message_id));

create table artifacts (
  id text primary key,
  run_id text not null references runs (id) on delete cascade,
  name text not null,
  at text not null,
  content blob not null);            -- gzip

create table due (                    -- what happens by time
  id integer primary key autoincrement,
  kind text not null,
  incident_id integer not null references incidents (id) on delete cascade,
  data text not null,
  due_at text not null,
  done_at text);
create index due_open on due (done_at, due_at);
