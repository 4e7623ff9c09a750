namespace ChatOps502.Lab.Tests.Hosts;

/// <summary>
/// A shop behind nginx whose access log mtail counts, Prometheus scrapes and Alertmanager reports; then the shop stops.
/// </summary>
static class AlertChain
{
    /// <param name="bot">Where the bot takes alerts.</param>
    /// <param name="token">Alerts:Token.</param>
    public static string Script(string name, string bot, string token) =>
        $$"""
            node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx
            mkdir -p /etc/chain
            printf 'counter nginx_requests_total by status\n/" (?P<status>[0-9]{3}) [0-9]+ / {\n  nginx_requests_total[$status]++\n}\n' >/etc/chain/nginx.mtail
            cat >/etc/chain/prometheus.yml <<'Y'
            global: { scrape_interval: 1s, evaluation_interval: 1s }
            rule_files: [ /etc/chain/rules.yml ]
            alerting: { alertmanagers: [ { static_configs: [ { targets: [ "127.0.0.1:9093" ] } ] } ] }
            scrape_configs: [ { job_name: nginx, static_configs: [ { targets: [ "127.0.0.1:3903" ], labels: { instance: "{{name}}:80" } } ] } ]
            Y
            cat >/etc/chain/rules.yml <<'Y'
            groups:
              - name: nginx
                rules:
                  - alert: High502Rate
                    expr: sum by (instance) (rate(nginx_requests_total{status="502"}[10s])) / sum by (instance) (rate(nginx_requests_total[10s])) > 0.1
                    labels: { severity: critical }
                    annotations: { summary: "more than 10 % of requests answer 502" }
            Y
            cat >/etc/chain/alertmanager.yml <<'Y'
            route: { receiver: chatops502, group_by: [ alertname ], group_wait: 0s, group_interval: 1s, repeat_interval: 1h }
            receivers: [ { name: chatops502, webhook_configs: [ { url: "{{bot}}/alerts/alertmanager", http_config: { authorization: { credentials: "{{token}}" } } } ] } ]
            Y
            systemd-run -q --unit mtail-chain mtail --progs /etc/chain/nginx.mtail --logs /var/log/nginx/access.log --port 3903 --logtostderr
            systemd-run -q --unit am-chain prometheus-alertmanager --config.file=/etc/chain/alertmanager.yml --storage.path=/tmp/am --web.listen-address=0.0.0.0:9093 --cluster.listen-address=
            systemd-run -q --unit prom-chain prometheus --config.file=/etc/chain/prometheus.yml --storage.tsdb.path=/tmp/prom --web.listen-address=127.0.0.1:9090
            until_port 3903; until_port 9093; until_port 9090
            systemd-run -q --unit traffic sh -c 'while :; do curl -s -o /dev/null -H "Host: shop.example" http://127.0.0.1/; sleep 0.05; done'
            until_true sh -c 'curl -s localhost:9090/api/v1/query?query=nginx_requests_total | grep -q 200'
            systemctl stop cart
            """;
}
