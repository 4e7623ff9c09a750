namespace ChatOps502.TestKit.Fuzz;

/// <summary>Answers of real machines, one or more for each probe, and other texts that the bot reads.</summary>
public static class Samples
{
    public const string ErrorLine =
        "2026/11/22 02:59:30 [error] 971#972: *12 connect() failed (111: Connection refused) while connecting "
        + "to upstream, client: 10.0.0.1, server: shop.example, request: \"GET /a?b=\"c\" HTTP/1.1\", upstream: "
        + "\"http://127.0.0.1:3000/a\", host: \"shop.example:8080\", referrer: \"http://x/\"";

    public static readonly string[] ErrorLines =
    [
        ErrorLine,
        "Nov 22 02:59:30 web-01 nginx[971]: " + ErrorLine,
        "2026/11/22 02:59:31 [error] 1#1: *3 upstream timed out (110: Connection timed out) while reading "
            + "response header from upstream, client: 10.0.0.2, server: pay.example, request: \"POST /pay "
            + "HTTP/2.0\", upstream: \"http://127.0.0.1:8080/pay\", host: \"pay.example\"",
        "2026/11/22 02:59:32 [error] 1#1: *4 FastCGI sent in stderr: \"PHP message: PHP Warning:  Undefined "
            + "variable $x in /var/www/a.php on line 3\" while reading response header from upstream, client: "
            + "10.0.0.3, server: php.example, request: \"GET /a.php HTTP/1.1\", upstream: "
            + "\"fastcgi://unix:/run/php/php8.2-fpm.sock:\", host: \"php.example\"",
        "2026/11/22 02:59:33 [error] 1#1: *5 user \"a\": password mismatch, client: 127.0.0.1, server: shop, "
            + "request: \"GET / HTTP/1.1\", host: \"x\"\": was not found in \"/etc/nginx/.htpasswd\", client: "
            + "192.0.2.2, server: , request: \"GET / HTTP/1.1\", host: \"y\"",
        "2026/11/22 02:59:34 [error] 1#1: *6 client intended to send too large body: 2097152 bytes, client: "
            + "10.0.0.4, server: shop.example, request: \"POST /up HTTP/1.1\", host: \"shop.example\"",
        "2026/11/22 02:59:35 [crit] 1#1: *7 connect() to unix:/run/app.sock failed (13: Permission denied) "
            + "while connecting to upstream, client: 10.0.0.5, server: app.example, request: \"GET / HTTP/1.1\", "
            + "upstream: \"http://unix:/run/app.sock:/\", host: \"app.example\"",
        "nginx: [emerg] host not found in upstream \"core:8080\" in /etc/nginx/nginx.conf:23",
        "2026/11/22 02:59:36 [alert] 1#1: 512 worker_connections are not enough",
        "2026/11/22 02:59:37 [error] 1#1: *8 api.internal could not be resolved (3: Host not found), client: "
            + "10.0.0.6, server: a, request: \"GET / HTTP/1.1\", host: \"a\"",
    ];

    public static readonly string[] AccessLines =
    [
        "10.0.0.1 - ann [22/Nov/2026:02:59:27 +0000] \"GET /a?b=502 HTTP/1.1\" 502 157 \"-\" \"curl/8 \\\"x\\\"\"",
        "10.0.0.1 - - [22/Nov/2026:02:59:28 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"-\" upstream_addr: "
            + "10.0.0.2:80, 10.0.0.3:80 upstream_status: 502, 200 request_time: 0.010 upstream_response_time: 0.001, "
            + "0.009",
        "{\"time\":1795316367.5,\"status\":\"504\",\"request\":\"GET /x "
            + "HTTP/1.1\",\"upstream_addr\":\"127.0.0.1:3000\"}",
        "[22/Nov/2026:02:59:27 +0000] - 502 502 - GET https shop.example \"/x\" [Client 10.0.0.1] [Length 150] "
            + "[Gzip -] [Sent-to app] \"curl\" \"-\"",
        "Jul  8 11:07:07 web-01 nginx[2869]: 10.0.0.1 - - [22/Nov/2026:02:59:27 +0000] \"GET / HTTP/1.1\" 503 "
            + "1 \"-\" \"-\"",
    ];

    public const string Configuration = """
        #@instance pid=12 exe=/usr/sbin/nginx own= prefix=/usr/share/nginx conf=/etc/nginx/nginx.conf error_log=/var/log/nginx/error.log access_log=/var/log/nginx/access.log version=1.22.1
        # configuration file /etc/nginx/nginx.conf:
        user www-data; # the workers
        error_log logs/main.err warn;
        events { worker_connections 512; }
        http {
          log_format ops escape=json '{"s":"$status"; "u":' '"$uri"}';
          log_format own '$remote_addr [$time_local] "$request" $status $upstream_addr';
          access_log /srv/logs/a.log own;
          proxy_read_timeout 7s;
          error_page 502 = @sorry;
          upstream shop { server 127.0.0.1:3000 max_fails=3; server [::1]:3001 backup; server unix:/run/a.sock; keepalive 8; }
          include /etc/nginx/sites/*.conf;
          include missing/*.conf;
        }

        # configuration file /etc/nginx/sites/a.conf:
        server {
          listen 8080 default_server; listen 443 ssl; server_name shop.example www.shop.example;
          set $api http://127.0.0.1:9999; set $deep $api/$api;
          location / { proxy_pass http://shop/; proxy_read_timeout 90s; }
          location /api { proxy_pass ${api}/v1; location /api/x { proxy_pass $deep; } }
          location ~ "^/x{2}\.php$" { fastcgi_pass unix:/var/run/php/php8.2-fpm.sock; if ($request_method = POST) { return 405; } }
          location /grpc { grpc_pass grpcs://10.0.0.9; }
          location /lua { content_by_lua_block { local a = { 1 } } }
        }

        """;

    /// <summary>By the probe's name.</summary>
    public static IReadOnlyDictionary<string, string[]> Answers { get; } =
        new Dictionary<string, string[]>
        {
            ["host.identity"] =
            [
                "now=1795316400\nzone=+0100\nhost=web-01\nkernel=6.1.0\nuser=root\nroot=1\nos=\"Debian "
                    + "GNU/Linux 12\"\naddresses=127.0.0.1 10.0.0.2 ::1 \nuptime=99999\n",
            ],
            ["nginx.config"] = [Configuration],
            ["nginx.error-log"] =
            [
                "@file /var/log/nginx/error.log\t4711\n@total 11\n"
                    + string.Concat(ErrorLines.Select(l => ">" + l + "\n")),
            ],
            ["nginx.access-log"] =
            [
                "@file /var/log/nginx/access.log\t4711\n@status 502 3\n@status 200 17\n@minute 202611220259 20 "
                    + "3\n@minute u202611220259 5 5\n@minute e1795316340 1 0\n@total 20\n"
                    + string.Concat(AccessLines.Select(l => ">" + l + "\n")),
            ],
            ["sockets.listening"] =
            [
                "@tool ss\nLISTEN 0      511          0.0.0.0:80        0.0.0.0:*    "
                    + "users:((\"nginx\",pid=57,fd=6),(\"nginx\",pid=56,fd=6))\nLISTEN 3      511             "
                    + "[::1]:3000         [::]:*\n@unix\nu_str LISTEN 5      511    /var/run/php/php8.2-fpm.sock "
                    + "5321   * 0    users:((\"php-fpm8.2\",pid=41,fd=9))\n",
                "@tool netstat\ntcp        0      0 127.0.0.1:3000          0.0.0.0:*               LISTEN     "
                    + " 971/node\n@unix\nunix  2      [ ACC ]     STREAM     LISTENING     12 41/php  /run/a.sock\n",
                "@tool proc\n   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000 "
                    + "       0 24119 1\n@unix\n0000000000000000: 00000002 00000000 00010000 0001 01 24120 "
                    + "/run/app.sock\n",
            ],
            ["sockets.files"] =
            [
                "@worker www-data\n@groups www-data adm\n@way /run/app.sock\n@step "
                    + "/run\tdrwxr-xr-x\troot\troot\n@step /run/app.sock\tsrw-rw----\tapp\tapp\n@way /run/none.sock\n"
                    + "@missing /run/none.sock\n@other /run/b.sock\n",
            ],
            ["services.units"] =
            [
                "@manager systemd\nId=cart.service\nLoadState=loaded\nActiveState=failed\nSubState=failed\n"
                    + "Result=signal\nExecMainCode=2\nExecMainStatus=9\nExecMainStartTimestamp=Sun 2026-11-22 "
                    + "02:50:27 UTC\nExecMainExitTimestamp=Sun 2026-11-22 02:59:27 UTC\nExecStart={ "
                    + "path=/usr/bin/node ; argv[]=/usr/bin/node /opt/cart/server.js --port 3000 ; ignore_errors=no "
                    + "; start_time=[n/a] }\nFragmentPath=/etc/systemd/system/cart.service\nMainPID=0\nNRestarts=2\n"
                    + "MemoryMax=104857600\nLimitNOFILE=1024\nLimitNOFILESoft=1024\n\nId=nginx.service\n"
                    + "ActiveState=active\nSubState=running\nMainPID=12\n\n@manager supervisor\nshop    FATAL     "
                    + "Exited too quickly (process log may have details)\n",
                "@manager openrc\n nginx                    [  started  ]\n",
                "@manager sysvinit\n [ - ]  php8.2-fpm\n",
            ],
            ["services.journal"] =
            [
                "@unit cart.service\n1795316340.123456 web-01 node[412]: Listening on 127.0.0.1:3000\n"
                    + "1795316350.5 web-01 node[412]: Error: connect ECONNREFUSED 127.0.0.1:3306\n    at "
                    + "TCPConnectWrap.afterConnect\n1795316360.0 web-01 systemd[1]: cart.service: Failed with result "
                    + "'signal'.\n@unit app.service\n@log 1795316340 /var/log/app.log\n>20261122025930\t[CRITICAL] "
                    + "WORKER TIMEOUT (pid:415)\n",
            ],
            ["processes"] =
            [
                "@foreign 77\n    971       1 www-data                         Ssl   52344    3601 "
                    + "/usr/bin/node /opt/cart/server.js\n  412     1 root     S     12m  0:01 {gunicorn} "
                    + "/usr/bin/python3 gunicorn\n     12       1 root                             Ss     1000   "
                    + "99999 nginx: master process /usr/sbin/nginx\n",
            ],
            ["php.fpm"] =
            [
                "@pools /etc/php/8.2/fpm/php-fpm.conf\n[global]\nerror_log = /var/log/x\n@pools "
                    + "/etc/php/8.2/fpm/pool.d/www.conf\n[www]\nlisten = /run/php/$pool.sock ; comment\n"
                    + "pm.max_children = 5\n[api]\nlisten = 9001\n@log /var/log/x\n>[22-Nov-2026 02:59:27] WARNING: "
                    + "[pool www] server reached pm.max_children setting (5), consider raising it\n>[22-Nov-2026 "
                    + "02:59:27.123] WARNING: [pool www] child 1933 exited on signal 11 (SIGSEGV) after 221.151060 "
                    + "seconds from start\n@slow [0x00007f] sleep() /var/www/a.php:3\n",
            ],
            ["java.servers"] =
            [
                "@heap tomcat10\t/etc/default/tomcat10\t-Xmx256m\n>SEVERE: java.lang.OutOfMemoryError: Java "
                    + "heap space\n@threads 200 200\n",
            ],
            ["containers"] =
            [
                "@engine docker\n@container /shop\texited\t137\ttrue\t3\t\t172.18.0.4 \t8080:80/tcp "
                    + "\t2026-11-22T02:59:00.123456789Z\t2026-11-22T03:00:00.5Z\n>Killed\n@container "
                    + "/db\trunning\t0\tfalse\t0\thealthy\t172.18.0.5 "
                    + "\t\t2026-11-22T02:59:00Z\t0001-01-01T00:00:00Z\n",
            ],
            ["dependencies"] =
            [
                "@dependency mysql 127.0.0.1 3306 cart errno=111 phase=connect ms=0\n@dependency redis "
                    + "cache.internal 6379 cart errno=-2 phase=resolve ms=4\n@answer mysql\n1\n"
                    + "Threads_connected\t150\nmax_connections\t151\nlongest\t12 s: SELECT * FROM orders\n@answer "
                    + "postgresql\npsql: error: FATAL:  sorry, too many clients already\n",
            ],
            ["system.memory"] =
            [
                "MemTotal:        2000000 kB\nMemFree:          100000 kB\nMemAvailable:     900000 kB\n"
                    + "Buffers:           10000 kB\nCached:           300000 kB\nSwapTotal:             0 kB\n"
                    + "SwapFree:              0 kB\n",
            ],
            ["system.load"] =
            [
                "load=1.50\ncpus=2\nprocesses=120\nfiles=1024\nfilemax=9223372036854775807\ntimewait=3\n"
                    + "somaxconn=4096\nports=32768-60999\nworker=12 1024\n",
            ],
            ["system.disk"] =
            [
                "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 1000000 1000000 0 100% "
                    + "/\n/dev/sdb1 1000 10 990 1% /srv/my data\n@inodes\n/dev/sda1 100 100 0 100% /\n@large "
                    + "/var/log/app.log (800 MiB)\n",
            ],
            ["kernel.events"] =
            [
                "@boot 1795216400\n[99900.5] "
                    + "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
                    + "oom_memcg=/system.slice/cart.service,"
                    + "task_memcg=/system.slice/cart.service,task=node,pid=412,uid=33\n"
                    + "[99900.6] Memory cgroup out of memory: Killed process 412 (node) total-vm:1460016kB, "
                    + "anon-rss:1414008kB, file-rss:4kB\n1795316340.5 web-01 kernel: php-fpm8.2[412]: segfault at 0 "
                    + "ip 00007f sp 00007f error 4 in libc.so.6\nTask in /docker/abc killed as a result of limit of "
                    + "/docker\naudit: avc:  denied  { name_connect } for comm=\"nginx\"\n@enforced SELinux "
                    + "enforcing\n",
            ],
            ["host.changes"] =
            [
                "@package 20261122025000 2026-11-22 02:50:00 upgrade php8.2-fpm:amd64 8.2.1 8.2.2\n@file "
                    + "1795316300 /etc/nginx/conf.d/shop.conf\nnoise\n",
            ],
            ["upstream.names"] =
            [
                "@resolver 10.0.0.2 valid=10s\n@nameserver 127.0.0.53\n@name db.internal\t10.0.0.5 fe80::1 \n"
                    + "@name gone.internal\t\n",
            ],
            ["network.path"] =
            [
                "@path 10.0.0.9\t10.0.0.9 dev eth0 src 10.0.0.2\tFAILED\n@rule -P INPUT DROP\n@rule -A OUTPUT "
                    + "-d 10.0.0.9/32 -p tcp -m tcp --dport 443 -j DROP\n",
            ],
            ["upstream.tls"] =
            [
                "@tls 10.0.0.9:443\tcertificate has expired\tCN = api.internal\tNov 20 00:00:00 2025 GMT\tNov  "
                    + "2 09:08:07 2026 GMT\t0\n",
            ],
            ["upstream.connect"] =
            [
                "http\t127.0.0.1:3000\terrno=111 phase=connect ms=0\n"
                    + "fastcgi\tunix:/run/php/php8.2-fpm.sock\terrno=0 phase=done ms=3 "
                    + "reply=01060001002500005374617475733a20323030204f4b0d0a\nhttp\t127.0.0.1:8080\terrno=110 "
                    + "phase=read ms=800\nhttp\tunix:/run/app.sock\terrno=0 phase=done ms=2 "
                    + "reply=485454502f312e3120323030204f4b0d0a\n",
            ],
            ["services.own"] = ["0 0\n1 3\n"],
            ["verify.requests"] =
            [
                "@page shop.example\t/\t200 0.012\n@burst 200 10\n@new /var/log/nginx/access.log\t12\t0\t0\n",
            ],
        };

    public const string Runbook = """
        name: nginx-502
        title: What to do about 502
        description: looks, proposes, mends
        steps:
          - id: look
            probe: { since: 15m }
          - id: verdict
            diagnose: { from: look }
          - id: decide
            branch:
              if: verdict.status != 'healthy' and not (verdict.confidence < 0.6 or verdict.first == null)
              then:
                - id: tell
                  notify: "{{ verdict.summary }}"
                - id: ask
                  approval: { for: fix, expire-after: 30m }
                - id: fix
                  command: { argv: [systemctl, restart, "{{ verdict.cause }}"], changes: true }
              else:
                - id: wait
                  wait: 90s
          - id: each
            each-host:
              one-by-one: true
              steps:
                - id: verify
                  retries: 2
                  verify: { tries: 3 }
        """;

    public const string Evidence = """
        {"evidence": {"nginx_error_log": ["2026/11/22 02:59:30 [error] 971#972: *12 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.1, server: shop.example, request: \"GET / HTTP/1.1\", upstream: \"http://127.0.0.1:3000/a\", host: \"shop.example\""],
        "nginx_conf": "server { server_name shop.example; location / { proxy_pass http://127.0.0.1:3000; } }", "access_log": ["10.0.0.1 - - [22/Nov/2026:02:59:27 +0000] \"GET / HTTP/1.1\" 502 157 \"-\" \"-\""],
        "php_fpm_log": "[22-Nov-2026 02:59:27] WARNING: [pool www] server reached pm.max_children setting (5), consider raising it", "dmesg": ["[62279.421192] Killed process 1234 (python3.4) total-vm:1460016kB, anon-rss:1414008kB"], "app_log": "Respawned uWSGI worker 1", "docker": {"a": 1}}}
        """;
}
