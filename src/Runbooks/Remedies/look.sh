# look FILE: prints it. Exit 44: there is none; 45: it may not be written; 46: others than root (or we) may write it or its directory.
file=$(readlink -f "$1" 2>/dev/null || echo "$1"); dir=${file%/*}
while [ ! -d "$dir" ]; do dir=${dir%/*}; done
ours() { set -- $(stat -Lc '%u %a' "$1") && { [ "$1" = 0 ] || [ "$1" = "$(id -u)" ]; } && case $2 in *[2367]?|*[2367]) false ;; esac; }
ours "${dir:-/}" || exit 46
[ ! -e "$file" ] || ours "$file" || exit 46
[ -w "${dir:-/}" ] || exit 45
[ -e "$file" ] || exit 44
cat "$file"
