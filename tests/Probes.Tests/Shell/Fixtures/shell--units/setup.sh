ln -s /dev/null /etc/systemd/system/masked.service
