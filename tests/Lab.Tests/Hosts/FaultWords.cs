namespace ChatOps502.Lab.Tests.Hosts;

/// <summary>The words faults are written in: shell functions that every script on a lab host may use.</summary>
static class FaultWords
{
    public const string Shell = """
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
        systemd_drop() { # UNIT, the drop-in on stdin
          mkdir -p /etc/systemd/system/$1.service.d; cat >/etc/systemd/system/$1.service.d/lab.conf; systemctl daemon-reload; }
        gunicorn_app() { # UNIT BIND [MORE LINES OF THE UNIT]
          mkdir -p /opt/$1; printf 'def app(env, start):\n    start("200 OK", [("Content-Type", "text/plain")])\n    return [b"ok"]\n' >/opt/$1/wsgi.py
          printf '[Service]\nWorkingDirectory=/opt/%s\nExecStart=/usr/bin/gunicorn --bind %s --workers 2 wsgi:app\n%s\n' "$1" "$2" "${3:-User=www-data}" >/etc/systemd/system/$1.service; systemctl daemon-reload; systemctl start $1; }
        tls_app() { # UNIT PORT
          openssl req -x509 -newkey rsa:2048 -nodes -keyout /etc/ssl/$1.key -out /etc/ssl/$1.pem -subj /CN=$1.internal -days 9 2>/dev/null; chmod 644 /etc/ssl/$1.key
          node_app $1 $2; sed -i "s#http.createServer(#require('https').createServer({ key: require('fs').readFileSync('/etc/ssl/$1.key'), cert: require('fs').readFileSync('/etc/ssl/$1.pem') }, #" /opt/$1/server.js; systemctl restart $1; until_port $2; }
        database_app() { # UNIT PORT URL: drops the connection when its database does not take one
          node_app $1 $2 "Environment=DATABASE_URL=$3"; sed -i "s#if (req.url === '/crash')#const u = new URL(process.env.DATABASE_URL); const db = require('net').connect(u.port, u.hostname); db.on('connect', () => { db.destroy(); res.end('ok'); }); db.on('error', e => { console.error('Error: ' + e.message); req.socket.destroy(); }); return; if (req.url === '/crash')#" /opt/$1/server.js
          systemctl restart $1; until_port $2; echo "location / { proxy_pass http://127.0.0.1:$2; }" | site $1.example; start_nginx; }
        psql_app() { # UNIT PORT URL: the same with a real question to PostgreSQL
          database_app $1 $2 $3; sed -i "s#const db = require('net').*return; if#require('child_process').execFile('psql', ['-Atc', 'select 1', process.env.DATABASE_URL], e => { if (!e) return res.end('ok'); console.error(e.message.replace(/\\\\s+/g, ' ')); req.socket.destroy(); }); return; if#" /opt/$1/server.js; systemctl restart $1; until_port $2; }
        tomcat() { # VHOST
          sed -i 's/^JAVA_OPTS=.*/JAVA_OPTS="-Djava.awt.headless=true -Xmx48m -XX:+ExitOnOutOfMemoryError"/' /etc/default/tomcat10; mkdir -p /var/lib/tomcat10/webapps/ROOT
          echo '<% out.print("ok"); %>' >/var/lib/tomcat10/webapps/ROOT/index.jsp; echo '<% java.util.List<byte[]> l = new java.util.ArrayList<>(); for (int i = 0; i >= 0; i++) l.add(new byte[1 << 20]); %>' >/var/lib/tomcat10/webapps/ROOT/oom.jsp
          systemctl start tomcat10; until_port 8080; until_true curl -sf -o /dev/null http://127.0.0.1:8080/; printf 'location / {\n    proxy_pass http://127.0.0.1:8080;\n}\n' | site $1; start_nginx; }

        """;
}
