# backends: protocol <tab> address <tab> vhost of each pass in the statements on stdin, its group's peers put in
backends() {
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
      for (j = 1; j <= m; j++) if (q[j] !~ /\$/ && !seen[o[1] q[j]]++ && ++shown <= 24) print o[1] "\t" q[j] "\t" o[3] } }'
}
# passes: the same, found once for all probes; from the statements on stdin where nobody has
passes() { if [ "${BACKENDS+x}" ]; then printf '%s\n' "$BACKENDS"; else backends; fi; }
# talk KIND ADDRESS PORT SECONDS: connects (tcp|unix), sends stdin, prints errno, phase, the first reply bytes as hex, and ms.
# 1900 bytes of it: several talk at once, and lines of more than 4096 bytes would be written into each other.
talk() {
  if have perl; then
    PERL_SIGNALS=unsafe perl -MSocket -e 'my $hr = eval { require Time::HiRes; 1 }; sub now { $hr ? Time::HiRes::time() : time } my $t0 = now(); sub say_end { printf "%s ms=%d\n", $_[0], (now() - $t0) * 1000; exit 0 } my ($kind, $addr, $port, $t) = @ARGV; binmode STDIN; local $/; my $data = <STDIN>; my $s; $| = 1; my $state = "errno=110 phase=connect";
      $SIG{ALRM} = sub { say_end($state) }; $hr ? Time::HiRes::alarm($t) : alarm($t < 1 ? 1 : $t);
      if ($kind eq "unix") { socket($s, AF_UNIX, SOCK_STREAM, 0); connect($s, sockaddr_un($addr)) or say_end("errno=" . ($! + 0) . " phase=connect") }
      else { my ($err, @r) = Socket::getaddrinfo($addr, $port, {socktype => SOCK_STREAM}); if ($err || !@r) { say_end("errno=-2 phase=resolve") }
        my $ok = 0; my $e = 0; for my $a (@r) { socket($s, $a->{family}, SOCK_STREAM, 0) or next; if (connect($s, $a->{addr})) { $ok = 1; last } $e = $! + 0 } if (!$ok) { say_end("errno=$e phase=connect") } }
      length $data or say_end("errno=0 phase=connected"); $state = "errno=110 phase=read"; syswrite($s, $data); my $buf = ""; my $n = sysread($s, $buf, 1900); my $e = $! + 0;
      say_end(defined $n ? ($n ? "errno=0 phase=done reply=" . unpack("H*", $buf) : "errno=0 phase=closed") : "errno=$e phase=read")' "$1" "$2" "$3" "$4"
  elif have python3; then
    python3 -c 'import socket, sys, time
k, a, p, t = sys.argv[1:5]; d = sys.stdin.buffer.read(); ph = "connect"; t0 = time.time()
def end(s): print("%s ms=%d" % (s, (time.time() - t0) * 1000)); sys.exit(0)
try:
    if k == "unix": s = socket.socket(socket.AF_UNIX); s.settimeout(float(t)); s.connect(a)
    else: s = socket.create_connection((a, int(p)), float(t))
    if not d: end("errno=0 phase=connected")
    ph = "read"; s.sendall(d); b = s.recv(1900)
    end("errno=0 phase=done reply=" + b.hex() if b else "errno=0 phase=closed")
except socket.gaierror: end("errno=-2 phase=resolve")
except socket.timeout: end("errno=110 phase=" + ph)
except OSError as e: end("errno=%d phase=%s" % (e.errno or 5, ph))' "$1" "$2" "$3" "$4"
  elif [ "$1" = tcp ] && have nc; then
    r=$(timeout 1 nc -w 1 "$2" "$3" 2>/dev/null | head -c 1900 | od -An -v -tx1 | tr -d ' \n'); rc=$?
    if [ -n "$r" ]; then echo "errno=0 phase=done reply=$r"; elif nc -w 1 "$2" "$3" </dev/null >/dev/null 2>&1; then echo "errno=110 phase=read"; else echo "errno=111 phase=connect"; fi
  else echo "errno=-1 phase=none"; fi
}
