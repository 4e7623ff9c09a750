mkdir -p /var/log/nginx; mkfifo /var/log/nginx/pipe.log
