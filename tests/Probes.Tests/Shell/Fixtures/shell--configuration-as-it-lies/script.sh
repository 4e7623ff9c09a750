for f in /etc/nginx/nginx.conf /etc/nginx/page.html /etc/nginx/shadow.conf /etc/nginx/types.conf; do as_configuration "$f" <"$f"; done
