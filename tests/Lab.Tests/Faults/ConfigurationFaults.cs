namespace ChatOps502.Lab.Tests.Faults;

/// <summary>What nginx's own configuration gets wrong.</summary>
static class ConfigurationFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            "wrong-port",
            """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3001; }' | site shop.example; start_nginx
            get shop.example / 12
            """,
            "wrong-upstream"
        ),
        new(
            "wrong-port-and-the-only-candidate-is-broken",
            """
            node_app cart 3000; sed -i "s#res.end('ok.n');#res.statusCode = 503; res.end('no');#" /opt/cart/server.js; systemctl restart cart; until_port 3000
            echo 'location / { proxy_pass http://127.0.0.1:3001; }' | site shop.example; start_nginx; get shop.example / 12
            """,
            "wrong-upstream"
        ),
        new(
            "localhost-is-not-where-it-listens",
            """
            node_app cart 3000; echo 'location / { proxy_pass http://[::1]:3000; }' | site shop.example; start_nginx; get shop.example / 10
            """,
            "wrong-upstream"
        ),
        new(
            "tls-to-a-plain-port",
            """
            node_app cart 3000; echo 'location / { proxy_pass https://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 10
            """,
            "tls-upstream"
        ),
        new(
            "plain-to-a-tls-port",
            """
            tls_app cart 3443; echo 'location / { proxy_pass http://127.0.0.1:3443; }' | site shop.example; start_nginx; get shop.example / 10
            """,
            "tls-upstream"
        ),
        new(
            "certificate-not-trusted",
            """
            tls_app cart 3443; openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -out /etc/ssl/other.pem -subj /CN=other -days 9 2>/dev/null
            echo 'location / { proxy_ssl_verify on; proxy_ssl_trusted_certificate /etc/ssl/other.pem; proxy_pass https://127.0.0.1:3443; }' | site shop.example; start_nginx; get shop.example / 10
            """,
            "tls-upstream"
        ),
        new(
            "cookies-larger-than-the-buffer",
            """
            node_app cart 3000; sed -i "s#if (req.url === '/slow')#if (req.url === '/login') { res.setHeader('Set-Cookie', 's=' + 'x'.repeat(9000)); } if (req.url === '/slow')#" /opt/cart/server.js; systemctl restart cart; until_port 3000
            printf 'location / {\n    proxy_pass http://127.0.0.1:3000;\n}\n' | site shop.example; start_nginx; get shop.example / 5; get shop.example /login 6
            """,
            "header-too-big"
        ),
        new(
            "grpc-to-a-plain-server",
            """
            node_app cart 3000; echo 'location / { grpc_pass grpc://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 8
            """,
            "http2-grpc"
        ),
        new(
            "fastcgi-to-an-http-server",
            """
            node_app cart 3000; echo 'location / { include fastcgi_params; fastcgi_pass 127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 8
            """,
            "protocol-mismatch"
        ),
        new(
            "http-to-a-uwsgi-socket",
            """
            mkdir -p /opt/api; printf 'def application(env, start):\n    start("200 OK", [])\n    return [b"ok"]\n' >/opt/api/wsgi.py
            printf '[Service]\nWorkingDirectory=/opt/api\nExecStart=/usr/bin/uwsgi --plugin python3 --socket 127.0.0.1:8000 --master --processes 2 --wsgi-file wsgi.py\nUser=www-data\nKillSignal=SIGQUIT\n' >/etc/systemd/system/api.service
            systemctl daemon-reload; systemctl start api; until_port 8000; echo 'location / { proxy_pass http://127.0.0.1:8000; }' | site api.example; start_nginx; sleep 1; get api.example / 6
            """,
            "protocol-mismatch"
        ),
        new(
            "kept-connections-closed-by-the-back-end",
            """
            mkdir -p /opt/k; cat >/opt/k/k.py <<'PY'
            import socket, threading
            def serve(c):
                first = True
                while True:
                    d = c.recv(65536)
                    if not d or not first: break
                    first = False
                    c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n")
                c.close()
            s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", 7000)); s.listen(50)
            while True: threading.Thread(target=serve, args=(s.accept()[0],)).start()
            PY
            sed -i 's/^            //' /opt/k/k.py; printf '[Service]\nExecStart=/usr/bin/python3 /opt/k/k.py\n' >/etc/systemd/system/k.service; systemctl daemon-reload; systemctl start k; until_port 7000
            printf 'upstream kept {\n    server 127.0.0.1:7000;\n    keepalive 8;\n}\n' >/etc/nginx/conf.d/00-up.conf; echo 'location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://kept; }' | site k.example; start_nginx
            for i in $(seq 8); do get k.example /; curl -s -o /dev/null -w '%{http_code}\n' -d x=1 -H 'Host: k.example' http://127.0.0.1/pay; done
            """,
            "keepalive-race",
            "k"
        ),
        new(
            "group-marked-down-although-the-peers-are-back",
            """
            node_app a 3001; node_app b 3002; printf 'upstream pair {\n    server 127.0.0.1:3001 max_fails=1 fail_timeout=600s;\n    server 127.0.0.1:3002 max_fails=1 fail_timeout=600s;\n}\n' >/etc/nginx/conf.d/00-up.conf
            sed -i 's/worker_processes .*/worker_processes 1;/' /etc/nginx/nginx.conf; echo 'location / { proxy_pass http://pair; }' | site shop.example; start_nginx; get shop.example / 4; systemctl stop a b; get shop.example / 2; systemctl start a b; until_port 3001; until_port 3002; sleep 1; get shop.example / 9
            """,
            "no-live-upstreams"
        ),
        new(
            "a-name-keeps-nginx-from-starting",
            """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 4; echo 'location / { proxy_pass http://cart.nowhere.internal:3000; }' | site b.example; systemctl restart nginx || :
            """,
            "dns-failure"
        ),
        new(
            "http-to-a-database",
            """
            systemctl start redis-server; node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:6379; }' | site shop.example; start_nginx; get shop.example / 8
            """,
            "protocol-mismatch"
        ),
        new(
            "a-mistake-keeps-nginx-from-starting",
            """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 4; echo 'location / { proxy_pas http://127.0.0.1:3000; }' | site b.example; systemctl restart nginx || :
            """,
            null,
            null,
            "unhealthy"
        ),
    ];
}
