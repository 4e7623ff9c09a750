# Runs the probes one after the other, each in a shell of its own with a time limit and a byte cap, behind frames of the BOUNDARY.
# Before them come the functions of the other files, and PRELUDE: the functions for the probes, as text.
export LC_ALL=C LANG=C PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
renice -n 10 -p $$ >/dev/null 2>&1
umask 077
LOGIN=$(id -un 2>/dev/null); SAFE_FOR=$(id -u); IS_ROOT=0; [ "$SAFE_FOR" = 0 ] && IS_ROOT=1
NOW=$(date +%s); WINDOW_START=$((NOW - WINDOW_SECONDS))
WINDOW_START_LOCAL=$(date -d "@$WINDOW_START" +%Y%m%d%H%M%S 2>/dev/null); WINDOW_START_UTC=$(date -u -d "@$WINDOW_START" +%Y%m%d%H%M%S 2>/dev/null)
export LOGIN SAFE_FOR IS_ROOT NOW WINDOW_START WINDOW_START_LOCAL WINDOW_START_UTC
eval "$PRELUDE"
# run SECONDS SCRIPT. busybox's timeout holds on to the output for a whole second, so there we watch ourselves.
if have timeout && ! timeout --help 2>&1 | grep -q BusyBox; then
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
REFUSED=$(printf '%s\n' "$NGINX_MASTERS" | grep '^#'); NGINX_MASTERS=$(printf '%s\n' "$NGINX_MASTERS" | grep -v '^#')
export NGINX_MASTERS
CONFIGURATION=$([ -z "$REFUSED" ] || printf '%s\n' "$REFUSED"
  if [ -n "$NGINX_MASTERS" ]; then
    for p in $(printf '%s\n' "$NGINX_MASTERS" | head -n 4); do nginx_dump "$p"; done
  elif have nginx; then nginx_dump 0; fi)

STATEMENTS=$(printf '%s\n' "$CONFIGURATION" | statements)
BACKEND_UNITS=$(find_units); UNIT_PROPERTIES=
[ -d /run/systemd/system ] && have systemctl && [ -n "$BACKEND_UNITS" ] && UNIT_PROPERTIES=$(find_unit_properties $BACKEND_UNITS)
export BACKEND_UNITS UNIT_PROPERTIES

# section NAME SECONDS BYTES INPUT SCRIPT: one framed answer. INPUT says what the script finds on its standard input:
# "statements" or "configuration".
section() {
  case $4 in configuration) input=$CONFIGURATION ;; *) input=$STATEMENTS ;; esac
  printf '\n%s begin %s\n' "$BOUNDARY" "$1"
  rc=$( { { printf '%s\n' "$input" | run "$2" "$5" 2>/dev/null; echo $? >&4; } | head -c "$3" >&3; } 4>&1 3>&5 )
  printf '\n%s rc %s\n' "$BOUNDARY" "${rc:-1}"
}
# the same for the probe that waits beside the others
waiting_section() { exec 5>&1; section "$@"; }
exec 5>&1
