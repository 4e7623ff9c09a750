namespace ChatOps502.Lab.Tests.Faults;

/// <summary>Node.js, Python and Java back ends, and what they depend on.</summary>
static class ApplicationFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            "node-crashed",
            """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx
            get shop.example / 3; sleep 1; get shop.example /crash; get shop.example / 10
            """,
            "backend-crash",
            "cart"
        ),
        new(
            "gunicorn-worker-timeout",
            """
            mkdir -p /opt/api; printf 'import time\ndef app(env, start):\n    if env["PATH_INFO"] == "/report": time.sleep(5)\n    start("200 OK", [("Content-Type", "text/plain")])\n    return [b"ok"]\n' >/opt/api/wsgi.py
            printf '[Service]\nWorkingDirectory=/opt/api\nExecStart=/usr/bin/gunicorn --bind 127.0.0.1:8000 --workers 2 --timeout 1 wsgi:app\nUser=www-data\n' >/etc/systemd/system/api.service
            systemctl daemon-reload; systemctl start api; until_port 8000
            echo 'location / { proxy_pass http://127.0.0.1:8000; }' | site api.example; start_nginx
            get api.example / 3; get api.example /report 4
            """,
            "backend-slow",
            "api"
        ),
        new(
            "gunicorn-worker-killed",
            """
            mkdir -p /opt/api; printf 'import os, signal\ndef app(env, start):\n    if env["PATH_INFO"] == "/pdf": os.kill(os.getpid(), signal.SIGKILL)\n    start("200 OK", [("Content-Type", "text/plain")])\n    return [b"ok"]\n' >/opt/api/wsgi.py
            printf '[Service]\nWorkingDirectory=/opt/api\nExecStart=/usr/bin/gunicorn --bind 127.0.0.1:8000 --workers 2 wsgi:app\nUser=www-data\n' >/etc/systemd/system/api.service; systemctl daemon-reload; systemctl start api; until_port 8000
            echo 'location / { proxy_pass http://127.0.0.1:8000; }' | site api.example; start_nginx; sleep 2; for i in $(seq 6); do get api.example / 2; get api.example /pdf; sleep 0.3; done
            """,
            "backend-crash",
            "api"
        ),
        new(
            "back-end-frozen",
            """
            node_app cart 3000; echo 'location / { proxy_read_timeout 1s; proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx
            get shop.example / 3; systemctl kill --signal=STOP cart; get shop.example / 3
            """,
            "backend-slow",
            "cart"
        ),
        new(
            "running-and-listening-nowhere",
            """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 5
            sed -i '1i console.log("waiting for the configuration service"); setInterval(() => {}, 1000); return;' /opt/cart/server.js; systemctl restart cart; sleep 1; get shop.example / 10
            """,
            "backend-down",
            "cart"
        ),
        new(
            "a-memory-word-in-the-log-is-no-memory-kill",
            """
            node_app cart 3000; sed -i "1i console.log('worker: fork: Cannot allocate memory, retrying with less (recovered)');" /opt/cart/server.js; systemctl restart cart; until_port 3000
            echo 'location / { proxy_read_timeout 1s; proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; sleep 2; get shop.example / 10; get shop.example /slow 4; get shop.example / 3
            """,
            "backend-slow",
            "cart"
        ),
        new(
            "a-process-without-a-unit-died-beside-a-stranger",
            """
            node_app metrics 9100; mkdir -p /opt/legacy; echo hi >/opt/legacy/index.html; cd /opt/legacy; setsid python3 -m http.server --bind 127.0.0.1 7000 >/tmp/l.log 2>&1 </dev/null & p=$!
            until_port 7000; echo 'location / { proxy_pass http://127.0.0.1:7000; }' | site old.example; start_nginx; get old.example / 5; sleep 1; kill $p; sleep 0.2; get old.example / 10
            """,
            "backend-down"
        ),
        new(
            "the-application-answers-502-itself",
            """
            node_app cart 3000; sed -i "s#if (req.url === '/slow')#if (req.url === '/pay') { res.statusCode = 502; return res.end('gateway'); } if (req.url === '/slow')#" /opt/cart/server.js; systemctl restart cart; until_port 3000
            echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 5; get shop.example /pay 10
            """,
            null,
            null,
            "unhealthy"
        ),
        new(
            "the-socket-file-was-removed",
            """
            mkdir -p /opt/api; printf 'def app(env, start):\n    start("200 OK", [("Content-Type", "text/plain")])\n    return [b"ok"]\n' >/opt/api/wsgi.py
            printf '[Service]\nWorkingDirectory=/opt/api\nExecStart=/usr/bin/gunicorn --bind unix:/tmp/api.sock --workers 2 wsgi:app\nUser=www-data\n' >/etc/systemd/system/api.service
            systemctl daemon-reload; systemctl start api; until_true test -S /tmp/api.sock; echo 'location / { proxy_pass http://unix:/tmp/api.sock; }' | site api.example; start_nginx; get api.example / 5; rm /tmp/api.sock; get api.example / 10
            """,
            "socket-missing",
            "api"
        ),
        new(
            "node-heap-exhausted",
            """
            node_app cart 3000; sed -i "s#if (req.url === '/slow')#if (req.url === '/list') { const a = []; setInterval(() => { for (let i = 0; i < 5e5; i++) a.push({ i, s: 'x' + i }); }, 1); return; } if (req.url === '/slow')#" /opt/cart/server.js
            sed -i 's#/usr/bin/node#/usr/bin/node --max-old-space-size=48#' /etc/systemd/system/cart.service; systemctl daemon-reload; systemctl restart cart; until_port 3000
            echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 3; get shop.example /list; sleep 1; get shop.example / 8
            """,
            "backend-oom",
            "cart"
        ),
        new(
            "tomcat-heap-exhausted",
            """
            tomcat shop.example; get shop.example / 3; get shop.example /oom.jsp; until_true sh -c 'journalctl -q -u tomcat10 | grep -q OutOfMemoryError'; get shop.example / 8
            """,
            "backend-oom",
            "tomcat10"
        ),
        new(
            "tomcat-stopped",
            """
            tomcat shop.example; get shop.example / 3; systemctl stop tomcat10; get shop.example / 8
            """,
            "backend-down",
            "tomcat10"
        ),
        new(
            "uwsgi-harakiri",
            """
            mkdir -p /opt/api; printf 'import time\ndef application(env, start):\n    if env["PATH_INFO"] == "/report": time.sleep(6)\n    start("200 OK", [("Content-Type", "text/plain")])\n    return [b"ok"]\n' >/opt/api/wsgi.py
            printf '[Service]\nWorkingDirectory=/opt/api\nExecStart=/usr/bin/uwsgi --plugin python3 --socket 127.0.0.1:8000 --master --processes 2 --harakiri 1 --wsgi-file wsgi.py\nUser=www-data\nKillSignal=SIGQUIT\n' >/etc/systemd/system/api.service
            systemctl daemon-reload; systemctl start api; until_port 8000; echo 'location / { include uwsgi_params; uwsgi_pass 127.0.0.1:8000; }' | site api.example; start_nginx; get api.example / 3; get api.example /report 3
            """,
            "backend-slow",
            "api"
        ),
        new(
            "application-cannot-start",
            """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 3
            sed -i "1i const settings = require('./settings.json');" /opt/cart/server.js; systemctl restart cart || :; sleep 0.5; get shop.example / 8
            """,
            "backend-down",
            "cart"
        ),
        new(
            "database-stopped",
            """
            systemctl start mariadb; database_app shop 3000 mysql://shop:secret@127.0.0.1:3306/shop; get shop.example / 4; systemctl stop mariadb.socket mariadb; get shop.example / 9
            """,
            "dependency-down",
            "shop"
        ),
        new(
            "cache-gone-and-the-application-gives-up",
            """
            systemctl start redis-server; database_app shop 3000 redis://127.0.0.1:6379/0; get shop.example / 4
            sed -i "s#req.socket.destroy()#process.exit(1)#" /opt/shop/server.js; printf '[Service]\nRestart=always\nRestartSec=1\n' | systemd_drop shop; sed -i "1i require('net').connect(6379, '127.0.0.1').on('error', e => { console.error('Redis connection to 127.0.0.1:6379 failed - ' + e.message); process.exit(1); }).on('connect', function () { this.end(); });" /opt/shop/server.js; systemctl restart shop; until_port 3000
            get shop.example / 3; systemctl stop redis-server; get shop.example / 2; sleep 0.5; get shop.example / 8
            """,
            "dependency-down",
            "shop"
        ),
        new(
            "database-refuses-more-connections",
            """
            sed -i 's/^max_connections = .*/max_connections = 5/' /etc/postgresql/15/main/postgresql.conf; systemctl start postgresql; until_port 5432; runuser -u postgres -- psql -qc "create role shop login password 'secret'" -c 'create database shop owner shop'
            psql_app shop 3000 'postgresql://shop:secret@127.0.0.1:5432/shop'; get shop.example / 3
            for i in 1 2; do PGPASSWORD=secret setsid psql -q -h 127.0.0.1 -U shop shop -c 'select pg_sleep(60)' >/dev/null 2>&1 & done; sleep 1; get shop.example / 8
            """,
            "dependency-down",
            "shop"
        ),
        new(
            "files-of-the-application-used-up",
            """
            node_app cart 3000 'LimitNOFILE=40'; sed -i "s#if (req.url === '/slow')#try { hold.push(require('fs').openSync('/etc/hostname')); } catch (e) { console.error(e.message); req.socket.destroy(); return; } if (req.url === '/slow')#" /opt/cart/server.js; systemctl restart cart; until_port 3000
            echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 40 | sort | uniq -c
            """,
            "backend-saturated",
            "cart"
        ),
        new(
            "accept-queue-full",
            """
            mkdir -p /opt/q; printf 'import socket, time\ns = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", 7000)); s.listen(1)\ntime.sleep(600)\n' >/opt/q/q.py
            printf '[Service]\nExecStart=/usr/bin/python3 /opt/q/q.py\n' >/etc/systemd/system/q.service; systemctl daemon-reload; systemctl start q; until_port 7000
            echo 'location / { proxy_connect_timeout 1s; proxy_read_timeout 2s; proxy_pass http://127.0.0.1:7000; }' | site q.example; start_nginx
            for i in $(seq 8); do get q.example / & done; wait; for i in $(seq 6); do get q.example / >/dev/null & done; sleep 0.7
            """,
            "backend-saturated",
            "q"
        ),
        new(
            "slow-page-of-a-quick-application",
            """
            node_app cart 3000; echo 'location / { proxy_read_timeout 5s; proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 10; for i in 1 2 3; do get shop.example /slow & done; wait; get shop.example / 3
            """,
            "backend-slow",
            "cart"
        ),
        new(
            "stopped-behind-a-rule-that-protects-it",
            """
            node_app cart 3000; iptables -A INPUT -i lo -j ACCEPT; iptables -A INPUT -p tcp --dport 3000 -j REJECT; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 9; systemctl stop cart; get shop.example / 9
            """,
            "backend-down",
            "cart"
        ),
        new(
            "port-taken-by-another-program",
            """
            node_app cart 3000; systemctl stop cart; mkdir -p /opt/m; printf 'import socket\ns = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", 3000)); s.listen(20)\nwhile True:\n    c = s.accept()[0]; c.recv(10); c.close()\n' >/opt/m/m.py; setsid python3 /opt/m/m.py </dev/null >/dev/null 2>&1 & until_port 3000
            systemctl start cart; sleep 1; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 8
            """,
            "backend-down",
            "cart"
        ),
        new(
            "runtime-directory-gone",
            """
            node_app other 3999; gunicorn_app api unix:/run/api/api.sock; mkdir -p /run/api; chown www-data /run/api; systemctl restart api; until_true test -S /run/api/api.sock; echo 'location / { proxy_pass http://unix:/run/api/api.sock; }' | site api.example; start_nginx; get api.example / 4
            systemctl stop api; rm -rf /run/api; systemctl start api; sleep 2; get api.example / 8
            """,
            "socket-missing",
            "api"
        ),
        new(
            "the-applications-own-disk-is-full",
            """
            mkdir -p /srv/data; mount -t tmpfs -o size=1m tmpfs /srv/data; node_app cart 3000; sed -i "1i require('fs').appendFileSync('/srv/data/journal', Buffer.alloc(20000));" /opt/cart/server.js; sed -i 's/User=www-data//' /etc/systemd/system/cart.service; systemctl daemon-reload; systemctl restart cart; until_port 3000
            echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 4; head -c 2000000 /dev/zero >/srv/data/old.dump 2>/dev/null || :; systemctl restart cart || :; sleep 0.5; get shop.example / 8
            """,
            "disk-full",
            "cart"
        ),
        new(
            "working-directory-missing",
            """
            gunicorn_app api 127.0.0.1:8000; until_port 8000; echo 'location / { proxy_pass http://127.0.0.1:8000; }' | site api.example; start_nginx; get api.example / 4; mv /opt/api /opt/api.old; systemctl restart api || :; sleep 0.5; get api.example / 8
            """,
            "backend-down",
            "api"
        ),
    ];
}
