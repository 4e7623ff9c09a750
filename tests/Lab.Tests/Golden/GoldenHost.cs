namespace ChatOps502.Lab.Tests.Golden;

/// <summary>A host whose answers are recorded.</summary>
/// <param name="Platform">debian-12, busybox or rhel-like.</param>
/// <param name="Case">What is special about it: healthy, stopped, disk-full.</param>
/// <param name="Script">Sets the host up.</param>
sealed record GoldenHost(string Platform, string Case, string Script)
{
    /// <summary>The probes whose answers are kept; all of them when it is empty.</summary>
    public IReadOnlyList<string> Probes { get; init; } = [];

    /// <summary>The login.</summary>
    public string User { get; init; } = "root";

    /// <summary>A process that the kernel kills for memory when it is asked for /eat; null for none.</summary>
    public string? Eater { get; init; }

    public override string ToString() => $"{Platform}--{Case}";

    public static IReadOnlyList<GoldenHost> All { get; } =
    [
        new("debian-12", "healthy", Shop),
        new("debian-12", "stopped", Shop + Stopped),
        new("debian-12", "not-root", Shop) { User = "ops" },
        new("debian-12", "disk-full", FullDisk) { Probes = ["system.disk"] },
        new("debian-12", "inodes-full", NoInodes) { Probes = ["system.disk"] },
        new("debian-12", "out-of-children", PhpFull)
        {
            Probes = ["php.fpm", "upstream.connect", "nginx.error-log"],
        },
        new("debian-12", "firewall", Shop + Firewall) { Probes = ["network.path", "upstream.connect"] },
        new("debian-12", "oom-kill", Shop)
        {
            Probes = ["kernel.events", "services.units", "services.journal"],
            Eater = "/opt/cart/server.js",
        },
        new("busybox", "healthy", Shop + OnlyBusybox),
        new("busybox", "stopped", Shop + Stopped + OnlyBusybox),
        new("rhel-like", "healthy", RhelLayout + Shop),
        new("rhel-like", "stopped", RhelLayout + Shop + Stopped.Replace("php8.2-fpm", "php-fpm")),
    ];

    /// <summary>A shop as it stands in the field: Node, PHP and Tomcat behind nginx, one peer by TLS, one by name, a
    /// database, two formats of logs.</summary>
    const string Shop = """
        echo '127.0.0.1 api.internal' >>/etc/hosts
        systemctl start redis-server
        node_app cart 3000 'Environment=CACHE_URL=redis://:secret@127.0.0.1:6379/0'
        tls_app pay 3443
        gunicorn_app api unix:/run/api/api.sock $'User=www-data\nRuntimeDirectory=api'
        echo 'location / { proxy_pass http://127.0.0.1:3000; } location /pay { proxy_pass https://pay.internal:3443; }
          location /api { proxy_pass http://unix:/run/api/api.sock; }' | site shop.example
        echo '127.0.0.1 pay.internal' >>/etc/hosts
        printf 'upstream names { server api.internal:3000; server 127.0.0.1:3000 backup; }\nlog_format json escape=json '"'"'{"time":"$time_iso8601","status":"$status","request":"$request","upstream_addr":"$upstream_addr"}'"'"';\n' >/etc/nginx/conf.d/00-up.conf
        echo 'access_log /var/log/nginx/names.log json; location / { proxy_pass http://names; }' | site names.example
        [ ! -d /etc/php ] || sed -i 's#^;*pm.status_path = .*#pm.status_path = /fpm-status#' /etc/php/8.2/fpm/pool.d/www.conf
        if [ -d /etc/php ]; then php_site blog.example; fi
        tomcat java.example
        start_nginx
        get shop.example / 12 >/dev/null; get shop.example /api 3 >/dev/null; get shop.example /pay 3 >/dev/null; get names.example / 5 >/dev/null
        get blog.example / 4 >/dev/null; get java.example / 2 >/dev/null; get shop.example '/quote"in?the=path' >/dev/null

        """;

    const string Stopped = """
        systemctl stop cart redis-server; pkill -KILL -f gunicorn; systemctl stop php8.2-fpm || :
        python3 -c 'import socket; s = socket.socket(socket.AF_UNIX); s.bind("/run/php/php8.2-fpm.sock")' 2>/dev/null || :
        get shop.example / 9 >/dev/null; get shop.example /api 3 >/dev/null; get names.example / 4 >/dev/null; get blog.example / 3 >/dev/null

        """;

    const string FullDisk = """
        mount -t tmpfs -o size=8m tmpfs /srv; head -c 5000000 /dev/zero >'/srv/a large file.log'
        python3 -c 'f = open("/srv/deleted.log", "wb"); f.write(bytes(3 << 20)); f.flush(); import os, time; os.remove("/srv/deleted.log"); time.sleep(60)' >/dev/null 2>&1 </dev/null &
        sleep 1

        """;

    const string NoInodes = """
        mount -t tmpfs -o size=8m,nr_inodes=8 tmpfs /srv; touch /srv/1 /srv/2 /srv/3 /srv/4 /srv/5 /srv/6 /srv/7 2>/dev/null || :

        """;

    const string PhpFull = """
        sed -i 's#^pm = .*#pm = dynamic#; s#^pm.max_children = .*#pm.max_children = 2#; s#^pm.start_servers = .*#pm.start_servers = 1#; s#^pm.min_spare_servers = .*#pm.min_spare_servers = 1#; s#^pm.max_spare_servers = .*#pm.max_spare_servers = 1#; s#^;*pm.status_path = .*#pm.status_path = /fpm-status#' /etc/php/8.2/fpm/pool.d/www.conf
        php_site shop.example; start_nginx; get shop.example / 3 >/dev/null
        for i in $(seq 12); do get shop.example /slow.php >/dev/null & done; wait; for i in $(seq 6); do get shop.example /slow.php >/dev/null & done; until_true grep -q max_children /var/log/php8.2-fpm.log

        """;

    const string Firewall = """
        echo 'location / { proxy_pass http://10.50.202.250:8080; }' | site far.example; nginx -s reload
        iptables -A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT; iptables -A OUTPUT -d 10.50.202.250/32 -p tcp -m tcp --dport 8080 -j DROP; iptables -P FORWARD DROP

        """;

    const string OnlyBusybox = """
        mkdir /bb; for a in $(busybox --list); do ln -s /bin/busybox /bb/$a; done
        for t in ss curl perl python3; do mv $(command -v $t) $(command -v $t).hidden; done
        echo 'SetEnv PATH=/bb:/usr/sbin:/usr/bin:/sbin:/bin' >/etc/ssh/sshd_config.d/busybox.conf; systemctl restart ssh

        """;

    /// <summary>Files, logs and names where the Red Hat family has them.</summary>
    const string RhelLayout = """
        printf 'NAME="Rocky Linux"\nPRETTY_NAME="Rocky Linux 9.4 (Blue Onyx)"\nID="rocky"\nID_LIKE="rhel centos fedora"\nVERSION_ID="9.4"\n' >/usr/lib/os-release
        useradd -r -s /sbin/nologin nginx; useradd -r -s /sbin/nologin apache; sed -i 's/^user .*/user nginx;/' /etc/nginx/nginx.conf; chown -R nginx /var/log/nginx
        mkdir -p /etc/php-fpm.d /run/php-fpm /var/log/php-fpm; rm -rf /etc/nginx/sites-enabled /etc/nginx/sites-available
        sed 's#^user = .*#user = apache#; s#^group = .*#group = apache#; s#^listen = .*#listen = /run/php-fpm/www.sock#; s#^listen.owner = .*#listen.owner = nginx#; s#^listen.group = .*#listen.group = nginx#' /etc/php/8.2/fpm/pool.d/www.conf >/etc/php-fpm.d/www.conf
        printf '[global]\npid = /run/php-fpm/php-fpm.pid\nerror_log = /var/log/php-fpm/error.log\ndaemonize = yes\ninclude=/etc/php-fpm.d/*.conf\n' >/etc/php-fpm.conf
        rm -rf /etc/php; mv /usr/sbin/php-fpm8.2 /usr/sbin/php-fpm; rm -f /lib/systemd/system/php8.2-fpm.service
        printf '[Unit]\nDescription=The PHP FastCGI Process Manager\n[Service]\nType=notify\nExecStart=/usr/sbin/php-fpm --nodaemonize --fpm-config /etc/php-fpm.conf\nPrivateTmp=true\n' >/lib/systemd/system/php-fpm.service
        printf '%s SUBDEBUG Upgrade: nginx-core-1:1.20.1-16.el9.x86_64\n%s SUBDEBUG Installed: php-fpm-8.0.30-1.el9.x86_64\n' "$(date +%Y-%m-%dT%H:%M:%S+0000)" "$(date +%Y-%m-%dT%H:%M:%S+0000)" >/var/log/dnf.rpm.log
        systemctl daemon-reload; systemctl start php-fpm; mkdir -p /srv/www; echo '<?php echo "ok\n";' >/srv/www/index.php
        printf 'root /srv/www; location ~ \\.php$ { include fastcgi_params; fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; fastcgi_pass unix:/run/php-fpm/www.sock; } location = / { rewrite ^ /index.php; }\n' | site blog.example

        """;
}
