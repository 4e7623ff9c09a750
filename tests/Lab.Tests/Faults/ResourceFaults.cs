namespace ChatOps502.Lab.Tests.Faults;

/// <summary>Connections, ports, files, disk.</summary>
static class ResourceFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            "worker-connections-used-up",
            """
            node_app cart 3000; sed -i 's/worker_connections .*/worker_connections 16;/; s/worker_processes .*/worker_processes 1;/' /etc/nginx/nginx.conf; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 3
            for i in $(seq 14); do get shop.example /slow & done; sleep 1; get shop.example / 5; wait
            """,
            "connection-limit-nginx"
        ),
        new(
            "files-of-nginx-used-up",
            """
            node_app cart 3000; sed -i 's/worker_processes .*/worker_processes 1;/; s/^events/worker_rlimit_nofile 24;\nevents/' /etc/nginx/nginx.conf; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 3
            for i in $(seq 14); do get shop.example /slow & done; sleep 1; get shop.example / 5; wait
            """,
            "connection-limit-nginx"
        ),
        new(
            "local-ports-used-up",
            """
            mount -o remount,rw /proc/sys 2>/dev/null || mount -o remount,rw,bind /proc/sys; node_app cart 3000; printf 'upstream carts {\n    server 127.0.0.1:3000;\n}\n' >/etc/nginx/conf.d/shop.example.conf
            printf 'server { listen 80; server_name shop.example; location / {\n    proxy_pass http://carts;\n} }\n' >>/etc/nginx/conf.d/shop.example.conf; start_nginx; get shop.example / 3
            echo '61000 61007' >/proc/sys/net/ipv4/ip_local_port_range; python3 - <<'PY'
            import socket, threading
            # clients on a port range of their own: only nginx's connections to the back end compete for the small one
            def ask(i):
                s = socket.socket(); s.bind(("127.0.0.1", 20000 + i)); s.connect(("127.0.0.1", 80)); s.sendall(b"GET /slow HTTP/1.0\r\nHost: shop.example\r\n\r\n"); s.recv(100)
            t = [threading.Thread(target=ask, args=(i,)) for i in range(16)]; [x.start() for x in t]; [x.join() for x in t]
            PY
            """,
            "port-exhaustion"
        ),
        new(
            "no-room-for-large-answers",
            """
            mkdir -p /var/lib/nginx; mount -t tmpfs -o size=1m,mode=755 tmpfs /var/lib/nginx; node_app cart 3000; sed -i "s#if (req.url === '/slow')#if (req.url === '/big') return res.end(Buffer.alloc(40 << 20)); if (req.url === '/slow')#" /opt/cart/server.js; systemctl restart cart; until_port 3000
            echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 3; for i in 1 2 3; do curl -s -o /dev/null --limit-rate 500k -m 1 -H 'Host: shop.example' http://127.0.0.1/big || :; done
            curl -s -o /dev/null -m 5 -w '%{http_code}\n' -H 'Host: shop.example' --data-binary @/usr/bin/node http://127.0.0.1/ -H 'Content-Type: x' || :
            """,
            "disk-full"
        ),
        new(
            "logs-on-a-full-disk",
            """
            mount -t tmpfs -o size=4m tmpfs /var/log/nginx; node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 5; head -c 5000000 /dev/zero >/var/log/nginx/old.log 2>/dev/null || :; systemctl stop cart; get shop.example / 8
            """,
            "backend-down",
            "cart"
        ),
    ];
}
