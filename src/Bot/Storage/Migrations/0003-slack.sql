alter table incidents add column requests integer;       -- in the window of the latest verdict
alter table incidents add column failed integer;         -- of these, answered 502

alter table deliveries add column source text not null default 'alertmanager';

alter table outbox add column sent_at text;               -- a first post was begun and its outcome is not known
create index outbox_remote on outbox (chat, remote_id);

alter table runs add column requested_by_id text;         -- what the chat calls who asked; null when nobody in a chat did
alter table approvals add column requested_by_id text;

create table thread_places (                               -- incidents whose thread does not live in the incident channel
  incident_id integer primary key references incidents (id) on delete cascade,
  room text not null,                                      -- the channel the command was typed in
  thread text not null,                                    -- the thread there; "" for one of its own
  asked_by text not null,
  reply_to text not null);                                 -- where the asker can be answered for half an hour; "" when nowhere
