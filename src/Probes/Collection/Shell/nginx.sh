# Finds the running nginx and its effective configuration. Each program is judged before it is run.

# The nginx masters of this pid namespace. A process title is whatever its owner writes there, so it counts only where root or
# we own the process through and through: with all four uids, for a setuid program keeps the uid of who started it.
# Others' titles are read last and in a limited time: reading one can be made to wait.
masters() {
  # ours as files, theirs as uid:file
  all=$(cat /proc/[0-9]*/status 2>/dev/null | awk -v me="$SAFE_FOR" '
    /^Pid:/ { pid = $2 }
    /^Uid:/ { uid = $2; ours = 1; for (i = 2; i <= 5; i++) if ($i != 0 && $i != me) { ours = 0; uid = $i } }
    /^NSpid:/ && NF == 2 {
      if (ours) print "/proc/" pid "/cmdline"
      else print uid ":/proc/" pid "/cmdline"
    }')
  theirs=; set --
  for f in $all; do case $f in /*) set -- "$@" "$f" ;; *) theirs="$theirs $f" ;; esac; done
  for f in $(grep -ls '^nginx: [m]aster' "$@" /dev/null 2>/dev/null); do f=${f#/proc/}; echo "${f%/*}"; done
  set --
  for f in $theirs; do set -- "$@" "${f#*:}"; done
  titled=$(within 1 grep -ls '^nginx: [m]aster' "$@" /dev/null 2>/dev/null | head -n 3)
  [ -n "$titled" ] || return 0
  for f in $theirs; do
    case "
$titled
" in *"
${f#*:}
"*) ;; *) continue ;; esac
    p=${f#*/proc/}
    refused "nginx of pid ${p%/cmdline}" "it is run by uid ${f%%:*}, so its title says nothing" "run nginx's master as root"
  done
}
# refused WHAT WHY FIX: what was not run, or not shown
refused() { plain "$1"; set -- "$PLAIN" "$2" "$3"; plain "$2"; printf '#@refused %s\t%s\t%s\n' "$1" "$PLAIN" "$3"; }
# is_nginx FILE: nobody else can have made it, and it is nginx: asked of the file itself before it is run. VERSION: what -V says.
is_nginx() {
  VERSION=
  safe "$1" || return 1
  FAULT="it is not nginx"
  [ "$KIND" = - ] && grep -aq 'nginx version: ' "$REAL" 2>/dev/null || return 1
  VERSION=$(within 3 "$1" -V 2>&1)
  case $VERSION in "nginx version:"*|*"
nginx version:"*) ;; *) return 1 ;; esac
}
# word_after MARK TEXT: sets WORD to what follows the last MARK, up to the next blank or quote
word_after() {
  WORD=
  case $2 in *"$1"*) WORD=${2##*"$1"}; WORD=${WORD#"${WORD%%[! ]*}"}; WORD=${WORD%%[ \'
]*} ;; esac
}
# option NAME: sets WORD to what nginx was built with
option() { word_after "--$1=" "$VERSION"; }
# one instance's effective configuration, PID 0 where none runs; when nginx itself will not print it, the files as they lie there
nginx_dump() {
  pid=$1 exe= title=
  if [ "$pid" != 0 ]; then
    title=$(tr '\000-\037\177' ' ' <"/proc/$pid/cmdline" 2>/dev/null)
    # what runs is asked of the kernel, never of the title
    exe=$(as_root readlink "/proc/$pid/exe" 2>/dev/null); exe=${exe% (deleted)}
  fi
  [ -x "$exe" ] || exe=nginx
  program=$exe; [ "$exe" != nginx ] || program=$(command -v nginx)
  fix="chown root and chmod go-w the binary, the configuration and every directory above them"
  FAULT="no nginx is in PATH"
  { [ -n "$program" ] && is_nginx "$program"; } || { refused "nginx of pid $pid ($exe)" "$FAULT, so it was not run" "$fix"; return; }

  word_after " -p" "$title"; own_prefix=$WORD
  word_after " -c" "$title"; own_conf=$WORD
  option prefix; prefix=${own_prefix:-$WORD} conf=$own_conf
  if [ -z "$conf" ]; then
    option conf-path; conf=${WORD:-conf/nginx.conf}
    [ -z "$own_prefix" ] || [ -f "$own_prefix/$conf" ] || [ -f "$conf" ] || conf=conf/nginx.conf
  fi
  case $conf in /*) ;; *) conf=${prefix%/}/$conf ;; esac
  for f in "$conf" "$own_prefix"; do
    [ -n "$f" ] || continue
    safe "$f"
    [ $? != 1 ] || { refused "nginx of pid $pid ($exe)" "$FAULT, so it was not run" "$fix"; return; }
  done

  option error-log-path; elog=$WORD
  option http-log-path; alog=$WORD
  word_after "nginx version: " "$VERSION"; release=${WORD#*/}
  printf '#@instance pid=%s exe=%s own=%s prefix=%s conf=%s error_log=%s access_log=%s version=%s\n' \
    "$pid" "$exe" "${own_prefix:+p}${own_conf:+c}" "${prefix%/}" "$conf" "${elog:-logs/error.log}" "${alog:-logs/access.log}" \
    "$release"
  # nginx -T opens the logs that its configuration names, as every reload does: a directory of logs that others may write is a hole
  # in that configuration already, for nginx creates what a dangling link of theirs leads to
  set -- "$program" -T ${own_prefix:+-p "$own_prefix"} ${own_conf:+-c "$own_conf"}
  by_sudo && set -- sudo -n "$@"
  out=$(within 3 "$@" 2>&1)      # it resolves the names of upstreams
  case $out in *"# configuration file "*) newest_file; printf '%s\n' "$out" | sed '/^nginx: /d; s/^#@/# @/'; return ;; esac
  printf '#@untested %s\n' "$(printf '%s\n' "$out" | complaint)"
  newest_file
  as_they_lie
}
# newest_file: says which file of the configuration in OUT was changed last, and when
newest_file() {
  [ "$pid" != 0 ] || return 0
  files=$(printf '%s\n' "$out" | sed -n 's/^# configuration file \(\/.*\):$/\1/p')
  [ -n "$files" ] || files=$conf
  old_ifs=$IFS IFS='
'
  set -f; set -- $files; set +f
  IFS=$old_ifs
  stat -L -c '%Y %n' "$@" 2>/dev/null | awk '$1 > newest { newest = $1; line = $0 } END { if (line != "") print "#@changed " line }'
}
# What nginx says against its configuration. It quotes what it does not know: of a file that is no configuration (an include that
# somebody bent towards /etc/shadow) that is its content, so only what can be a directive is repeated.
complaint() {
  awk '
    function sound(lead, word) {
      if (word ~ /\$[0-9a-z]+\$/ || length(word) > 120) return 0
      return lead !~ /directive $/ || word ~ /^[a-z_][a-z0-9_]*$/
    }
    /the "user" directive/ { next }
    /^nginx: \[/ { said = $0 }
    { before = last; last = $0; n++ }
    END {
      if (said == "") said = n > 1 ? before : last
      gsub(/[[:cntrl:]]/, " ", said)
      while (match(said, /"[^"]*("|$)/)) {
        quoted = substr(said, RSTART, RLENGTH)
        closed = RLENGTH > 1 && substr(quoted, RLENGTH) == "\""
        out = out substr(said, 1, RSTART - 1)
        said = substr(said, RSTART + RLENGTH)
        out = out (closed && sound(out, substr(quoted, 2, length(quoted) - 2)) ? quoted : "\"...\"")
      }
      print substr(out said, 1, 300)
    }'
}
# the files as they lie there: those of ours alone that read like nginx's configuration
as_they_lie() {
  fix="chown root and chmod go-w it and every directory above it"
  { printf '%s\n' "$conf"
    find "${conf%/*}" -type f \( -name '*.conf' -o -path '*sites-*' -o -path '*conf.d*' -o -path '*snippets*' \) 2>/dev/null |
      grep -vxF "$conf" | head -n 300
    find "${conf%/*}" -type l -path '*enabled*' 2>/dev/null | head -n 100
  } | while IFS= read -r f; do
    if [ ! -e "$f" ]; then continue
    elif ! readable "$f"; then refused "$f" "$WHY" ""
    elif [ -n "$FAULT" ]; then refused "$f" "$FAULT, so it is not shown" "$fix"
    else held cat 2>/dev/null | head -c 1048577 | as_configuration "$f"; fi
  done
}
# as_configuration FILE: prints what comes in when it is statements of nginx, even with a brace or semicolon missing:
# most begin with a word that can be a directive (the rows of a map are no statements), and one at least is well known
as_configuration() {
  awk -v f="$1" '
    BEGIN {
      known_words = " server location upstream http events stream listen server_name index root try_files rewrite return "
      known_words = known_words "access_log error_log log_format add_header expires default_type types map geo sendfile "
      known_words = known_words "tcp_nopush resolver set_real_ip_from real_ip_header allow deny server_tokens load_module "
      known_words = known_words "least_conn ip_hash "
    }
    function count(name) {
      n++
      if (name ~ /^[a-z_][a-z0-9_]*$/) good++
      if (index(known_words, " " name " ")) known++
      if (name ~ /^(proxy|fastcgi|uwsgi|scgi|grpc|ssl|gzip|client|worker|limit|keepalive)_[a-z_]+$/) known++
    }
    function statement(words, ending,  w) {
      split(words, w, " ")
      if (ending == "}") { if (depth == rows) rows = 0; if (depth > 0) depth--; return }
      if (!rows && w[1] != "") count(w[1])
      if (ending == "{") { depth++; if (!rows && w[1] ~ /^(map|geo|types|split_clients|charset_map)$/) rows = depth }
    }
    { text[NR] = $0; size += length($0) + 1; line = $0
      if (line ~ /^[ \t]*<[?!%A-Za-z]|-----BEGIN /) foreign = 1
      gsub(/"[^"]*"|\047[^\047]*\047/, "q", line); sub(/(^|[ \t;{}])#.*$/, " ", line)
      if (line ~ /[^ \t\r]/) written = 1
      buf = buf " " line
      while (match(buf, /[{};]/)) {
        before = substr(buf, 1, RSTART - 1); ending = substr(buf, RSTART, 1); buf = substr(buf, RSTART + 1)
        statement(before, ending)
      } }
    END {
      if (size > 1048576) why = "larger than 1 MiB"
      else if (foreign || !known || good * 10 < n * 7) why = "it does not read like configuration of nginx, so it is not shown"
      if (why != "") { if (written) printf "#@refused %s\t%s\t\n", f, why; exit }
      printf "# configuration file %s:\n", f
      for (i = 1; i <= NR; i++) { sub(/^#@/, "# @", text[i]); print text[i] }
      print ""
    }'
}
