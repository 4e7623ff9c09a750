# Stands between the connection and the command: says when the command began and how it ended, and kills it when it is told
# to or when the connection goes away. First line of standard input: length of the script; for how many seconds the command
# may go on without a connection (0: not at all); its ticket, or "-"; a word for its environment, because everybody on the
# host can read its arguments. Then the script; then "kill", or nothing.
exec 3<&0 4>&1 5>&2
read -r n alone ticket word <&3
export C502_WORD="$word"
script=$(head -c "$n" <&3)
case $script in *"#@NONCE@") ;; *) exit 0 ;; esac # whoever sent it died half-way

# take TICKETS: fails when this host has begun the ticket's command before. Where no ticket can be kept, the first turn goes
# ahead, and a second one never does.
take() {
  turn=${ticket%%:*} mine=$1/${ticket#*:}
  (umask 077; mkdir "$1") 2>/dev/null
  if [ -d "$1" ] && [ ! -h "$1" ] && [ -O "$1" ]; then
    find "$1" -mindepth 1 -maxdepth 1 -mtime +7 -exec rmdir {} + 2>/dev/null
    mkdir "$mine" 2>/dev/null && return
    [ ! -d "$mine" ] || return 1
  fi
  [ "$turn" = first ]
}
if [ "$ticket" != - ] && ! take "/var/tmp/.chatops502-$(id -u)"; then echo "@NONCE@ taken" >&5; exit 0; fi
[ "$alone" = 0 ] || trap '' HUP PIPE
if command -v setsid >/dev/null 2>&1; then group=-; set -- setsid sh -c "$script"; else group=; set -- sh -c "$script"; fi
echo "@NONCE@ started" >&5
"$@" </dev/null >&4 2>&5 3<&- 4>&- 5>&- &
child=$!
{
  while read -r word; do [ "$word" = kill ] && alone=0 && break; done
  while [ "$alone" -gt 0 ] && kill -0 "$child"; do sleep 1; alone=$((alone - 1)); done
  kill -TERM "$group$child"; sleep 1; kill -KILL "$group$child"
} <&3 >/dev/null 2>&1 4>&- 5>&- &
watch=$!
exec 3<&-
wait "$child"; rc=$?
kill -KILL "$watch" 2>/dev/null
echo "@NONCE@ ended $rc" >&5
exit 0
