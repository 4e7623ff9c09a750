namespace ChatOps502.Lab.Tests.Faults;

/// <summary>Several things at once, other styles of hosts, noise.</summary>
static class MixedFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            "two-vhosts-one-broken",
            """
            node_app cart 3000; node_app blog 4000
            echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; echo 'location / { proxy_pass http://127.0.0.1:4000; }' | site blog.example; start_nginx
            get shop.example / 5; get blog.example / 5; systemctl stop blog; get blog.example / 8; get shop.example / 20
            """,
            "backend-down",
            "blog"
        ),
        new(
            "custom-log-paths-and-json",
            """
            mkdir -p /srv/logs
            cat >/etc/nginx/conf.d/00-format.conf <<'C'
            log_format ops escape=json '{"ts":"$time_iso8601","vhost":"$host","method":"$request_method","uri":"$request_uri","status":$status,"bytes":$body_bytes_sent,"up":"$upstream_addr","up_status":"$upstream_status"}';
            C
            node_app cart 3000
            echo 'access_log /srv/logs/shop.json ops; error_log /srv/logs/shop.err warn; location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx
            get shop.example / 4; systemctl stop cart; get shop.example / 9
            """,
            "backend-down",
            "cart"
        ),
        new(
            "nginx-with-its-own-configuration-file",
            """
            node_app cart 3000; mkdir -p /opt/edge/conf /opt/edge/log; printf 'error_log /opt/edge/log/e.log; pid /opt/edge/pid; events {}\nhttp { access_log /opt/edge/log/a.log; server { listen 80; server_name shop.example; location / { proxy_pass http://127.0.0.1:3000; } } }\n' >/opt/edge/conf/edge.conf
            nginx -c /opt/edge/conf/edge.conf; until_port 80; get shop.example / 4; systemctl stop cart; get shop.example / 9
            """,
            "backend-down",
            "cart"
        ),
        new(
            "two-faults-at-once",
            """
            node_app cart 3000; node_app blog 4000; echo 'location / { proxy_read_timeout 1s; proxy_pass http://127.0.0.1:3000; }' | site shop.example; echo 'location / { proxy_pass http://127.0.0.1:4000; }' | site blog.example; start_nginx
            get shop.example / 3; get blog.example / 3; systemctl stop blog; systemctl kill --signal=STOP cart; get blog.example / 20; get shop.example / 2
            """,
            "backend-down",
            "blog"
        ),
        new(
            "stopped-under-load",
            """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx
            curl -s -Z --parallel-max 40 -o /dev/null -H 'Host: shop.example' 'http://127.0.0.1/?[1-6000]' & sleep 0.5; systemctl stop cart; wait
            """,
            "backend-down",
            "cart"
        ),
        new(
            "an-old-incident-and-a-new-one",
            """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 5
            for i in $(seq 200); do echo "$(date -d "@$(($(date +%s) - 600 + i))" '+%Y/%m/%d %H:%M:%S') [error] 77#77: *$i upstream timed out (110: Connection timed out) while reading response header from upstream, client: 10.0.0.9, server: blog.example, request: \"GET /b HTTP/1.1\", upstream: \"http://127.0.0.1:4000/b\", host: \"blog.example\""; done >/tmp/e
            cat /tmp/e >>/var/log/nginx/error.log; systemctl stop cart; get shop.example / 10
            """,
            "backend-down",
            "cart"
        ),
        new(
            "noisy-neighbour",
            """
            node_app cart 3000; node_app blog 4000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; echo 'error_log /var/log/nginx/error.log info; location / { proxy_pass http://127.0.0.1:4000; }' | site blog.example; start_nginx
            for i in $(seq 30); do curl -s -m 0.05 -o /dev/null -H 'Host: blog.example' http://127.0.0.1/slow || :; done; get blog.example / 30; get shop.example / 3; systemctl stop cart; get shop.example / 6
            """,
            "backend-down",
            "cart"
        ),
        new(
            "nginx-built-elsewhere",
            """
            node_app cart 3000; mkdir -p /opt/nginx/sbin /opt/nginx/conf /opt/nginx/logs; cp /usr/sbin/nginx /opt/nginx/sbin/nginx; printf 'worker_processes 1;\nerror_log logs/error.log;\npid logs/nginx.pid;\nevents {}\nhttp {\n  access_log logs/access.log;\n  server {\n    listen 80;\n    server_name shop.example;\n    location / { proxy_pass http://127.0.0.1:3000; }\n  }\n}\n' >/opt/nginx/conf/nginx.conf
            /opt/nginx/sbin/nginx -p /opt/nginx -c conf/nginx.conf; until_port 80; get shop.example / 4; systemctl stop cart; get shop.example / 9
            """,
            "backend-down",
            "cart"
        ),
    ];
}
