head -c 3145728 /dev/zero >'/srv/a large file.log'; head -c 2097152 /dev/zero >/srv/smaller; head -c 1000 /dev/zero >/srv/small
