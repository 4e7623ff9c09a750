# run-fixture.sh FIXTURE SHELL: runs the program in C502_PROGRAM with SHELL as if FIXTURE were the host: in a mount namespace of its own,
# where /etc, /proc, /run, /srv, /sys and /var hold what FIXTURE has, and PATH the tools below and those of FIXTURE/tools.
set -eu
fixture=$1 shell=$2
# the machine's own files stay as they are, whatever a fixture does
mount -o remount,bind,ro /
mount -t tmpfs tmpfs /mnt
mkdir /mnt/proc /mnt/tools
cp -R "$fixture" /mnt/fixture

# the fixture's tools come first, as files of their own; then what every host has, by the name that a program of many names goes by
if [ -d /mnt/fixture/tools ]; then cp -R /mnt/fixture/tools/. /mnt/tools/; chmod -R +x /mnt/tools; fi
link() { [ -e "/mnt/tools/$2" ] || ln -s "$(readlink -f "$(command -v "$1")")" "/mnt/tools/$2"; }
for tool in awk basename cat chmod cut date du env find grep gzip head id ln ls mkdir mkfifo od readlink rm sed seq sh sleep sort stat tail test \
  touch tr uname uniq wc xargs; do
  if [ "$shell" = busybox ]; then link busybox "$tool"; else link "$tool" "$tool"; fi
done

mount --rbind /proc /mnt/proc
for directory in etc proc run srv sys var; do
  mount -t tmpfs -o mode=755 tmpfs "/$directory"
  [ ! -d "/mnt/fixture/$directory" ] || cp -R "/mnt/fixture/$directory/." "/$directory/"
done
[ -e /proc/self ] || ln -s /mnt/proc/self /proc/self
PATH=/mnt/tools; export PATH
[ ! -f /mnt/fixture/setup.sh ] || . /mnt/fixture/setup.sh
[ -f /mnt/fixture/stdin ] || : >/mnt/fixture/stdin
cd /
exec sh -c "$C502_PROGRAM" </mnt/fixture/stdin 2>/dev/null
