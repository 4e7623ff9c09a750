# read-file FILE, behind safe.sh: prints it. Exit 44: there is none; 45: it may not be written; 46: others than root (or we) have a hand in
# the way to it, or it is no regular file.
safe "$1"
[ $? != 1 ] || { echo "$FAULT" >&2; exit 46; }
file=$REAL dir=${REAL%/*}
while [ ! -d "${dir:-/}" ]; do dir=${dir%/*}; done
# a directory that everybody may write is no place for a configuration, sticky or not
safe "${dir:-/}" || { echo "$FAULT" >&2; exit 46; }
[ ! -e "$file" ] || [ -f "$file" ] || { echo "$file is no regular file" >&2; exit 46; }
[ -w "${dir:-/}" ] || exit 45
[ -e "$file" ] || exit 44
cat "$file"
