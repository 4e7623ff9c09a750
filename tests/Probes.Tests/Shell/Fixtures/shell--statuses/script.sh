awk "$AWK_STATUS"'{ print status($0) }'
