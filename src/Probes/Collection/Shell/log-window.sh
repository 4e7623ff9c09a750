# awk's `key(line)`: the sortable time of a log line. YYYYmmddHHMMSS in the host's time, the same behind a u in UTC, seconds since
# 1970 behind an e, "" for a line without a time; MARK: the text of its minute. `old(key)`: is it before the window? `at(key)`: seconds
# since 1970. C# reads these keys again (LogKey). A line that names another offset than the host's is placed by its own.
AWK_TIME='
function seconds(k,  y, m, d) { # of YYYYmmddHHMMSS in UTC
  y = substr(k, 1, 4); m = substr(k, 5, 2) + 0; d = substr(k, 7, 2)
  if (m < 3) { y--; m += 12 }
  d = 365 * y + int(y / 4) - int(y / 100) + int(y / 400) + int((153 * m - 457) / 5) + d - 719469
  return d * 86400 + substr(k, 9, 2) * 3600 + substr(k, 11, 2) * 60 + substr(k, 13, 2)
}
function host_offset() { return START_LOCAL == "" ? 0 : seconds(START_LOCAL) - START }
function at(k) {
  if (k ~ /^e/) return substr(k, 2) + 0
  return k ~ /^u/ ? seconds(substr(k, 2)) : seconds(k) - host_offset()
}
function placed(s, zone,  o) { # zone: what stands behind the time
  if (match(zone, /^(\.[0-9]+)? ?[+-][0-9][0-9]:?[0-9][0-9]/) == 0) return s
  zone = substr(zone, 1, RLENGTH); sub(/^(\.[0-9]+)? ?/, "", zone); sub(/:/, "", zone)
  o = substr(zone, 2, 2) * 3600 + substr(zone, 4, 2) * 60
  if (zone ~ /^-/) o = -o
  return o == host_offset() ? s : "e" seconds(s) - o
}
function month(name) { return (index("JanFebMarAprMayJunJulAugSepOctNovDec", name) + 2) / 3 }
function day_first(s) {
  month_and_day = sprintf("%02d%s", month(substr(s, 4, 3)), substr(s, 1, 2))
  return substr(s, 8, 4) month_and_day substr(s, 13, 2) substr(s, 16, 2) substr(s, 19, 2)
}
function key(l,  s, zone) {
  MARK = ""
  l = substr(l, 1, 400)
  # 2026/11/22 17:05:27
  if (match(l, /[0-9][0-9][0-9][0-9]\/[0-9][0-9]\/[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9]/)) {
    s = substr(l, RSTART, 19); MARK = substr(s, 1, 16); gsub(/[\/: ]/, "", s)
    return s
  }
  # 22/Nov/2026:17:05:27 +0000
  if (match(l, /[0-3][0-9]\/[A-Z][a-z][a-z]\/[0-9][0-9][0-9][0-9]:[0-9][0-9]:[0-9][0-9]:[0-9][0-9]/)) {
    s = substr(l, RSTART, 20); MARK = substr(s, 1, 17)
    return placed(day_first(s), substr(l, RSTART + 20, 7))
  }
  # 22-Nov-2026 17:05:27
  if (match(l, /[0-3][0-9]-[A-Z][a-z][a-z]-20[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9]/)) {
    MARK = substr(l, RSTART, 17)
    return day_first(substr(l, RSTART, 20))
  }
  # 2026-11-22T17:05:27.123Z
  if (match(l, /20[0-9][0-9]-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9]:[0-5][0-9]/)) {
    s = substr(l, RSTART, 19); zone = substr(l, RSTART + 19, 17); MARK = substr(s, 1, 16); gsub(/[-:T ]/, "", s)
    return zone ~ /^(\.[0-9]+)?(Z|\+00:?00)/ ? "u" s : placed(s, zone)
  }
  # 1795366572.123
  if (match(l, /(^|[^0-9])1[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]\.[0-9][0-9][0-9]/)) {
    s = substr(l, RSTART, RLENGTH); sub(/^[^0-9]/, "", s); MARK = substr(s, 1, 10)
    return "e" s
  }
  return ""
}
function old(k) {
  if (k ~ /^e/) return substr(k, 2) + 0 < START + 0
  if (k ~ /^u/) return substr(k, 2) < START_UTC
  return k < START_LOCAL
}'
# awk's `status(line)` of an access-log line, whatever its format: what follows the quoted request, a JSON value, or the first lone
# number that can be one. It counts the lines that are not sent, so it stands here beside AccessFormat in C#.
AWK_STATUS='
function status(l) {
  if (match(l, /" [1-5][0-9][0-9]( |$)/)) return substr(l, RSTART + 2, 3)
  if (match(l, /"(status|status_code|http_status|response_code|code)" *: *"?[1-5][0-9][0-9]/)) return substr(l, RSTART + RLENGTH - 3, 3)
  if (match(l, /(^|[ \t|,;=])[1-5][0-9][0-9]([ \t|,;]|$)/)) { l = substr(l, RSTART, RLENGTH); gsub(/[^0-9]/, "", l); return l }
  return 0
}'
# awk with the functions of AWK_TIME before the PROGRAM: awk_in_time PROGRAM [FILE]
awk_in_time() {
  in_time=$AWK_TIME"
$1"
  shift
  awk -v START="$WINDOW_START" -v START_LOCAL="$WINDOW_START_LOCAL" -v START_UTC="$WINDOW_START_UTC" "$in_time" "$@"
}
# window FILE AWK [GREP]: runs AWK over the lines within the window of FILE, which `readable` holds. AWK finds the time of the line in
# k; a line without one belongs to the line before it. QUICK=1: k need be no finer than the minute. Of what lies further back than
# MAX_LOG_BYTES only the lines that the command GREP finds come; without one, or beyond its reach, the gap is reported.
window() {
  size=${SIZE:-0}
  printf "@file %s\t%s\n" "$1" "$size"
  seek
  reach=$n
  AWK_LINES='
    function is_kept(l) {
      if (QUICK && MINUTE != "" && index(l, MINUTE)) return 1
      MINUTE = ""; found = key(l)
      if (found != "" || !QUICK) k = found
      if (found == "") { if (NR == 1) keep = 0; return keep }
      keep = !old(k)
      if (QUICK && keep && at(k) - 60 >= START) MINUTE = MARK
      return keep
    }
    BEGIN { QUICK = "'"$QUICK"'" + 0 }
    !is_kept($0) { next }
    '$2
  if [ -n "$CUT" ]; then
    further "$1" "$3"
    { [ -z "$3" ] || held tail -c "$reach" 2>/dev/null | head -c "$((reach - n))" | "$3"
      held tail -c "$n" 2>/dev/null | head -c "$((n + 4194304))"; } | awk_in_time "$AWK_LINES"
  elif [ "$n" -lt "$size" ]; then
    held tail -c "$n" 2>/dev/null | head -c "$((n + 4194304))" | awk_in_time "$AWK_LINES"
  else
    older=$(rotation "$1")
    if [ -n "$older" ]; then
      { rotated "$older"; held tail -c "$n" 2>/dev/null | head -c "$((n + 4194304))"; } | awk_in_time "$AWK_LINES"
    elif [ "$HELD" = "$REAL" ]; then held tail -c "$n" 2>/dev/null | awk_in_time "$AWK_LINES"
    # a log may grow faster than it is read
    else awk_in_time "{ so_far += length(\$0) + 1; if (so_far > $((n + 4194304))) exit } $AWK_LINES" "$HELD" 2>/dev/null; fi
  fi
}
# age_at BYTES: seconds from the window's start to the first dated line of the held file's last BYTES; negative before it
age_at() {
  held tail -c "$1" 2>/dev/null | head -c 65536 |
    awk_in_time 'NR > 1 || '"$((size == $1))"' { k = key($0); if (k != "") { printf "%d", at(k) - START; exit } }'
}
# seek: sets n to the bytes at the end that hold the window, found by the times in between; CUT: it begins further back than may be
# read, and the age of the first line that is read. A small file is read whole.
seek() {
  n=$size CUT=
  [ "$size" -gt 1048576 ] || return 0
  [ "$n" -le "$MAX_LOG_BYTES" ] || n=$MAX_LOG_BYTES
  age=$(age_at "$n")
  case $age in -*) ;; *) [ "$n" -ge "$size" ] || CUT=${age:-unknown}; return 0 ;; esac
  new=0 new_age=$WINDOW_SECONDS step=0
  # an eighth of the window too much costs less than one more look
  while [ $((n - new)) -gt $((524288 + new / 8)) ] && [ $((age * -8)) -gt "$WINDOW_SECONDS" ] && [ "$step" -lt 40 ]; do
    step=$((step + 1)) guess=$((new + (n - new) / 2))
    [ $((step % 3)) = 0 ] || guess=$((new + (n - new) * new_age / (new_age - age) + (n - new) / 32))
    [ "$guess" -gt $((new + 65536)) ] || guess=$((new + 65536))
    [ "$guess" -lt $((n - 65536)) ] || guess=$((n - 65536))
    between=$(age_at "$guess")
    case $between in
      "") return 0 ;;
      -*) n=$guess age=$between ;;
      *) new=$guess new_age=$between ;;
    esac
  done
}
# further FILE GREP: sets reach, how far back GREP may look where the window begins before what is read; reports what is left out
further() {
  if [ -n "$2" ]; then
    whole=$n most=$MAX_LOG_BYTES MAX_LOG_BYTES=$MAX_SEARCH_BYTES
    # busybox has a slow grep
    [ -n "$MAX_LOG_BYTES" ] || { grep --version >/dev/null 2>&1 && MAX_LOG_BYTES=1073741824; } || MAX_LOG_BYTES=268435456
    seek
    reach=$n n=$whole MAX_LOG_BYTES=$most
    [ -n "$CUT" ] || return 0
  fi
  begins="the window begins earlier"
  [ "$CUT" = unknown ] || begins="back to $(date -d "@$((WINDOW_START + CUT))" +%H:%M:%S 2>/dev/null)"
  case $CUT in unknown) echo "@cut" ;; *) echo "@cut e$((WINDOW_START + CUT))" ;; esac
  cannot_read "$1" "only its last $((reach / 1048576)) MiB were read, $begins; what stands before that is not counted"
}
# rotation FILE: the newest rotation of a log, when it was rotated within the window
rotation() {
  for r in "$1.1" "$1"-20[0-9][0-9]*[0-9] "$1.1.gz" "$1"-20*.gz; do
    [ -f "$r" ] && [ "$(mtime "$r")" -ge "$WINDOW_START" ] && { printf '%s\n' "$r"; return; }
  done
}
rotated() { (
  readable "$1" || exit 0
  case $1 in
    *.gz) held cat 2>/dev/null | gzip -dc 2>/dev/null | head -c 268435456 | tail -c 16777216 ;;
    *) size=${SIZE:-0}; seek; held tail -c "$n" 2>/dev/null | head -c "$n" ;;
  esac
) }
