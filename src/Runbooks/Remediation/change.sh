# change FILE WAS WILL-BE SOURCE BACKUP CHECK ACTIVATE, behind safe.sh
# Puts new content in place of a file, has the service test it, and takes the old one back when anything goes wrong.
# WAS and WILL-BE: sha256 of the file before and after, or "absent". SOURCE: "-" for standard input, else a kept copy.
# Exit 46 (others have a hand in the way), 73, 75, 76: nothing was changed. 70, 77: it was changed and taken back.
# Links are followed once, here, and every step of the way is ours alone, so nobody else can bend it later. Then we stand
# in the directory itself and use the bare name. What stays open: root's own editor between the last sum and the rename.
set -u; umask 022
link=$1 was=$2 will=$3 source=$4 backup=$5 check=$6 activate=$7
refuse() { echo "$FAULT; nothing was done" >&2; exit 46; }
# the way to it must be ours as far as it goes; sets REAL
ours() { safe "$1"; [ $? != 1 ]; }
ours "$link" || refuse
file=$REAL dir=${REAL%/*} name=./${REAL##*/}
ours "$backup" || refuse
[ "$source" = - ] || [ "$will" = absent ] || safe "$source" || refuse
mkdir -p "${dir:-/}" || exit 73
safe "${dir:-/}" || refuse
cd -P "${dir:-/}" && [ "$(pwd -P)" = "${dir:-/}" ] || exit 73

sum() {
  if [ -h "$1" ]; then echo link
  elif [ -f "$1" ]; then sha256sum <"$1" | cut -d ' ' -f 1
  elif [ -e "$1" ]; then echo other
  else echo absent; fi
}
moved() { echo "$link was changed by somebody since this was proposed; nothing was done" >&2; exit 75; }
[ "$(sum "$name")" = "$was" ] || moved

# keep: the file as it is, under the backup's name, which only we can have made
keep() {
  (umask 077; mkdir -p "${backup%/*}") && safe "${backup%/*}" && [ ! -d "$backup" ] || return 1
  copy=$(mktemp "${backup%/*}/.kept-XXXXXX") || return 1
  cp -p "$name" "$copy" && mv -f "$copy" "$backup" && return
  rm -f "$copy"
  return 1
}
[ "$was" = absent ] || keep || { echo "$backup cannot be written" >&2; exit 73; }
[ "$was" = absent ] || [ "$(sum "$backup")" = "$was" ] || moved

new=
# put IS WILL-BE SOURCE: in one step, with owner and mode of the file as it is. 75: it is no longer IS; 46: others reach it
put() {
  safe "${dir:-/}" || return 46
  if [ "$2" = absent ]; then [ "$(sum "$name")" = "$1" ] || return 75; rm -f "$name"; return; fi
  new=$(mktemp ./.chatops502-XXXXXX) || return 1
  if [ -e "$name" ]; then cp -p "$name" "$new"; elif [ -e "$backup" ]; then cp -p "$backup" "$new"; else : >"$new" && chmod 644 "$new"; fi || return 1
  if [ "$3" = - ]; then cat; else cat "$3"; fi >"$new" && [ "$(sum "$new")" = "$2" ] || return 1
  [ "$(sum "$name")" = "$1" ] || return 75
  mv -f "$new" "$name"
}
back() {
  trap '' HUP INT TERM
  rm -f "$new"
  if [ "$(sum "$name")" = "$was" ] || put "$will" "$was" "$backup"; then echo "$link is as it was before" >&2
  else echo "$link could NOT be put back; its content before is in $backup" >&2; fi
  [ "$active" = 0 ] || (cd / && sh -c "$activate")
}
active=0
trap 'rm -f "$new"' EXIT
trap 'back; exit 70' HUP INT TERM

put "$was" "$will" "$source"
case $? in
  0) ;;
  46) refuse ;;
  75) moved ;;
  *) back; echo "could not write $link" >&2; exit 73 ;;
esac
if ! (cd / && sh -c "$check"); then back; echo "the service refuses the new configuration" >&2; exit 76; fi
active=1
if ! (cd / && sh -c "$activate"); then back; echo "the service did not take the new configuration" >&2; exit 77; fi
echo "$link is changed; kept before: $backup"
