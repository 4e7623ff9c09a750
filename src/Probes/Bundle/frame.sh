export LC_ALL=C LANG=C PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
renice -n 10 -p $$ >/dev/null 2>&1
umask 077
ME=$(id -un 2>/dev/null); ROOT=0; [ "$(id -u)" = 0 ] && ROOT=1
NOW=$(date +%s); CUTE=$((NOW - SINCE))
CUT=$(date -d "@$CUTE" +%Y%m%d%H%M%S 2>/dev/null); CUTU=$(date -u -d "@$CUTE" +%Y%m%d%H%M%S 2>/dev/null)
export ME ROOT NOW CUT CUTU CUTE
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

# trusted FILE: belongs to root or to us, and nobody else may write it
trusted() {
  set -- $(stat -Lc '%u %a' "$1" 2>/dev/null); [ $# = 2 ] || return 1
  { [ "$1" = 0 ] || [ "$1" = "$(id -u)" ]; } || return 1
  case $2 in *[2367]?|*[2367]) return 1 ;; esac
}
# nginx as it runs: each master of this pid namespace, with its own binary, prefix and configuration
nginx_instances() {
  for f in $(grep -ls '^nginx: [m]aster' /proc/[0-9]*/cmdline 2>/dev/null); do
    p=${f#/proc/}; p=${p%/cmdline}
    [ "$(awk '/^NSpid/ {print NF - 1}' "/proc/$p/status" 2>/dev/null)" = 1 ] || continue
    title=$(tr '\000' ' ' <"$f" 2>/dev/null)
    exe=$(as_root readlink "/proc/$p/exe" 2>/dev/null); exe=${exe% (deleted)}
    [ -x "$exe" ] || exe=$(printf '%s' "$title" | awk '{print $4}')
    have "$exe" || exe=nginx
    prefix=$(printf '%s' "$title" | sed -n 's/.* -p *\([^ ]*\).*/\1/p'); conf=$(printf '%s' "$title" | sed -n 's/.* -c *\([^ ]*\).*/\1/p')
    case $conf in
      '') full=${prefix:+${prefix%/}/conf/nginx.conf} ;;
      /*) full=$conf ;;
      *) trusted "$(command -v "$exe")" && full=${prefix:-$("$exe" -V 2>&1 | sed -n 's/.*--prefix=\([^ ]*\).*/\1/p')}; full=${full%/}/$conf ;;
    esac
    # it will be run, perhaps as root: only what root or we ourselves made may be
    trusted "$(command -v "$exe")" && { [ -z "$full" ] || { trusted "$full" && trusted "${full%/*}"; }; } && { [ -z "$prefix" ] || trusted "$prefix"; } || { printf '#@refused nginx of pid %s (%s)\n' "$p" "$exe"; continue; }
    printf '%s|%s|%s|%s\n' "$p" "$exe" "$prefix" "$conf"
  done
}
# one instance's effective configuration; when nginx itself will not print it, the files as they lie there
nginx_dump() { # pid exe prefix conf
  v=$("$2" -V 2>&1); prefix=${3:-$(printf '%s' "$v" | sed -n 's/.*--prefix=\([^ ]*\).*/\1/p')}; conf=$4
  [ -n "$conf" ] || { conf=$(printf '%s' "$v" | sed -n 's/.*--conf-path=\([^ ]*\).*/\1/p'); conf=${conf:-conf/nginx.conf}; [ -z "$3" ] || [ -f "$3/$conf" ] || [ -f "$conf" ] || conf=conf/nginx.conf; }
  case $conf in /*) ;; *) conf=${prefix%/}/$conf ;; esac
  elog=$(printf '%s' "$v" | sed -n 's/.*--error-log-path=\([^ ]*\).*/\1/p'); alog=$(printf '%s' "$v" | sed -n 's/.*--http-log-path=\([^ ]*\).*/\1/p')
  printf '#@instance pid=%s exe=%s own=%s prefix=%s conf=%s error_log=%s access_log=%s version=%s\n' "$1" "$2" "${3:+p}${4:+c}" "${prefix%/}" "$conf" "${elog:-logs/error.log}" "${alog:-logs/access.log}" "$(printf '%s' "$v" | sed -n 's/^nginx version: [^/]*\/\([^ ]*\).*/\1/p')"
  set -- "$2" -T ${3:+-p "$3"} ${4:+-c "$4"}
  [ "$SUDO" = 1 ] && [ "$ROOT" != 1 ] && set -- sudo -n "$@"
  out=$(within 3 "$@" 2>&1)      # it resolves the names of upstreams
  case $out in *"# configuration file "*) printf '%s\n' "$out" | grep -v '^nginx: '; return ;; esac
  why=$(printf '%s\n' "$out" | grep -v 'the "user" directive' | tail -n 2 | head -n 1 | cut -c 1-300 | tr '\t' ' ')
  printf '#@untested %s\n' "$why"
  for f in "$conf" $(find "${conf%/*}" -type f \( -name '*.conf' -o -path '*sites-*' -o -path '*conf.d*' -o -path '*snippets*' \) 2>/dev/null | grep -vxF "$conf" | head -n 300) $(find "${conf%/*}" -type l -path '*enabled*' 2>/dev/null | head -n 100); do
    [ -r "$f" ] && { printf '# configuration file %s:\n' "$f"; cat "$f"; echo; }
  done
}
INSTANCES=$(nginx_instances)
CONF=$(if [ -n "$INSTANCES" ]; then printf '%s\n' "$INSTANCES" | head -n 4 | while IFS='|' read -r p e x c; do case $p in '#'*) printf '%s\n' "$p"; continue ;; esac; nginx_dump "$p" "$e" "$x" "$c"; done
  elif have nginx; then nginx_dump 0 nginx '' ''; fi)

# its statements, one a line: prefix <tab> blocks <tab> words
STATEMENTS=$(printf '%s\n' "$CONF" | awk '
  function emit(t) { gsub(/^[ \t]+|[ \t]+$/, "", t); if (t != "") print prefix "\t" stack "\t" t }
  /^#@instance / { prefix = $0; sub(/.* prefix=/, "", prefix); sub(/ .*/, "", prefix); buf = ""; depth = 0; stack = ""
    e = $0; sub(/.* error_log=/, "", e); sub(/ .*/, "", e); a = $0; sub(/.* access_log=/, "", a); sub(/ .*/, "", a)
    print prefix "\t@default\terror_log " e; print prefix "\t@default\taccess_log " a; next }
  { line = $0; sub(/\r$/, "", line)
    while (match(line, /\$\{[A-Za-z0-9_]*\}/)) line = substr(line, 1, RSTART) substr(line, RSTART + 2, RLENGTH - 3) substr(line, RSTART + RLENGTH)
    out = ""
    while (match(line, /"[^"]*"|\047[^\047]*\047/)) { q = substr(line, RSTART + 1, RLENGTH - 2); gsub(/[{};#]/, "?", q); out = out substr(line, 1, RSTART - 1) q; line = substr(line, RSTART + RLENGTH) }
    line = out line; sub(/(^|[ \t;{}])#.*$/, " ", line); buf = buf " " line
    while (match(buf, /[{};]/)) { t = substr(buf, 1, RSTART - 1); c = substr(buf, RSTART, 1); buf = substr(buf, RSTART + 1); gsub(/[ \t]+/, " ", t)
      if (c == ";") emit(t)
      else if (c == "{") { emit(t); sub(/^ /, "", t); names[++depth] = t; sub(/ .*/, "", t); stack = stack "/" t }
      else if (depth > 0) { depth--; sub(/\/[^\/]*$/, "", stack) } } }')

# the services that may be a back end: known names, units made on this host, and whatever failed
find_units() {
  { for d in /etc/systemd/system /run/systemd/system /run/systemd/transient /usr/local/lib/systemd/system; do
      for u in "$d"/*.service; do [ -f "$u" ] && [ ! -h "$u" ] && echo "${u##*/}"; done
    done
    ls /lib/systemd/system /usr/lib/systemd/system 2>/dev/null | grep -E '^(nginx|openresty|php.*fpm|gunicorn|uwsgi|unicorn|puma|tomcat|jetty|apache2|httpd|lighttpd|mysql|mysqld|mariadb|postgresql|redis|redis-server|memcached|docker|supervisor|supervisord)[^@]*\.service$'
    systemctl list-units --type=service --state=failed,activating --plain --no-legend --no-pager 2>/dev/null | awk '{print $1}'
  } | grep -v '@\.service$' | sort -u | head -n 40
}
UNITS=$(find_units); UNITFILES=
[ -d /run/systemd/system ] && have systemctl && [ -n "$UNITS" ] && UNITFILES=$(systemctl show --no-pager -p Id -p FragmentPath -p DropInPaths -p EnvironmentFiles -p WorkingDirectory -p StandardOutput -p StandardError -- $UNITS 2>/dev/null |
  awk -F= '/^$/ { for (i = 1; i <= n; i++) print id "\t" row[i]; n = 0; next } { v = substr($0, length($1) + 2) } $1 == "Id" { id = v; next } v != "" { row[++n] = $1 "\t" v } END { for (i = 1; i <= n; i++) print id "\t" row[i] }')
export UNITS UNITFILES

# section NAME SECONDS BYTES SCRIPT: one framed answer; "body" is the same for the probe that waits beside the others.
# On its standard input a script finds the statements, or the whole configuration when its first line asks for that.
section() {
  case $4 in "# reads: configuration"*) input=$CONF ;; *) input=$STATEMENTS ;; esac
  printf '\n%s begin %s\n' "$B" "$1"
  rc=$( { { printf '%s\n' "$input" | run "$2" "$4" 2>/dev/null; echo $? >&4; } | head -c "$3" >&3; } 4>&1 3>&5 )
  printf '\n%s rc %s\n' "$B" "${rc:-1}"
}
body() { exec 5>&1; section "$@"; }
exec 5>&1
