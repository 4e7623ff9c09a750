using System.Text.Json.Nodes;
using ChatOps502.Runbooks.Checks;
using ChatOps502.Runbooks.Executors;
using ChatOps502.Runbooks.Executors.Ssh;

namespace ChatOps502.Lab.Tests.Hosts;

/// <summary>One booted host: real systemd, sshd, journald, nginx.</summary>
public sealed class LabHost(string name, string address) : IAsyncDisposable
{
    const string State = "/run/chatops502-lab";

    public string Name => name;

    public string Address => address;

    public static string IdentityFile => $"{State}/id";

    public string KnownHostsFile => $"{State}/{name}/known_hosts";

    public string RootDirectory => $"{State}/{name}/root";

    /// <summary>Runs a shell script on the host as root; a failure fails the test.</summary>
    public async Task<string> ShAsync(string script)
    {
        var (rc, stdout, stderr) = await Lab.RunAsync([Lab.Script, "sh", name, "bash", "-euo", "pipefail", "-s"], TimeSpan.FromSeconds(60), Library + script);
        Assert.True(rc == 0, $"script on {name} exited {rc}\n{stdout}\n{stderr}");
        return stdout;
    }

    public Host AsTarget(string user = "root", bool sudo = false) => new(name, new SshExecutor(
        new(address, user, null, IdentityFile, KnownHostsFile, null, TimeSpan.FromSeconds(5), "/tmp/chatops502-lab"), TimeProvider.System), sudo, [], []);

    /// <summary>Makes this host known to a bot.</summary>
    public void Configure(JsonObject configuration) => configuration["Hosts"] = new JsonObject
    {
        [name] = new JsonObject { ["Executor"] = "ssh", ["Address"] = address, ["User"] = "root", ["IdentityFile"] = IdentityFile, ["KnownHostsFile"] = KnownHostsFile },
    };

    /// <param name="others">Hosts that are configured beside this one.</param>
    public Task<CheckResult> CheckAsync(string user = "root", bool sudo = false, TimeSpan? since = null, params LabHost[] others) =>
        new HostCheck(TimeProvider.System, new LabHosts(others)).RunAsync(AsTarget(user, sudo), since ?? TimeSpan.FromMinutes(15), TimeSpan.FromSeconds(20), null, CancellationToken.None);

    public async ValueTask DisposeAsync() => await Lab.RunAsync([Lab.Script, "down", name], TimeSpan.FromSeconds(30));

    /// <summary>A shop whose back end was stopped: four good requests, then nine that fail.</summary>
    public const string StoppedShop = """
        node_app cart 3000; echo 'location / { proxy_pass http://127.0.0.1:3000; }' | site shop.example; start_nginx
        get shop.example / 4; systemctl stop cart; get shop.example / 9

        """;

    /// <summary>Words the faults are written in.</summary>
    const string Library = """
        site() { # NAME, then the server block's inside on stdin
          printf 'server { listen 80; server_name %s;\n%s\n}\n' "$1" "$(cat)" >/etc/nginx/conf.d/"$1".conf; }
        start_nginx() { nginx -t 2>/dev/null; systemctl start nginx; until curl -s -o /dev/null 127.0.0.1; do sleep 0.05; done; }
        get() { # VHOST PATH [COUNT]: prints the status codes
          for _ in $(seq "${3:-1}"); do curl -s -o /dev/null -m 20 -w '%{http_code}\n' -H "Host: $1" "http://127.0.0.1$2" || :; done; }
        until_port() { for _ in $(seq 100); do ss -lntH "sport = :$1" | grep -q . && return; sleep 0.05; done; echo "nothing on port $1" >&2; return 1; }
        until_true() { for _ in $(seq 150); do "$@" && return; sleep 0.1; done; echo "never: $*" >&2; return 1; }
        node_app() { # UNIT PORT
          mkdir -p /opt/$1; cat >/opt/$1/server.js <<'JS'
        const http = require('http'); const hold = [];
        http.createServer((req, res) => {
          if (req.url === '/crash') { setTimeout(() => { throw new Error('boom: cart is undefined') }, 10); return; }
          if (req.url === '/eat') { setInterval(() => { const b = Buffer.alloc(16 << 20, 1); hold.push(b); }, 2); return; }
          if (req.url === '/slow') { setTimeout(() => res.end('late\n'), 8000); return; }
          res.end('ok\n');
        }).listen(process.env.PORT, '127.0.0.1', () => console.log('listening on 127.0.0.1:' + process.env.PORT));
        JS
          printf '[Unit]\nDescription=%s\n[Service]\nEnvironment=PORT=%s\nExecStart=/usr/bin/node /opt/%s/server.js\nUser=www-data\n%s\n[Install]\nWantedBy=multi-user.target\n' "$1" "$2" "$1" "${3:-}" >/etc/systemd/system/$1.service
          systemctl daemon-reload; systemctl start $1; until_port $2; }
        php_site() { # VHOST
          mkdir -p /srv/www; echo '<?php echo "ok\n";' >/srv/www/index.php; echo '<?php sleep(6); echo "late\n";' >/srv/www/slow.php
          printf 'root /srv/www; index index.php; location ~ \\.php$ { include fastcgi_params; fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; fastcgi_pass unix:/run/php/php8.2-fpm.sock; fastcgi_read_timeout 2s; }\n' | site "$1"
          systemctl start php8.2-fpm; }

        """;
}
