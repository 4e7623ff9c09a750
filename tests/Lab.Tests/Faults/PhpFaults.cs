namespace ChatOps502.Lab.Tests.Faults;

/// <summary>PHP-FPM back ends.</summary>
static class PhpFaults
{
    public static IReadOnlyList<Fault> All { get; } =
    [
        new(
            "php-stopped-stale-socket",
            """
            php_site shop.example; start_nginx; get shop.example / 3
            systemctl stop php8.2-fpm
            python3 -c 'import socket; s = socket.socket(socket.AF_UNIX); s.bind("/run/php/php8.2-fpm.sock")'; chown www-data: /run/php/php8.2-fpm.sock
            get shop.example / 12
            """,
            "backend-down",
            "php8.2-fpm"
        ),
        new(
            "php-socket-path-changed",
            """
            php_site shop.example; start_nginx
            sed -i 's#^listen = .*#listen = /run/php/shop.sock#' /etc/php/8.2/fpm/pool.d/www.conf; systemctl restart php8.2-fpm
            get shop.example / 12
            """,
            "socket-missing"
        ),
        new(
            "php-socket-owner-and-mode-wrong",
            """
            php_site shop.example; start_nginx
            sed -i 's#^listen.owner = .*#listen.owner = root#; s#^listen.group = .*#listen.group = root#; s#^;*listen.mode = .*#listen.mode = 0600#' /etc/php/8.2/fpm/pool.d/www.conf; systemctl restart php8.2-fpm
            get shop.example / 12
            """,
            "socket-permission"
        ),
        new(
            "php-out-of-children",
            """
            sed -i 's#^pm = .*#pm = dynamic#; s#^pm.max_children = .*#pm.max_children = 2#; s#^pm.start_servers = .*#pm.start_servers = 1#; s#^pm.min_spare_servers = .*#pm.min_spare_servers = 1#; s#^pm.max_spare_servers = .*#pm.max_spare_servers = 1#' /etc/php/8.2/fpm/pool.d/www.conf
            php_site shop.example; start_nginx; get shop.example / 3
            for i in $(seq 12); do get shop.example /slow.php & done; wait
            for i in $(seq 6); do get shop.example /slow.php >/dev/null & done; until_true grep -q max_children /var/log/php8.2-fpm.log
            """,
            "backend-saturated",
            "php8.2-fpm"
        ),
        new(
            "php-terminates-slow-requests-itself",
            """
            echo 'request_terminate_timeout = 1s' >>/etc/php/8.2/fpm/pool.d/www.conf; php_site shop.example; sed -i 's/fastcgi_read_timeout 2s/fastcgi_read_timeout 30s/' /etc/nginx/conf.d/shop.example.conf; start_nginx; sleep 2; get shop.example / 5
            for i in 1 2 3 4; do get shop.example /slow.php & done; wait; get shop.example / 3
            """,
            "backend-slow",
            "php8.2-fpm"
        ),
        new(
            "restarted-and-it-still-crashes",
            """
            php_site shop.example; echo '<?php posix_kill(posix_getpid(), 11); sleep(1);' >/srv/www/img.php; start_nginx; sleep 2; get shop.example /img.php 5; systemctl restart php8.2-fpm; get shop.example /img.php 3; sleep 1
            """,
            "backend-crash",
            "php8.2-fpm"
        ),
        new(
            "http-sent-to-a-fastcgi-port",
            """
            sed -i 's#^listen = .*#listen = 127.0.0.1:9000#' /etc/php/8.2/fpm/pool.d/www.conf; systemctl start php8.2-fpm; until_port 9000
            echo 'location / { proxy_pass http://127.0.0.1:9000; }' | site shop.example; start_nginx; sleep 2; get shop.example / 10
            """,
            "protocol-mismatch"
        ),
        new(
            "php-rhel-style-pool-stopped",
            """
            mkdir -p /etc/php-fpm.d /run/php-fpm; printf '[global]\nerror_log = /var/log/php-fpm.log\ndaemonize = no\ninclude=/etc/php-fpm.d/*.conf\n' >/etc/php-fpm.conf
            printf '[www]\nuser = www-data\ngroup = www-data\nlisten = /run/php-fpm/www.sock\nlisten.owner = www-data\nlisten.mode = 0660\npm = static\npm.max_children = 2\n' >/etc/php-fpm.d/www.conf
            printf '[Service]\nType=notify\nExecStart=/usr/sbin/php-fpm8.2 --nodaemonize --fpm-config /etc/php-fpm.conf\n' >/usr/lib/systemd/system/php-fpm.service; systemctl daemon-reload; systemctl start php-fpm
            mkdir -p /srv/www; echo '<?php echo "ok";' >/srv/www/index.php
            printf 'root /srv/www; location / { include fastcgi_params; fastcgi_param SCRIPT_FILENAME /srv/www/index.php; fastcgi_pass unix:/run/php-fpm/www.sock; }' | site shop.example; start_nginx
            get shop.example / 4; systemctl stop php-fpm; get shop.example / 9
            """,
            "backend-down",
            "php-fpm"
        ),
    ];
}
