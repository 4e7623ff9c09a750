-- how far a run is, line by line: the thread's message about it is drawn from here
create table run_progress (
  id integer primary key autoincrement,
  run_id text not null references runs (id) on delete cascade,
  line text not null
);

create index run_progress_run on run_progress (run_id);
