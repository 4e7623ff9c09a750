namespace ChatOps502.Lab.Tests.Faults;

/// <summary>Names, routes, firewalls, containers that moved.</summary>
static class NetworkFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            "firewall-drops",
            """
            echo 'location / { proxy_connect_timeout 1s; proxy_pass http://10.50.202.1:3000; }' | site shop.example; iptables -A OUTPUT -p tcp -d 10.50.202.1 --dport 3000 -j DROP; start_nginx; get shop.example / 3
            """,
            "connect-timeout"
        ),
        new(
            "other-host-is-dead",
            """
            echo 'location / { proxy_connect_timeout 1s; proxy_pass http://10.50.202.3:3000; }' | site shop.example; start_nginx; get shop.example / 3
            """,
            "connect-timeout"
        ),
        new(
            "no-route",
            """
            ip route add unreachable 192.0.2.0/24; echo 'location / { proxy_pass http://192.0.2.10:3000; }' | site shop.example; start_nginx; get shop.example / 6
            """,
            "network-unreachable"
        ),
        new(
            "firewall-rejects",
            """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx; get shop.example / 4; iptables -A OUTPUT -p tcp --dport 3000 -j REJECT; get shop.example / 8
            """,
            "network-unreachable"
        ),
        new(
            "route-prohibited",
            """
            ip route add prohibit 192.0.2.0/24; echo 'location / { proxy_pass http://192.0.2.10:3000; }' | site shop.example; start_nginx; get shop.example / 6
            """,
            "network-unreachable"
        ),
        new(
            "name-unknown-to-the-resolver",
            """
            dnsmasq --no-resolv --listen-address=127.0.0.1 --bind-interfaces --address=/other.internal/127.0.0.1; node_app cart 3000
            printf 'resolver 127.0.0.1; location / { set $back cart.internal; proxy_pass http://$back:3000; }' | site shop.example; start_nginx; get shop.example / 6
            """,
            "dns-failure"
        ),
        new(
            "resolver-dead",
            """
            node_app cart 3000; printf 'resolver 127.0.0.1:5353; resolver_timeout 1s; location / { set $back cart.internal; proxy_pass http://$back:3000; }' | site shop.example; start_nginx; get shop.example / 3
            """,
            "dns-failure"
        ),
        new(
            "name-moved-and-nginx-keeps-the-old-address",
            """
            echo '127.0.0.2 cart.internal' >>/etc/hosts; node_app cart 3000; sed -i "s/'127.0.0.1', ()/'127.0.0.2', ()/" /opt/cart/server.js; systemctl restart cart; until_port 3000
            echo 'location / { proxy_pass http://cart.internal:3000; }' | site shop.example; start_nginx; get shop.example / 4
            sed 's/127.0.0.2 cart/127.0.0.3 cart/' /etc/hosts >/tmp/h; cat /tmp/h >/etc/hosts; sed -i "s/'127.0.0.2', ()/'127.0.0.3', ()/" /opt/cart/server.js; systemctl restart cart; until_port 3000; get shop.example / 8
            """,
            "dns-failure"
        ),
        new(
            "container-came-back-elsewhere",
            """
            ip link add br-shop type bridge; ip addr add 172.18.0.1/16 dev br-shop; ip link add c0 type veth peer name c1; ip link set c0 master br-shop up; ip link set c1 up; ip link set br-shop up; ip addr add 172.18.0.2/16 dev br-shop
            echo '172.18.0.2 backend' >>/etc/hosts; node_app backend 3000; sed -i "s/'127.0.0.1', ()/'172.18.0.2', ()/" /opt/backend/server.js; systemctl restart backend; until_port 3000
            echo 'location / { proxy_connect_timeout 4s; proxy_pass http://backend:3000; }' | site shop.example; start_nginx; get shop.example / 4
            systemctl stop backend; ip addr add 172.18.0.3/16 dev br-shop; ip addr del 172.18.0.2/16 dev br-shop; sed 's/172.18.0.2/172.18.0.3/' /etc/hosts >/tmp/h; cat /tmp/h >/etc/hosts
            sed -i "s/'172.18.0.2', ()/'172.18.0.3', ()/" /opt/backend/server.js; systemctl start backend; until_port 3000; for i in 1 2 3; do get shop.example / & done; wait
            """,
            "container-network"
        ),
        new(
            "ingress-without-endpoints",
            """
            printf 'upstream upstream_balancer { server 127.0.0.1:8181; }\n' >/etc/nginx/conf.d/00-up.conf; echo 'location / { proxy_pass http://upstream_balancer; }' | site shop.example; start_nginx; get shop.example / 8
            """,
            "k8s-no-endpoints"
        ),
        new(
            "unit-sandbox-forbids-connections",
            """
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; printf '[Service]\nSystemCallFilter=~connect\nSystemCallErrorNumber=EACCES\n' | systemd_drop nginx; start_nginx; get shop.example / 8
            """,
            "mac-denied"
        ),
        new(
            "socket-in-a-private-home",
            """
            useradd -m -s /bin/sh app; chmod 700 /home/app; gunicorn_app api unix:/home/app/api.sock 'User=app'; until_true test -S /home/app/api.sock; echo 'location / { proxy_pass http://unix:/home/app/api.sock; }' | site api.example; start_nginx; get api.example / 8
            """,
            "socket-permission",
            "api"
        ),
        new(
            "socket-in-a-private-tmp",
            """
            gunicorn_app api unix:/tmp/api.sock 'PrivateTmp=yes'; sleep 1; echo 'location / { proxy_pass http://unix:/tmp/api.sock; }' | site api.example; start_nginx; get api.example / 8
            """,
            "socket-missing",
            "api"
        ),
    ];
}
