chmod 750 /run/shop; chmod 660 /run/shop/shop.sock; chmod 755 /run/php
