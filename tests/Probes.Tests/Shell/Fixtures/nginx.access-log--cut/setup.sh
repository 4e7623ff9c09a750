# 30 minutes of requests until 12:00, 12 a second, some 2 MB; one in a hundred fails
mkdir -p /var/log/nginx
awk 'BEGIN {
  for (s = 0; s < 1800; s++) for (i = 0; i < 12; i++)
    printf "10.0.0.%d - - [22/Nov/2024:%s:%02d:%02d +0000] \"GET /shop/item/%d?page=1 HTTP/1.1\" %d 157 \"-\" \"curl/8\"\n",
      i, "11", 30 + int(s / 60), s % 60, s, (s * 12 + i) % 100 == 7 ? 502 : 200
}' >/var/log/nginx/access.log
