# Functions that every probe may use. POSIX sh; no temporary files, nothing is written.
have() { command -v "$1" >/dev/null 2>&1; }
# plain TEXT: sets PLAIN to it with a ? for each control character, so that no name can begin a line of its own
plain() {
  PLAIN=$1
  until is_plain "$PLAIN"; do PLAIN=${PLAIN%%[[:cntrl:]]*}?${PLAIN#*[[:cntrl:]]}; done
}
is_plain() { case $1 in *[[:cntrl:]]*) return 1 ;; esac; }
# cannot_read WHAT WHY [FIX]: reports a source that could not be read
cannot_read() { plain "$1"; set -- "$PLAIN" "$2" "$3"; plain "$2"; printf "@unreadable %s\t%s\t%s\n" "$1" "$PLAIN" "$3"; }
# mtime FILE: when it was last changed, as seconds; 0 when nobody can tell
mtime() { date -r "$1" +%s 2>/dev/null || stat -c %Y "$1" 2>/dev/null || echo 0; }
# within SECONDS COMMAND...: ends it after that time, where the host has a tool for it
within() { limit=$1; shift; if have timeout; then timeout "$limit" "$@"; else "$@"; fi; }
# a read that may need root: as we are, or through sudo -n when the host says so
as_root() { if [ "$SUDO" = 1 ] && [ "$IS_ROOT" != 1 ]; then sudo -n "$@"; else "$@"; fi; }
# what an ordinary user needs for a complete check, as one line of sudoers
SUDOERS="$LOGIN ALL=(root) NOPASSWD:NOEXEC: /usr/sbin/nginx -T, /usr/bin/tail, /usr/bin/wc, /usr/bin/test, /usr/bin/cat, /usr/bin/ls, /usr/bin/readlink, /usr/bin/ss, /usr/bin/journalctl, /usr/bin/dmesg, /usr/sbin/iptables -S, /usr/sbin/nft list ruleset"
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
    *,) WHY=$FAULT; [ "$IS_ROOT" = 1 ] || WHY="permission denied"; return 1 ;;
    2,*)
      WHY="no such file"
      [ "$IS_ROOT" = 1 ] || [ -x "${REAL%/*}/" ] || WHY="permission denied"
      return 1 ;;
    *,[!-]) WHY="no regular file"; return 1 ;;
  esac
  if [ -n "$PLACED" ] && [ "$PLACED" != "$OWNER" ]; then
    WHY="$FAULT and leads to a file of uid $OWNER, so it was not followed"
    return 1
  elif [ -n "$HAND" ] && [ "$NAMES" != 1 ] && [ "$HAND" != "$OWNER" ]; then
    WHY="$FAULT, and it is a hard link to a file of uid $OWNER"
    return 1
  fi
  hold && return
  WHY="permission denied"
  [ -z "$HELD" ] || { HELD= WHY="it changed while it was being read"; }
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
# held_awk PROGRAM: awk on what `readable` holds
held_awk() { case $HELD in /proc/self/*) awk "$1" "$HELD" ;; *) as_root cat "$HELD" | awk "$1" ;; esac; }
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
# unit_property UNIT NAME...: values of up to three of the UNIT_PROPERTIES, one a line
unit_property() { printf '%s\n' "$UNIT_PROPERTIES" | awk -F '\t' -v u="$1" -v p=" $2 $3 $4 " '$1 == u && index(p, " " $2 " ") { print $3 }'; }
