touch -d "2024-11-22 11:55:00" /var/log/shop.out /var/log/shop/worker.log
