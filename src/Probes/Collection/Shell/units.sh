# the services that may be a back end: known names, units made on this host, and whatever failed
find_units() {
  { for d in /etc/systemd/system /run/systemd/system /run/systemd/transient /usr/local/lib/systemd/system; do
      for u in "$d"/*.service; do [ -f "$u" ] && [ ! -h "$u" ] && echo "${u##*/}"; done
    done
    for u in $(ls /lib/systemd/system /usr/lib/systemd/system 2>/dev/null); do
      case $u in
        *@*) ;;
        nginx*.service|openresty*.service|php*fpm*.service|gunicorn*.service|uwsgi*.service|unicorn*.service) echo "$u" ;;
        puma*.service|tomcat*.service|jetty*.service|apache2*.service|httpd*.service|lighttpd*.service) echo "$u" ;;
        mysql*.service|mariadb*.service|postgresql*.service|redis*.service|memcached*.service) echo "$u" ;;
        docker*.service|supervisor*.service) echo "$u" ;;
      esac
    done
    systemctl list-units --type=service --state=failed,activating --plain --no-legend --no-pager 2>/dev/null
  } | awk '$1 !~ /@\.service$/ { print $1 }' | sort -u | head -n 40
}
# find_unit_properties UNIT...: unit <tab> property <tab> value, for the files and directories of each unit
find_unit_properties() {
  systemctl show --no-pager -p Id -p FragmentPath -p DropInPaths -p EnvironmentFiles -p WorkingDirectory -p StandardOutput -p StandardError \
    -p ActiveState -p StateChangeTimestampMonotonic -- "$@" 2>/dev/null |
    awk -F= '
      function print_rows(  i) { for (i = 1; i <= n; i++) print id "\t" row[i]; n = 0 }
      /^$/ { print_rows(); next }
      { value = substr($0, length($1) + 2) }
      $1 == "Id" { id = value; next }
      value != "" { row[++n] = $1 "\t" value }
      END { print_rows() }'
}
