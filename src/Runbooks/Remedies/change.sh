# change FILE WAS WILL-BE SOURCE BACKUP CHECK ACTIVATE
# Puts new content in place of a file, has the service test it, and takes the old one back when anything goes wrong.
# WAS and WILL-BE: sha256 of the file before and after, or "absent". SOURCE: "-" for standard input, else a kept copy.
# Exit 73, 75, 76: nothing was changed. 70, 77: it was changed and taken back.
set -u; umask 022
link=$1 was=$2 will=$3 source=$4 backup=$5 check=$6 activate=$7
file=$(readlink -f "$link" 2>/dev/null || echo "$link")
sum() { if [ -e "$1" ]; then sha256sum <"$1" | cut -d ' ' -f 1; else echo absent; fi; }
now=$(sum "$file")
[ "$now" = "$was" ] || { echo "$link was changed by somebody since this was proposed; nothing was done" >&2; exit 75; }

(umask 077; mkdir -p "${backup%/*}") && mkdir -p "${file%/*}" || exit 73
[ "$was" = absent ] || cp -p "$file" "$backup" || exit 73
new=$(mktemp "${file%/*}/.chatops502-XXXXXX") || exit 73
put() { # WILL-BE SOURCE: in one step, with owner and mode of the file as it is
  if [ "$1" = absent ]; then rm -f "$file"; return; fi
  if [ -e "$file" ]; then cp -p "$file" "$new"; elif [ -e "$backup" ]; then cp -p "$backup" "$new"; else : >"$new" && chmod 644 "$new"; fi || return 1
  if [ "$2" = - ]; then cat; else cat "$2"; fi >"$new" && [ "$(sum "$new")" = "$1" ] && mv -f "$new" "$file"
}
back() {
  trap '' HUP INT TERM
  if put "$was" "$backup"; then echo "$link is as it was before" >&2; else echo "$link could NOT be put back; its content before is in $backup" >&2; fi
  [ "$active" = 0 ] || sh -c "$activate"
}
active=0
trap 'rm -f "$new"' EXIT
trap 'back; exit 70' HUP INT TERM

put "$will" "$source" || { back; echo "could not write $link" >&2; exit 73; }
if ! sh -c "$check"; then back; echo "the service refuses the new configuration" >&2; exit 76; fi
active=1
if ! sh -c "$activate"; then back; echo "the service did not take the new configuration" >&2; exit 77; fi
echo "$link is changed; kept before: $backup"
