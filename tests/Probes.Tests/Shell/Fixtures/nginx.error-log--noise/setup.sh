# three upstream errors at 11:50, other errors at 11:55, then 2 MB of warnings within this minute
mkdir -p /var/log/nginx
awk 'BEGIN {
  for (i = 0; i < 3; i++) print "2024/11/22 11:50:0" i " [error] 7#7: *" i " connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.9, server: shop.example, request: \"GET / HTTP/1.1\", upstream: \"http://127.0.0.1:3000/\", host: \"shop.example\""
  print "2024/11/22 11:55:00 [error] 7#7: *9 open() \"/srv/www/none\" failed (2: No such file or directory), client: 10.0.0.9, server: shop.example, request: \"GET /none HTTP/1.1\", host: \"shop.example\""
  for (i = 0; i < 11000; i++) printf "2024/11/22 11:59:%02d [warn] 7#7: *%d a client request body is buffered to a temporary file /var/lib/nginx/body/00000%05d, client: 10.0.0.9, server: shop.example, request: \"POST /up HTTP/1.1\", host: \"shop.example\"\n", int(i / 200), i, i
}' >/var/log/nginx/error.log
