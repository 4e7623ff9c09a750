create table changes (                -- edited configuration files that can be taken back
  id text primary key,
  run_id text not null references runs (id) on delete cascade,
  incident_id integer not null references incidents (id) on delete cascade,
  host text not null,                 -- where it was made
  step_host text not null,            -- whose 502s it was to mend
  request text not null,              -- what takes it back, as JSON
  at text not null,
  undone_at text);
