namespace ChatOps502.Lab.Tests.Faults;

/// <summary>Hosts that are healthy, or at risk without failing.</summary>
static class SoundHosts
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            "healthy",
            """
            node_app cart 3000; php_site blog.example; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx
            get shop.example / 20; get blog.example / 20
            """,
            null
        ),
        new(
            "old-incident-on-a-healthy-host",
            """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx
            for i in $(seq 300); do
              t=$(date -d "@$(($(date +%s) - 10800 + i))" '+%Y/%m/%d %H:%M:%S'); a=$(date -d "@$(($(date +%s) - 10800 + i))" '+%d/%b/%Y:%H:%M:%S %z')
              echo "$t [error] 77#77: *$i connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.9, server: shop.example, request: \"GET / HTTP/1.1\", upstream: \"http://127.0.0.1:3000/\", host: \"shop.example\"" >>/tmp/e
              echo "10.0.0.9 - - [$a] \"GET / HTTP/1.1\" 502 157 \"-\" \"-\"" >>/tmp/a
            done
            cat /tmp/e /var/log/nginx/error.log >/tmp/ee; cat /tmp/ee >/var/log/nginx/error.log; cat /tmp/a /var/log/nginx/access.log >/tmp/aa; cat /tmp/aa >/var/log/nginx/access.log
            get shop.example / 20
            """,
            null
        ),
        new(
            "nginx-stopped",
            """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 5; systemctl stop nginx
            """,
            null,
            null,
            "degraded"
        ),
        new(
            "one-of-two-peers-down",
            """
            node_app cart 3000; node_app cart2 3001; printf 'upstream carts { server 127.0.0.1:3000; server 127.0.0.1:3001; }\n' >/etc/nginx/conf.d/00-up.conf
            echo 'location / { proxy_pass http://carts; }' | site shop.example; start_nginx; get shop.example / 20; systemctl stop cart2; get shop.example / 40
            """,
            "backend-down",
            "cart2",
            "degraded"
        ),
        new(
            "repaired-a-moment-ago",
            """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 5; systemctl stop cart; get shop.example / 10; systemctl start cart; until_port 3000; get shop.example / 5
            """,
            null
        ),
        new(
            "healthy-with-clients-that-give-up",
            """
            node_app cart 3000; echo 'error_log /var/log/nginx/error.log info; location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 20; for i in $(seq 10); do curl -s -m 0.05 -o /dev/null -H 'Host: shop.example' http://127.0.0.1/slow || :; done; get shop.example /none 5
            """,
            null
        ),
        new(
            "healthy-java-and-database",
            """
            systemctl start mariadb; tomcat shop.example; get shop.example / 20
            """,
            null
        ),
        new(
            "body-too-large-for-nginx",
            """
            node_app cart 3000; printf 'location / {\n    proxy_pass http://127.0.0.1:3000;\n}\n' | site shop.example; start_nginx; get shop.example / 10; for i in 1 2 3; do head -c 3000000 /dev/zero | curl -s -o /dev/null -w '%{http_code}\n' -H 'Host: shop.example' --data-binary @- http://127.0.0.1/upload; done
            """,
            "request-too-large",
            null,
            "degraded"
        ),
        new(
            "disk-full-and-nothing-fails-yet",
            """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 10; mount -t tmpfs -o size=4m tmpfs /srv; head -c 3900000 /dev/zero >/srv/core.dump; head -c 900000 /dev/zero >/srv/rest 2>/dev/null || :
            """,
            "disk-full",
            null,
            "degraded"
        ),
    ];
}
