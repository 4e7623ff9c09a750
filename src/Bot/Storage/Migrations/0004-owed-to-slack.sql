create table slack_replies (                               -- what is owed to who asked, until it is said
  id integer primary key autoincrement,
  person text not null,                                    -- "" for an answer in the open
  room text not null,
  thread text,
  response_url text not null,
  text text not null,
  incident_id integer,                                     -- whose thread it points to; null for none
  mark text not null,                                      -- by which an answer in the open is found again
  at text not null);

create table slack_uploads (                               -- files that are wanted in a thread, until they are there
  id integer primary key autoincrement,
  message_id integer not null unique references messages (id) on delete cascade,
  room text not null,
  thread text not null,
  perhaps_there integer not null,                          -- an earlier delivery may have brought them
  at text not null);
