using ChatOps502.Probes.Collection;

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

    public override string Title => "Java services: heap, catalina log, threads";

    public override string Script =>
        """
            have java || ls -d /var/log/tomcat* /opt/*/bin/catalina.sh >/dev/null 2>&1 || exit 0
            for u in $(units | grep -v '^nginx\|^ssh\|^php\|^my\|^maria\|^postg\|^redis' | head -n 20); do
              s=${u%.service}
              for f in $(unit_files "$u" FragmentPath DropInPaths EnvironmentFiles | sed 's/ (ignore.*//') /etc/default/"$s" /usr/share/"$s"/bin/setenv.sh /opt/"$s"/bin/setenv.sh; do
                [ -e "$f" ] && readable "$f" && held cat | head -c 65536 | grep -v '^[[:space:]]*#' | grep -oE -e '-Xmx[0-9]+[kKmMgG]?' | tail -n 1 | awk -v s="$s" -v f="$f" '{ print "@heap " s "\t" f "\t" $0 }'
              done
            done
            ps -eo args= 2>/dev/null | grep -q '[c]atalina' || ls -d /var/log/tomcat* >/dev/null 2>&1 || exit 0
            for f in $(ps -eo args= 2>/dev/null | sed -n 's/.*-Dcatalina.base=\([^ ]*\).*/\1/p' | sort -u | sed 's#$#/logs/catalina.out#') /var/log/tomcat*/catalina.out $(ls -t /var/log/tomcat*/catalina.*.log 2>/dev/null | head -n 1); do
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

    protected override JavaServers? Parse(Section section, FactSheet known)
    {
        var lines = section.Lines.ToList();
        var heaps = lines
            .Where(l => l.StartsWith("@heap "))
            .Select(l => l[6..].Split('\t'))
            .Where(p => p.Length == 3)
            .Select(p => new HeapSetting(p[0], p[1], p[2]))
            .ToList();
        var log = lines.Where(l => l.StartsWith('>')).Select(l => l[1..]).ToList();
        var threads = lines
            .FirstOrDefault(l => l.StartsWith("@threads "))
            ?[9..].Split(' ')
            .Select(n => int.TryParse(n, out var v) ? v : (int?)null)
            .ToList();
        return heaps.Count + log.Count == 0 && threads is null ? null : new(heaps, log, threads?[0], threads?[1]);
    }
}
