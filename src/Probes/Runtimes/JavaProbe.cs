using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Runtimes;

/// <summary>Where the heap of a Java service is set.</summary>
/// <param name="Option">As written: <c>-Xmx256m</c>.</param>
public sealed record HeapSetting(string Service, string File, string Option);

/// <param name="Log">Telling lines of the servers' own log files, oldest first.</param>
/// <param name="BusyThreads">Of the connector, from the manager's status page when ~/.netrc holds a login for it; null
/// otherwise.</param>
public sealed record JavaServers(
    IReadOnlyList<HeapSetting> Heaps,
    IReadOnlyList<string> Log,
    int? BusyThreads,
    int? MaxThreads
);

public sealed class JavaProbe : Probe<JavaServers>
{
    public override string Name => "java.servers";

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "Java services: heap, catalina log, threads";

    public override string Script =>
        """
            have java || ls -d /var/log/tomcat* /opt/*/bin/catalina.sh >/dev/null 2>&1 || exit 0
            # the files of each service: service and file
            files=$({
              printf '%s\n' "$UNIT_PROPERTIES" | awk -F '\t' '
                $2 ~ /^(FragmentPath|DropInPaths|EnvironmentFiles)$/ { sub(/ \(ignore.*/, "", $3); n = split($3, f, " "); for (i = 1; i <= n; i++) print $1, f[i] }'
              for u in $BACKEND_UNITS; do
                s=${u%.service}
                for f in /etc/default/"$s" /usr/share/"$s"/bin/setenv.sh /opt/"$s"/bin/setenv.sh; do [ -f "$f" ] && echo "$u $f"; done
              done
            } | awk '!/^(nginx|ssh|php|my|maria|postg|redis)/')
            set --
            while read -r u f; do [ -f "$f" ] && set -- "$@" "$f"; done <<FILES
            $files
            FILES
            # only those that name a heap are judged and read
            with_heap=$(grep -lsE -e '-Xmx[0-9]' "$@" /dev/null)
            [ -z "$with_heap" ] || printf '%s\n' "$files" | while read -r u f; do
              case "
            $with_heap
            " in *"
            $f
            "*) ;; *) continue ;; esac
              readable "$f" && held cat | head -c 65536 | grep -v '^[[:space:]]*#' | grep -oE -e '-Xmx[0-9]+[kKmMgG]?' | tail -n 1 | awk -v s="${u%.service}" -v f="$f" '{ print "@heap " s "\t" f "\t" $0 }'
            done
            args=$(ps -eo args= 2>/dev/null)
            case $args in *catalina*) ;; *) ls -d /var/log/tomcat*/catalina* >/dev/null 2>&1 || exit 0 ;; esac
            for f in $(printf '%s\n' "$args" | sed -n 's/.*-Dcatalina.base=\([^ ]*\).*/\1/p' | sort -u | sed 's#$#/logs/catalina.out#') /var/log/tomcat*/catalina.out $(ls -t /var/log/tomcat*/catalina.*.log 2>/dev/null | head -n 1); do
              [ -e "$f" ] || continue
              readable "$f" || { unreadable "$f"; continue; }
              window "$f" '/SEVERE|OutOfMemoryError|Exception|exhausted|All threads|busy|FATAL/ { print ">" substr($0, 1, 600) }' | grep '^>' | tail -n 60
            done
            if [ -f ~/.netrc ] && have curl; then
              for p in $(cat /etc/tomcat*/server.xml 2>/dev/null | sed -n 's/.*<Connector port="\([0-9]*\)".*/\1/p' | head -n 2); do
                curl -s -m 2 --netrc "http://127.0.0.1:$p/manager/status?XML=true" | sed -n 's/.*threadInfo *maxThreads="\([0-9-]*\)" *currentThreadCount="[0-9]*" *currentThreadsBusy="\([0-9]*\)".*/@threads \2 \1/p' | head -n 1
              done
            fi
            exit 0
            """;

    protected override JavaServers? Parse(Section section)
    {
        var heaps = section.Lines.After("@heap ").SelectMany(ReadHeap).ToList();
        var log = section.Lines.After(">").ToList();
        var threads = section.Lines.After("@threads ").Select(line => line.Split(' ')).FirstOrDefault();
        if (heaps.Count + log.Count == 0 && threads is null)
            return null;
        return new(
            heaps,
            log,
            BusyThreads: Numbers.Int(threads?.ElementAtOrDefault(0)),
            MaxThreads: Numbers.Int(threads?.ElementAtOrDefault(1))
        );
    }

    static HeapSetting[] ReadHeap(string line) =>
        line.Split('\t') is [var service, var file, var option] ? [new(service, file, option)] : [];
}
