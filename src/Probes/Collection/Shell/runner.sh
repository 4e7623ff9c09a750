# Runs the probes one after the other, each in a shell of its own with a time limit and a byte cap, behind frames of the BOUNDARY.
# Before them come the functions of the other files, and PRELUDE: the functions for the probes, as text.
export LC_ALL=C LANG=C PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
renice -n 10 -p $$ >/dev/null 2>&1
umask 077
# uid=1000(ops) gid=...
LOGIN=$(id); SAFE_FOR=${LOGIN#uid=}; SAFE_FOR=${SAFE_FOR%%[!0-9]*}
case $LOGIN in "uid=$SAFE_FOR("*) LOGIN=${LOGIN#*\(}; LOGIN=${LOGIN%%\)*} ;; *) LOGIN=$SAFE_FOR ;; esac
IS_ROOT=0; [ "$SAFE_FOR" = 0 ] && IS_ROOT=1
NOW=$(date '+%s %z'); ZONE=${NOW#* } NOW=${NOW% *}; WINDOW_START=$((NOW - WINDOW_SECONDS))
case $ZONE in [+-][0-9][0-9][0-9][0-9]) ;; *) ZONE=+0000 ;; esac
# digits SECONDS: sets DIGITS to YYYYmmddHHMMSS of that time in UTC
digits() {
  days=$(($1 / 86400 + 719468)) rest=$(($1 % 86400))
  era=$((days / 146097)); days=$((days % 146097))
  year=$(((days - days / 1460 + days / 36524 - days / 146096) / 365))
  days=$((days - (365 * year + year / 4 - year / 100))); month=$(((5 * days + 2) / 153))
  days=$((days - (153 * month + 2) / 5 + 1)) year=$((year + era * 400)) month=$((month + 3))
  [ "$month" -le 12 ] || { month=$((month - 12)) year=$((year + 1)); }
  DIGITS=$((((((year * 100 + month) * 100 + days) * 100 + rest / 3600) * 100 + rest % 3600 / 60) * 100 + rest % 60))
}
digits "$WINDOW_START"; WINDOW_START_UTC=$DIGITS
hours=${ZONE#?} minutes=${ZONE#???}; hours=${hours%??}
offset=$((${hours#0} * 3600 + ${minutes#0} * 60)); case $ZONE in -*) offset=-$offset ;; esac
digits $((WINDOW_START + offset)); WINDOW_START_LOCAL=$DIGITS
export LOGIN SAFE_FOR IS_ROOT NOW ZONE WINDOW_START WINDOW_START_LOCAL WINDOW_START_UTC
eval "$PRELUDE"
# sudo asks the resolver for the host's own name: where that takes long, each of many reads would
if [ "$SUDO" = 1 ] && [ "$IS_ROOT" != 1 ]; then
  within 3 sudo -n test -e / 2>/dev/null
  [ $? != 124 ] && [ $(($(date +%s) - NOW)) -lt 3 ] || { SUDO=0; export SUDO; SLOW_SUDO=1; }
fi
# run SECONDS SCRIPT. busybox's timeout holds on to the output for a whole second, so there we watch ourselves.
case $(timeout --help 2>&1) in *BusyBox*) TIMEOUT= ;; *) TIMEOUT=$(command -v timeout) ;; esac
if [ "$TIMEOUT" ]; then
  run() { timeout "$1" sh -c "$PRELUDE
$2"; }
else
  run() {
    exec 6<&0
    sh -c "$PRELUDE
$2" <&6 6<&- &
    child=$!; exec 6<&-
    { n=$(($1 * 10)); while [ "$n" -gt 0 ] && sleep 0.1 && kill -0 "$child"; do n=$((n - 1)); done; [ "$n" -gt 0 ] || kill -KILL "$child"; } >/dev/null 2>&1 3>&- 4>&- 5>&- &
    watch=$!
    wait "$child"; code=$?
    kill "$watch" 2>/dev/null
    return "$code"
  }
fi

NGINX_MASTERS=$(masters)
[ -z "$SLOW_SUDO" ] || NGINX_MASTERS=$NGINX_MASTERS"
$(refused sudo "it takes longer than 3 s, so everything was read without it" "let the host's own name stand in its /etc/hosts")"
REFUSED=
case $NGINX_MASTERS in *"#@"*)
  REFUSED=$(printf '%s\n' "$NGINX_MASTERS" | grep '^#'); NGINX_MASTERS=$(printf '%s\n' "$NGINX_MASTERS" | grep -v '^#') ;;
esac
export NGINX_MASTERS
CONFIGURATION=$([ -z "$REFUSED" ] || printf '%s\n' "$REFUSED"
  if [ -n "$NGINX_MASTERS" ]; then
    set -- $NGINX_MASTERS
    for p in ${1:+"$1"} ${2:+"$2"} ${3:+"$3"} ${4:+"$4"}; do nginx_dump "$p"; done
  elif have nginx; then nginx_dump 0; fi)

STATEMENTS=$(printf '%s\n' "$CONFIGURATION" | statements)
BACKENDS=$(printf '%s\n' "$STATEMENTS" | backends)
export BACKENDS
BACKEND_UNITS=$(find_units); UNIT_PROPERTIES=
[ -d /run/systemd/system ] && have systemctl && [ -n "$BACKEND_UNITS" ] && UNIT_PROPERTIES=$(find_unit_properties $BACKEND_UNITS)
export BACKEND_UNITS UNIT_PROPERTIES

# section NAME SECONDS BYTES INPUT SCRIPT: one framed answer. INPUT says what the script finds on its standard input: "statements",
# "configuration" or "nothing". The frame that ends it is missing when the script was stopped, or said too much.
section() {
  printf '\n%s begin %s\n' "$BOUNDARY" "$1"
  # each part of the pipe a child of this very shell, where `watch` looks
  case $4 in
    configuration) printf '%s\n' "$CONFIGURATION" | answer "$2" "$5" | head -c "$(($3 + 64))" ;;
    statements) printf '%s\n' "$STATEMENTS" | answer "$2" "$5" | head -c "$(($3 + 64))" ;;
    *) answer "$2" "$5" </dev/null | head -c "$(($3 + 64))" ;;
  esac
}
# answer SECONDS SCRIPT: runs it in this shell, which `watch` ends by its name when it takes longer; where nobody can watch, by `run`
answer() {
  trap 'printf "\n%s rc %s\n" "$BOUNDARY" "$?"' EXIT
  if [ "$WATCHER" ]; then
    printf 'c502-%s' "$1" >/proc/self/comm
    eval "$2"
  else
    run "$1" "$2"
  fi 2>/dev/null
  exit
}
# Starts `watch`, where the kernel lists a process's children: a shell of its own for each script costs a dozen processes more.
begin_watch() {
  read -r self rest </proc/self/stat
  [ -r "/proc/$self/task/$self/children" ] || return 0
  watch "$self" >/dev/null 2>&1 </dev/null &
  WATCHER=$!
}
end_watch() { [ -z "$WATCHER" ] || kill "$WATCHER" 2>/dev/null; }
# watch PID: once a second counts for each of its children that is called c502-LIMIT, and ends what is over its limit
watch() {
  # the list has no line end, so that read calls it the end of the file
  while sleep 1 && [ -e "/proc/$1/task/$1/children" ]; do
    children=; read -r children <"/proc/$1/task/$1/children"
    for child in $children; do
      name=; read -r name <"/proc/$child/comm"
      case $name in c502-[0-9]*) ;; *) continue ;; esac
      eval "ticks_$child=\$((ticks_$child + 1)); ticks=\$ticks_$child"
      [ "$ticks" -lt "${name#c502-}" ] || end_tree "$child"
    done
  done
}
# end_tree PID: ends a process and all that it has started
end_tree() {
  kids=; read -r kids <"/proc/$1/task/$1/children"
  kill -KILL "$1"
  set -- $kids
  while [ $# -gt 0 ]; do end_tree "$1"; shift; done
}
WATCHER=
