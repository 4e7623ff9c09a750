# the rotated log belongs to the window
touch -d "2024-11-22 11:45:30" /var/log/nginx/shop.log.1
