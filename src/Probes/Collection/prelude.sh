# Functions every probe may use. POSIX sh, no temporary files, nothing written.
have() { command -v "$1" >/dev/null 2>&1; }
# plain TEXT: sets PLAIN to it with a ? for each control character, so that no name can begin a line of its own
plain() {
  PLAIN=$1
  until is_plain "$PLAIN"; do PLAIN=${PLAIN%%[[:cntrl:]]*}?${PLAIN#*[[:cntrl:]]}; done
}
is_plain() { case $1 in *[[:cntrl:]]*) return 1 ;; esac; }
cannot_read() { plain "$1"; set -- "$PLAIN" "$2" "$3"; plain "$2"; printf "@unreadable %s\t%s\t%s\n" "$1" "$PLAIN" "$3"; }
# mtime FILE: when it was last changed, as seconds; 0 when nobody can tell
mtime() { date -r "$1" +%s 2>/dev/null || stat -c %Y "$1" 2>/dev/null || echo 0; }
# within SECONDS COMMAND...: ends it after that time, where the host has a tool for it
within() { limit=$1; shift; if have timeout; then timeout "$limit" "$@"; else "$@"; fi; }
# a read that may need root: as we are, or through sudo -n when the host says so
as_root() { if [ "$SUDO" = 1 ] && [ "$ROOT" != 1 ]; then sudo -n "$@"; else "$@"; fi; }
# what an ordinary user needs for a complete check, as one line of sudoers
SUDOERS="$ME ALL=(root) NOPASSWD:NOEXEC: /usr/sbin/nginx -T, /usr/bin/tail, /usr/bin/wc, /usr/bin/test, /usr/bin/cat, /usr/bin/ls, /usr/bin/readlink, /usr/bin/ss, /usr/bin/journalctl, /usr/bin/dmesg, /usr/sbin/iptables -S, /usr/sbin/nft list ruleset"
# readable FILE: may it be read here, perhaps as root, and can it be? Then HELD is what to read in place of FILE.
# Only regular files: what blocks or never ends is no log. Where others have a hand in the way, a link of theirs (or a
# second name) leads only to their own files: otherwise a log of theirs would show them, and us, a file of root's.
# What is opened is compared with what was judged, so HELD is that file, whatever its name leads to a moment later.
# Two moments stay open: a fifo put there just before the opening blocks until the probe's time is up; and with SUDO=1 a
# file that this login cannot open itself is read by its name, so whoever owns its directory may still exchange it between
# the look and the reading.
readable() {
  HELD= WHY=
  is_plain "$1" || { WHY="its name holds control characters"; return 1; }
  safe "$1"
  case $?,$KIND in
    *,) WHY=$FAULT; [ "$ROOT" = 1 ] || WHY="permission denied"; return 1 ;;
    2,*)
      WHY="no such file"
      [ "$ROOT" = 1 ] || [ -x "${REAL%/*}/" ] || WHY="permission denied"
      return 1 ;;
    *,[!-]) WHY="no regular file"; return 1 ;;
  esac
  if [ -n "$PLACED" ] && [ "$PLACED" != "$OWNER" ]; then
    WHY="$FAULT and leads to a file of uid $OWNER, so it was not followed"
    return 1
  elif [ -n "$HAND" ] && [ "$NAMES" != 1 ] && [ "$HAND" != "$OWNER" ]; then
    WHY="$FAULT, and it is a second name of a file of uid $OWNER"
    return 1
  fi
  hold && return
  WHY="permission denied"
  [ -z "$HELD" ] || { HELD= WHY="it changes while it is looked at"; }
  return 1
}
# hold: opens REAL as descriptor 9, where this login may
hold() {
  if [ -f "$REAL" ] && [ -r "$REAL" ] && { command exec 9<"$REAL"; } 2>/dev/null; then
    HELD=/proc/self/fd/9
    [ -z "$HAND$PLACED" ] || [ "$(stat -L -c %d:%i "$HELD" 2>/dev/null)" = "$INODE" ]
  else
    by_sudo && sudo -n test -r "$REAL" 2>/dev/null && HELD=$REAL
  fi
}
# held COMMAND...: runs it on what `readable` holds; one that stands in SUDOERS
held() { case $HELD in /proc/self/*) "$@" "$HELD" ;; *) as_root "$@" "$HELD" ;; esac; }
# its size in bytes, without reading it
held_size() {
  case $HELD in
    /proc/self/*) stat -L -c %s "$HELD" ;;
    *) as_root wc -c "$HELD" | awk '{ print $1 }' ;;
  esac
}
# unreadable FILE: says why the last `readable` said no
unreadable() {
  case $WHY in
    "permission denied") cannot_read "$1" "$WHY" "Sudo: true for this host, and in sudoers: $SUDOERS" ;;
    *) cannot_read "$1" "$WHY" ;;
  esac
}
# sortable time of a log line: YYYYmmddHHMMSS in local time, or seconds with a leading e
KEY='function key(l,  s, m) {
  l = substr(l, 1, 400)
  if (match(l, /[0-9][0-9][0-9][0-9]\/[0-9][0-9]\/[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9]/)) { s = substr(l, RSTART, 19); gsub(/[\/: ]/, "", s); return s }
  if (match(l, /[0-3][0-9]\/[A-Z][a-z][a-z]\/[0-9][0-9][0-9][0-9]:[0-9][0-9]:[0-9][0-9]:[0-9][0-9]/)) { s = substr(l, RSTART, 20)
    m = (index("JanFebMarAprMayJunJulAugSepOctNovDec", substr(s, 4, 3)) + 2) / 3
    return sprintf("%s%02d%s%s%s%s", substr(s, 8, 4), m, substr(s, 1, 2), substr(s, 13, 2), substr(s, 16, 2), substr(s, 19, 2)) }
  if (match(l, /[0-3][0-9]-[A-Z][a-z][a-z]-20[0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9]/)) { s = substr(l, RSTART, 20)
    m = (index("JanFebMarAprMayJunJulAugSepOctNovDec", substr(s, 4, 3)) + 2) / 3
    return sprintf("%s%02d%s%s%s%s", substr(s, 8, 4), m, substr(s, 1, 2), substr(s, 13, 2), substr(s, 16, 2), substr(s, 19, 2)) }
  if (match(l, /20[0-9][0-9]-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-5][0-9]:[0-5][0-9]/)) { s = substr(l, RSTART, 19); m = substr(l, RSTART + 19, 12)
    gsub(/[-:T ]/, "", s); if (m ~ /^(\.[0-9]+)?(Z|\+00:?00)/) return "u" s; return s }
  if (match(l, /(^|[^0-9])1[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]\.[0-9][0-9][0-9]/)) { s = substr(l, RSTART, RLENGTH); sub(/^[^0-9]/, "", s); return "e" s }
  return "" }
function old(k) { if (k ~ /^e/) return substr(k, 2) + 0 < CUTE + 0; if (k ~ /^u/) return substr(k, 2) < CUTU; return k < CUT }'
# the status of an access-log line, whatever its format: after the quoted request, as a JSON value, or the first lone number that can be one
STATUS='function status(l) {
  if (match(l, /" [1-5][0-9][0-9]( |$)/)) return substr(l, RSTART + 2, 3)
  if (match(l, /"(status|status_code|http_status|response_code|code)" *: *"?[1-5][0-9][0-9]/)) return substr(l, RSTART + RLENGTH - 3, 3)
  if (match(l, /(^|[ \t|,;=])[1-5][0-9][0-9]([ \t|,;]|$)/)) { l = substr(l, RSTART, RLENGTH); gsub(/[^0-9]/, "", l); return l }
  return 0 }'
# window FILE AWK-BODY: runs the body over the lines not older than SINCE of FILE, which `readable` holds, reading from its end
window() {
  size=$(held_size 2>/dev/null); size=${size:-0}; n=262144
  while [ "$n" -lt "$size" ] && [ "$n" -lt "$MAXLOG" ]; do
    age=$(held tail -c "$n" 2>/dev/null | awk -v CUT="$CUT" -v CUTU="$CUTU" -v CUTE="$CUTE" "$KEY"' NR > 1 { k = key($0); if (k != "") { print old(k) ? "old" : "new"; exit } }')
    [ "$age" = old ] && break
    n=$((n * 4))
  done
  [ "$n" -gt "$MAXLOG" ] && n=$MAXLOG
  printf "@file %s\t%s\n" "$1" "$size"
  [ "$n" -lt "$size" ] && [ "$age" != old ] && printf "@cut\n"
  # a log may grow faster than it is read
  { [ "$n" -ge "$size" ] && ( rotated "$1" ); held tail -c "$n" 2>/dev/null | head -c "$((n + 4194304))"; } |
    awk -v CUT="$CUT" -v CUTU="$CUTU" -v CUTE="$CUTE" "$KEY"' { k = key($0); if (k != "") keep = !old(k); if (k == "" && NR == 1) keep = 0 } !keep { next } '"$2"
}
# the newest rotation of a log, when it was rotated within the window
rotated() {
  for r in "$1.1" "$1"-20[0-9][0-9]*[0-9] "$1.1.gz" "$1"-20*.gz; do
    [ -f "$r" ] || continue
    [ "$(mtime "$r")" -ge "$CUTE" ] && readable "$r" || continue
    case $r in
      *.gz) held cat 2>/dev/null | gzip -dc 2>/dev/null | head -c 268435456 | tail -c 4194304 ;;
      *) held tail -c 4194304 2>/dev/null | head -c 4194304 ;;
    esac
  done
}
# the services that may be a back end, found once for all probes
units() { printf '%s\n' "$UNITS"; }
# unit_files UNIT PROPERTY...: values of these properties, one a line
unit_files() { printf '%s\n' "$UNITFILES" | awk -F '\t' -v u="$1" -v p=" $2 $3 $4 " '$1 == u && index(p, " " $2 " ") { print $3 }'; }
# protocol <tab> address <tab> vhost of each pass in the statements on stdin, its group's peers put in
peers() {
  awk -F '\t' '
    { n = split($3, w, " ") }
    $2 ~ /\/upstream$/ && w[1] == "server" { peers[group] = peers[group] " " w[2]; next }
    w[1] == "upstream" { group = w[2]; next }
    w[1] == "server" && n == 1 { host = "localhost" }
    w[1] == "server_name" && w[2] !~ /^[_~"*.]|^$/ { host = w[2] }
    w[1] == "set" && n == 3 { value[w[2]] = w[3]; next }
    w[1] ~ /^(proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass$/ { p = w[1]; sub(/_pass/, "", p); if (p == "proxy") p = "http"; t = w[2]
      for (v in value) if (index(t, v)) t = substr(t, 1, index(t, v) - 1) value[v] substr(t, index(t, v) + length(v))
      if (match(t, /^[a-z]+:\/\//)) { p = substr(t, 1, RLENGTH - 3); t = substr(t, RLENGTH + 1) }
      if (t !~ /^unix:/) sub(/[\/?].*/, "", t); else if (p ~ /^http/) sub(/:[^:]*$/, "", t); if (t == "unix") next
      order[++k] = p "\t" t "\t" host }
    END { for (i = 1; i <= k; i++) { split(order[i], o, "\t"); m = split(o[2] in peers ? peers[o[2]] : o[2], q, " ")
      for (j = 1; j <= m; j++) if (q[j] !~ /\$/ && !seen[o[1] q[j]]++) print o[1] "\t" q[j] "\t" o[3] } }' | head -n 24
}
# talk KIND ADDRESS PORT SECONDS: connects (tcp|unix), sends stdin, prints errno, phase, the first reply bytes as hex, and ms
talk() {
  if have perl; then
    PERL_SIGNALS=unsafe perl -MSocket -e 'my $hr = eval { require Time::HiRes; 1 }; sub now { $hr ? Time::HiRes::time() : time } my $t0 = now(); sub say_end { printf "%s ms=%d\n", $_[0], (now() - $t0) * 1000; exit 0 } my ($kind, $addr, $port, $t) = @ARGV; binmode STDIN; local $/; my $data = <STDIN>; my $s; $| = 1; my $state = "errno=110 phase=connect";
      $SIG{ALRM} = sub { say_end($state) }; $hr ? Time::HiRes::alarm($t) : alarm($t < 1 ? 1 : $t);
      if ($kind eq "unix") { socket($s, AF_UNIX, SOCK_STREAM, 0); connect($s, sockaddr_un($addr)) or say_end("errno=" . ($! + 0) . " phase=connect") }
      else { my ($err, @r) = Socket::getaddrinfo($addr, $port, {socktype => SOCK_STREAM}); if ($err || !@r) { say_end("errno=-2 phase=resolve") }
        my $ok = 0; my $e = 0; for my $a (@r) { socket($s, $a->{family}, SOCK_STREAM, 0) or next; if (connect($s, $a->{addr})) { $ok = 1; last } $e = $! + 0 } if (!$ok) { say_end("errno=$e phase=connect") } }
      length $data or say_end("errno=0 phase=connected"); $state = "errno=110 phase=read"; syswrite($s, $data); my $buf = ""; my $n = sysread($s, $buf, 2048); my $e = $! + 0;
      say_end(defined $n ? ($n ? "errno=0 phase=done reply=" . unpack("H*", $buf) : "errno=0 phase=closed") : "errno=$e phase=read")' "$1" "$2" "$3" "$4"
  elif have python3; then
    python3 -c 'import socket, sys, time
k, a, p, t = sys.argv[1:5]; d = sys.stdin.buffer.read(); ph = "connect"; t0 = time.time()
def end(s): print("%s ms=%d" % (s, (time.time() - t0) * 1000)); sys.exit(0)
try:
    if k == "unix": s = socket.socket(socket.AF_UNIX); s.settimeout(float(t)); s.connect(a)
    else: s = socket.create_connection((a, int(p)), float(t))
    if not d: end("errno=0 phase=connected")
    ph = "read"; s.sendall(d); b = s.recv(2048)
    end("errno=0 phase=done reply=" + b.hex() if b else "errno=0 phase=closed")
except socket.gaierror: end("errno=-2 phase=resolve")
except socket.timeout: end("errno=110 phase=" + ph)
except OSError as e: end("errno=%d phase=%s" % (e.errno or 5, ph))' "$1" "$2" "$3" "$4"
  elif [ "$1" = tcp ] && have nc; then
    r=$(timeout 1 nc -w 1 "$2" "$3" 2>/dev/null | head -c 2048 | od -An -v -tx1 | tr -d ' \n'); rc=$?
    if [ -n "$r" ]; then echo "errno=0 phase=done reply=$r"; elif nc -w 1 "$2" "$3" </dev/null >/dev/null 2>&1; then echo "errno=110 phase=read"; else echo "errno=111 phase=connect"; fi
  else echo "errno=-1 phase=none"; fi
}
