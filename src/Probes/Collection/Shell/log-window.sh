# awk's `key(line)`: the sortable time of a log line. YYYYmmddHHMMSS in the host's time, the same behind a u in UTC, seconds since
# 1970 behind an e, "" for a line without a time. `old(key)`: is it before the window? C# reads these keys again (LogKey).
AWK_TIME='
function month(name) { return (index("JanFebMarAprMayJunJulAugSepOctNovDec", name) + 2) / 3 }
function day_first(s) {
  return sprintf("%s%02d%s%s%s%s", substr(s, 8, 4), month(substr(s, 4, 3)), substr(s, 1, 2), substr(s, 13, 2), substr(s, 16, 2), substr(s, 19, 2))
}
function key(l,  s, zone) {
  l = substr(l, 1, 400)
  # 2026/11/22 17:05:27
  if (match(l, /[0-9][0-9][0-9][0-9]\/[0-9][0-9]\/[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9]/)) {
    s = substr(l, RSTART, 19); gsub(/[\/: ]/, "", s)
    return s
  }
  # 22/Nov/2026:17:05:27
  if (match(l, /[0-3][0-9]\/[A-Z][a-z][a-z]\/[0-9][0-9][0-9][0-9]:[0-9][0-9]:[0-9][0-9]:[0-9][0-9]/)) return day_first(substr(l, RSTART, 20))
  # 22-Nov-2026 17:05:27
  if (match(l, /[0-3][0-9]-[A-Z][a-z][a-z]-20[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9]/)) return day_first(substr(l, RSTART, 20))
  # 2026-11-22T17:05:27.123Z
  if (match(l, /20[0-9][0-9]-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9]:[0-5][0-9]/)) {
    s = substr(l, RSTART, 19); zone = substr(l, RSTART + 19, 12); gsub(/[-:T ]/, "", s)
    return zone ~ /^(\.[0-9]+)?(Z|\+00:?00)/ ? "u" s : s
  }
  # 1795366572.123
  if (match(l, /(^|[^0-9])1[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]\.[0-9][0-9][0-9]/)) {
    s = substr(l, RSTART, RLENGTH); sub(/^[^0-9]/, "", s)
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
# awk with `key` and `old` before the PROGRAM
awk_in_time() {
  awk -v START="$WINDOW_START" -v START_LOCAL="$WINDOW_START_LOCAL" -v START_UTC="$WINDOW_START_UTC" "$AWK_TIME
$1"
}
# window FILE AWK: runs AWK over the lines within the window of FILE, which `readable` holds, reading from its end. AWK finds the time
# of the line in k; a line without one belongs to the line before it.
window() {
  size=$(held_size 2>/dev/null); size=${size:-0}; n=262144
  while [ "$n" -lt "$size" ] && [ "$n" -lt "$MAX_LOG_BYTES" ]; do
    age=$(held tail -c "$n" 2>/dev/null | awk_in_time 'NR > 1 { k = key($0); if (k != "") { print old(k) ? "old" : "new"; exit } }')
    [ "$age" = old ] && break
    n=$((n * 4))
  done
  [ "$n" -gt "$MAX_LOG_BYTES" ] && n=$MAX_LOG_BYTES
  printf "@file %s\t%s\n" "$1" "$size"
  [ "$n" -lt "$size" ] && [ "$age" != old ] && printf "@cut\n"
  # a log may grow faster than it is read
  { [ "$n" -ge "$size" ] && ( rotated "$1" ); held tail -c "$n" 2>/dev/null | head -c "$((n + 4194304))"; } |
    awk_in_time '
      { k = key($0); if (k != "") keep = !old(k); if (k == "" && NR == 1) keep = 0 }
      !keep { next }
      '"$2"
}
# the newest rotation of a log, when it was rotated within the window
rotated() {
  for r in "$1.1" "$1"-20[0-9][0-9]*[0-9] "$1.1.gz" "$1"-20*.gz; do
    [ -f "$r" ] || continue
    [ "$(mtime "$r")" -ge "$WINDOW_START" ] && readable "$r" || continue
    case $r in
      *.gz) held cat 2>/dev/null | gzip -dc 2>/dev/null | head -c 268435456 | tail -c 4194304 ;;
      *) held tail -c 4194304 2>/dev/null | head -c 4194304 ;;
    esac
  done
}
