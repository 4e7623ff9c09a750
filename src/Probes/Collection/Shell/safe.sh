# Whose hands reach a path? For dash and busybox; asked before a program is run, or a file is read or written, as root.
#
# safe PATH: is every step of the way ours alone? The way is walked from / on, through each symbolic link hop by hop:
# every directory, every link and the file at the end must belong to root or this login, and nobody else may write it.
# A group may, when it is root's. A directory that all may write is let pass when it is sticky (/tmp) and not the end:
# whatever comes next in it must be ours, and have no second name there.
# Returns 0: ours alone. 1: not, or nobody can tell. 2: ours as far as it goes, but nothing is there.
# Sets REAL: the path without its links. FAULT: what is wrong, in words. And what `readable` of the prelude needs:
#   KIND: ls's letter of the end (- d l p s b c).   OWNER: its uid.   NAMES: how many hard links.   INODE: device:number.
#   SIZE: its bytes.   CHANGED: when it was last changed, as seconds since 1970; 0 when nobody can tell.
#   HAND: who may have put what is there: "" nobody but us, a uid, or "any".
#   PLACED: the uid whose link leads there; "" when no stranger's does, "many" when links of several do.
# A way that is ours cannot be changed by others, so what `safe` says of it holds as long as root does not change it.
safe() {
  REAL= FAULT= KIND= OWNER= NAMES= INODE= SIZE= CHANGED= HAND= PLACED=
  case $1 in /*) ;; *) FAULT="$1 is no full path"; return 1 ;; esac
  walk "$1"
}

# walk PATH: collects each step in "$@", and has them judged all at once: one stat for the whole way
walk() {
  rest=$1 at= hops=0 gone=
  set -- /
  while :; do
    while case $rest in /*) ;; *) false ;; esac; do rest=${rest#/}; done
    [ -n "$rest" ] || break
    step=${rest%%/*} rest=${rest#"${rest%%/*}"}
    case $step in .) continue ;; ..) at=${at%/*}; continue ;; esac
    if is_link "$at/$step"; then
      hops=$((hops + 1)); [ "$hops" -le 40 ] || { FAULT="more than 40 links"; return 1; }
      set -- "$@" "$at/$step"
      to=$(as_seen readlink "$at/$step" && echo .) || { FAULT="$at/$step cannot be read"; return 1; }
      to=${to%??}       # the dot, and readlink's line end: a name may end in line ends of its own
      rest=$to$rest
      case $to in /*) at= ;; esac
    elif is_there "$at/$step"; then
      at=$at/$step
      set -- "$@" "$at"
    else
      gone=$at/$step$rest
      break
    fi
  done
  REAL=${gone:-${at:-/}}
  # what is not there has no parent either
  case $rest/ in */../*) FAULT="$gone is not there"; return 1 ;; esac
  judge "${at:-/}" "$gone" "$@"
}

# judge END GONE STEP...: compares what stat says of each step; the first fault counts
judge() {
  end=$1 gone=$2
  shift 2
  marks=$(marks_of "$@") || { FAULT="the way to $end cannot be looked at"; return 1; }
  sticky=
  for step in "$@"; do
    set -- ${marks%%
*}
    case $marks in *"
"*) marks=${marks#*
} ;; *) marks= ;; esac
    [ $# = 7 ] || { FAULT="the way to $end changes"; return 1; }
    weigh "$step" "$@"
  done
  [ -n "$KIND" ] || { FAULT="the way to $end changes"; return 1; }
  [ -z "$FAULT" ] || return 1
  [ -z "$gone" ] || return 2
}

# weigh STEP MODE NAMES UID GID INODE SIZE CHANGED: one step of the way; KIND, OWNER, NAMES, INODE, SIZE and CHANGED stay as the last
# one has them
weigh() {
  KIND=${2%"${2#?}"} NAMES=$3 OWNER=$4 INODE=$6 SIZE=$7 CHANGED=$8
  foreign=; [ "$4" = 0 ] || [ "$4" = "$SAFE_FOR" ] || foreign=1
  # a second name of a file of ours can be put into /tmp where the kernel allows that (fs.protected_hardlinks=0)
  if [ -n "$sticky" ] && [ "$KIND" != d ] && [ "$3" != 1 ]; then fault "$1 has a second name"; HAND=${HAND:-any}; fi
  sticky=
  if [ "$KIND" = l ]; then
    if [ -n "$foreign" ]; then fault "the link $1 belongs to uid $4"; place "$4"
    elif [ -n "$HAND" ] && [ "$HAND" != any ]; then place "$HAND"; fi
    return
  fi
  if [ -n "$foreign" ]; then fault "$1 belongs to uid $4"; HAND=${HAND#any}; HAND=${HAND:-$4}; return; fi
  case $2 in
    d????w???[tT]*|d???????w[tT]*)
      sticky=1
      [ "$1" != "$end" ] || fault "$1 can be written by others" ;;
    ????????w*) fault "$1 can be written by everybody"; HAND=${HAND:-any} ;;
    ?????w*)
      # group root is root; but where an access list is, these bits are its mask and somebody else's
      if [ "$5" = 0 ]; then
        case $(as_seen ls -ld "$1") in ??????????+*) ;; *) return ;; esac
      fi
      fault "$1 can be written by gid $5"; HAND=${HAND:-any} ;;
  esac
}

fault() { FAULT=${FAULT:-$1}; }
place() { if [ "${PLACED:-$1}" = "$1" ]; then PLACED=$1; else PLACED=many; fi; }

# How the way is looked at. With SUDO=1, what this login may not see is asked through sudo, in the words of SUDOERS.
as_seen() { "$@" 2>/dev/null || { by_sudo && sudo -n "$@" 2>/dev/null; }; }
by_sudo() { [ "${SUDO:-0}" = 1 ] && [ "$SAFE_FOR" != 0 ]; }
is_link() { [ -h "$1" ] || { by_sudo && ! [ -e "$1" ] && sudo -n test -h "$1" 2>/dev/null; }; }
is_there() { [ -e "$1" ] || { by_sudo && sudo -n test -e "$1" 2>/dev/null; }; }
# marks_of STEP...: mode, hard links, uid, gid, inode, size and time of each, one a line; never through a link
marks_of() {
  stat -c '%A %h %u %g %d:%i %s %Y' "$@" 2>/dev/null && return
  by_sudo || return
  for step in "$@"; do set -- $(sudo -n ls -lnd "$step" 2>/dev/null | head -n 1); echo "$1 $2 $3 $4 - ${5:-0} 0"; done
}
[ -n "${SAFE_FOR:-}" ] || { SAFE_FOR=$(id -u); export SAFE_FOR; }
