namespace ChatOps502.Lab.Tests.Faults;

/// <summary>The faults the lab knows how to make.</summary>
public static class FaultCatalog
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("php-stopped-stale-socket", """
            php_site shop.example; start_nginx; get shop.example / 3
            systemctl stop php8.2-fpm
            python3 -c 'import socket; s = socket.socket(socket.AF_UNIX); s.bind("/run/php/php8.2-fpm.sock")'; chown www-data: /run/php/php8.2-fpm.sock
            get shop.example / 12
            """, "backend-down", "php8.2-fpm"),
        new("php-socket-path-changed", """
            php_site shop.example; start_nginx
            sed -i 's#^listen = .*#listen = /run/php/shop.sock#' /etc/php/8.2/fpm/pool.d/www.conf; systemctl restart php8.2-fpm
            get shop.example / 12
            """, "socket-missing"),
        new("php-socket-owner-and-mode-wrong", """
            php_site shop.example; start_nginx
            sed -i 's#^listen.owner = .*#listen.owner = root#; s#^listen.group = .*#listen.group = root#; s#^;*listen.mode = .*#listen.mode = 0600#' /etc/php/8.2/fpm/pool.d/www.conf; systemctl restart php8.2-fpm
            get shop.example / 12
            """, "socket-permission"),
        new("php-out-of-children", """
            sed -i 's#^pm = .*#pm = dynamic#; s#^pm.max_children = .*#pm.max_children = 2#; s#^pm.start_servers = .*#pm.start_servers = 1#; s#^pm.min_spare_servers = .*#pm.min_spare_servers = 1#; s#^pm.max_spare_servers = .*#pm.max_spare_servers = 1#' /etc/php/8.2/fpm/pool.d/www.conf
            php_site shop.example; start_nginx; get shop.example / 3
            for i in $(seq 12); do get shop.example /slow.php & done; wait
            for i in $(seq 6); do get shop.example /slow.php >/dev/null & done; until_true grep -q max_children /var/log/php8.2-fpm.log
            """, "backend-saturated", "php8.2-fpm"),
        new("node-crashed", """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx
            get shop.example / 3; sleep 1; get shop.example /crash; get shop.example / 10
            """, "backend-crash", "cart"),
        new("gunicorn-worker-timeout", """
            mkdir -p /opt/api; printf 'import time\ndef app(env, start):\n    if env["PATH_INFO"] == "/report": time.sleep(5)\n    start("200 OK", [("Content-Type", "text/plain")])\n    return [b"ok"]\n' >/opt/api/wsgi.py
            printf '[Service]\nWorkingDirectory=/opt/api\nExecStart=/usr/bin/gunicorn --bind 127.0.0.1:8000 --workers 2 --timeout 1 wsgi:app\nUser=www-data\n' >/etc/systemd/system/api.service
            systemctl daemon-reload; systemctl start api; until_port 8000
            echo 'location / { proxy_pass http://127.0.0.1:8000; }' | site api.example; start_nginx
            get api.example / 3; get api.example /report 4
            """, "backend-slow", "api"),
        new("wrong-port", """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3001; }' | site shop.example; start_nginx
            get shop.example / 12
            """, "wrong-upstream"),
        new("wrong-port-and-the-only-candidate-is-broken", """
            node_app cart 3000; sed -i "s#res.end('ok.n');#res.statusCode = 503; res.end('no');#" /opt/cart/server.js; systemctl restart cart; until_port 3000
            echo 'location / { proxy_pass http://127.0.0.1:3001; }' | site shop.example; start_nginx; get shop.example / 12
            """, "wrong-upstream"),
        new("back-end-frozen", """
            node_app cart 3000; echo 'location / { proxy_read_timeout 1s; proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx
            get shop.example / 3; systemctl kill --signal=STOP cart; get shop.example / 3
            """, "backend-slow", "cart"),
        new("two-vhosts-one-broken", """
            node_app cart 3000; node_app blog 4000
            echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; echo 'location / { proxy_pass http://127.0.0.1:4000; }' | site blog.example; start_nginx
            get shop.example / 5; get blog.example / 5; systemctl stop blog; get blog.example / 8; get shop.example / 20
            """, "backend-down", "blog"),
        new("custom-log-paths-and-json", """
            mkdir -p /srv/logs
            cat >/etc/nginx/conf.d/00-format.conf <<'C'
            log_format ops escape=json '{"ts":"$time_iso8601","vhost":"$host","method":"$request_method","uri":"$request_uri","status":$status,"bytes":$body_bytes_sent,"up":"$upstream_addr","up_status":"$upstream_status"}';
            C
            node_app cart 3000
            echo 'access_log /srv/logs/shop.json ops; error_log /srv/logs/shop.err warn; location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx
            get shop.example / 4; systemctl stop cart; get shop.example / 9
            """, "backend-down", "cart"),
        new("old-incident-on-a-healthy-host", """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx
            for i in $(seq 300); do
              t=$(date -d "@$(($(date +%s) - 10800 + i))" '+%Y/%m/%d %H:%M:%S'); a=$(date -d "@$(($(date +%s) - 10800 + i))" '+%d/%b/%Y:%H:%M:%S %z')
              echo "$t [error] 77#77: *$i connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.9, server: shop.example, request: \"GET / HTTP/1.1\", upstream: \"http://127.0.0.1:3000/\", host: \"shop.example\"" >>/tmp/e
              echo "10.0.0.9 - - [$a] \"GET / HTTP/1.1\" 502 157 \"-\" \"-\"" >>/tmp/a
            done
            cat /tmp/e /var/log/nginx/error.log >/tmp/ee; cat /tmp/ee >/var/log/nginx/error.log; cat /tmp/a /var/log/nginx/access.log >/tmp/aa; cat /tmp/aa >/var/log/nginx/access.log
            get shop.example / 20
            """, null),
        new("healthy", """
            node_app cart 3000; php_site blog.example; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx
            get shop.example / 20; get blog.example / 20
            """, null),
        new("nginx-with-its-own-configuration-file", """
            node_app cart 3000; mkdir -p /opt/edge/conf /opt/edge/log; printf 'error_log /opt/edge/log/e.log; pid /opt/edge/pid; events {}\nhttp { access_log /opt/edge/log/a.log; server { listen 80; server_name shop.example; location / { proxy_pass http://127.0.0.1:3000; } } }\n' >/opt/edge/conf/edge.conf
            nginx -c /opt/edge/conf/edge.conf; until_port 80; get shop.example / 4; systemctl stop cart; get shop.example / 9
            """, "backend-down", "cart"),
        new("restarted-and-it-still-crashes", """
            php_site shop.example; echo '<?php posix_kill(posix_getpid(), 11); sleep(1);' >/srv/www/img.php; start_nginx; sleep 2; get shop.example /img.php 5; systemctl restart php8.2-fpm; get shop.example /img.php 3; sleep 1
            """, "backend-crash", "php8.2-fpm"),
        new("the-application-answers-502-itself", """
            node_app cart 3000; sed -i "s#if (req.url === '/slow')#if (req.url === '/pay') { res.statusCode = 502; return res.end('gateway'); } if (req.url === '/slow')#" /opt/cart/server.js; systemctl restart cart; until_port 3000
            echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 5; get shop.example /pay 10
            """, null, null, "unhealthy"),
        new("nginx-stopped", """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 5; systemctl stop nginx
            """, null, null, "degraded"),
        new("a-process-without-a-unit-died-beside-a-stranger", """
            node_app metrics 9100; mkdir -p /opt/legacy; echo hi >/opt/legacy/index.html; cd /opt/legacy; setsid python3 -m http.server --bind 127.0.0.1 7000 >/tmp/l.log 2>&1 </dev/null & p=$!
            until_port 7000; echo 'location / { proxy_pass http://127.0.0.1:7000; }' | site old.example; start_nginx; get old.example / 5; sleep 1; kill $p; sleep 0.2; get old.example / 10
            """, "backend-down"),
        new("running-and-listening-nowhere", """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 5
            sed -i '1i console.log("waiting for the configuration service"); setInterval(() => {}, 1000); return;' /opt/cart/server.js; systemctl restart cart; sleep 1; get shop.example / 10
            """, "backend-down", "cart"),
        new("php-terminates-slow-requests-itself", """
            echo 'request_terminate_timeout = 1s' >>/etc/php/8.2/fpm/pool.d/www.conf; php_site shop.example; sed -i 's/fastcgi_read_timeout 2s/fastcgi_read_timeout 30s/' /etc/nginx/conf.d/shop.example.conf; start_nginx; sleep 2; get shop.example / 5
            for i in 1 2 3 4; do get shop.example /slow.php & done; wait; get shop.example / 3
            """, "backend-slow", "php8.2-fpm"),
        new("a-memory-word-in-the-log-is-no-memory-kill", """
            node_app cart 3000; sed -i "1i console.log('worker: fork: Cannot allocate memory, retrying with less (recovered)');" /opt/cart/server.js; systemctl restart cart; until_port 3000
            echo 'location / { proxy_read_timeout 1s; proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; sleep 2; get shop.example / 10; get shop.example /slow 4; get shop.example / 3
            """, "backend-slow", "cart"),
        new("one-of-two-peers-down", """
            node_app cart 3000; node_app cart2 3001; printf 'upstream carts { server 127.0.0.1:3000; server 127.0.0.1:3001; }\n' >/etc/nginx/conf.d/00-up.conf
            echo 'location / { proxy_pass http://carts; }' | site shop.example; start_nginx; get shop.example / 20; systemctl stop cart2; get shop.example / 40
            """, "backend-down", "cart2", "degraded"),
        new("the-socket-file-was-removed", """
            mkdir -p /opt/api; printf 'def app(env, start):\n    start("200 OK", [("Content-Type", "text/plain")])\n    return [b"ok"]\n' >/opt/api/wsgi.py
            printf '[Service]\nWorkingDirectory=/opt/api\nExecStart=/usr/bin/gunicorn --bind unix:/tmp/api.sock --workers 2 wsgi:app\nUser=www-data\n' >/etc/systemd/system/api.service
            systemctl daemon-reload; systemctl start api; until_true test -S /tmp/api.sock; echo 'location / { proxy_pass http://unix:/tmp/api.sock; }' | site api.example; start_nginx; get api.example / 5; rm /tmp/api.sock; get api.example / 10
            """, "socket-missing", "api"),
        new("http-sent-to-a-fastcgi-port", """
            sed -i 's#^listen = .*#listen = 127.0.0.1:9000#' /etc/php/8.2/fpm/pool.d/www.conf; systemctl start php8.2-fpm; until_port 9000
            echo 'location / { proxy_pass http://127.0.0.1:9000; }' | site shop.example; start_nginx; sleep 2; get shop.example / 10
            """, "protocol-mismatch"),
        new("gunicorn-worker-killed", """
            mkdir -p /opt/api; printf 'import os, signal\ndef app(env, start):\n    if env["PATH_INFO"] == "/pdf": os.kill(os.getpid(), signal.SIGKILL)\n    start("200 OK", [("Content-Type", "text/plain")])\n    return [b"ok"]\n' >/opt/api/wsgi.py
            printf '[Service]\nWorkingDirectory=/opt/api\nExecStart=/usr/bin/gunicorn --bind 127.0.0.1:8000 --workers 2 wsgi:app\nUser=www-data\n' >/etc/systemd/system/api.service; systemctl daemon-reload; systemctl start api; until_port 8000
            echo 'location / { proxy_pass http://127.0.0.1:8000; }' | site api.example; start_nginx; sleep 2; for i in $(seq 6); do get api.example / 2; get api.example /pdf; sleep 0.3; done
            """, "backend-crash", "api"),
        new("repaired-a-moment-ago", """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 5; systemctl stop cart; get shop.example / 10; systemctl start cart; until_port 3000; get shop.example / 5
            """, null),
    ];
}
