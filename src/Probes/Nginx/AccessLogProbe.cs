using ChatOps502.Probes.Collection;
using ChatOps502.Probes.System;

namespace ChatOps502.Probes.Nginx;

public sealed class AccessLogProbe : DependentProbe<AccessLogs>
{
    public override string Name => "nginx.access-log";

    public override string Title =>
        "status distribution, failing URLs and sources in nginx's access logs";

    public override int MaxBytes => 4 << 20;

    public override string Script =>
        """
            # a log with a variable in its name is many files; the one that nginx was built with counts where no other is named
            list=$(awk -F '\t' '
              $3 !~ /^access_log / { next }
              {
                split($3, w, " "); f = w[2]
                if (f ~ /^(off|syslog:|stderr)/) { off[$1] = 1; next }
                gsub(/\$[A-Za-z0-9_]+/, "*", f)
                if (f !~ /^\//) f = $1 "/" f
                if ($2 == "@default") { fallback[$1] = f; next }
                own[$1] = 1
                if (!seen[f]++) print f
              }
              END { for (p in fallback) if (!(p in own) && !(p in off)) print fallback[p] }')
            # of what lies further back than a log is read: the failed requests, and the number of lines
            failed_lines() { grep -aE '" 50[0-9] |(status|code)" *: *"?50[0-9]|[ 	|,;=]50[24]([ 	|,;]|$)'; }
            QUICK=1
            for f in $list; do
              readable "$f" || { unreadable "$f"; continue; }
              window "$f" "$AWK_STATUS"'
                function flush() { if (t != "") { minute[t] += requests; late[t] += failed }; requests = failed = 0 }
                {
                  s = status($0)
                  if (s == 0) next
                  if (k != last) {
                    flush(); last = k
                    t = k ~ /^e/ ? "e" int(substr(k, 2) / 60) * 60 : substr(k, 1, k ~ /^u/ ? 13 : 12)
                  }
                  n++; requests++; count[s]++
                  if (s == 502 || s == 504) failed++
                  if (n <= 2000) all[n] = $0
                  if (s ~ /^50/ || ((index($0, "502") || index($0, "504")) && $0 ~ /[^0-9.]50[24]([^0-9]|$)/)) bad[++m % 2000] = $0
                }
                END {
                  flush()
                  for (s in count) printf "@status %s %d\n", s, count[s]
                  for (t in minute) printf "@minute %s %d %d\n", t, minute[t], late[t]
                  printf "@total %d\n", n
                  if (n <= 2000) for (i = 1; i <= n; i++) print ">" substr(all[i], 1, 4000)
                  else for (i = (m > 2000 ? m - 1999 : 1); i <= m; i++) print ">" substr(bad[i % 2000], 1, 4000)
                }' failed_lines
              [ "$reach" = "$n" ] ||
                held tail -c "$reach" | head -c "$((reach - n))" | awk_in_time "$AWK_STATUS"'
                  !begun { k = key($0); if (k == "" || old(k)) next; begun = 1 }
                  { lines++ }
                  /50[0-9]/ { if (status($0) ~ /^50/) bad++ } END { printf "@more %d\n", lines - bad - 1 }'
            done
            """;

    public override IReadOnlyList<Type> Needs => [typeof(HostIdentity), typeof(NginxConfiguration)];

    protected override AccessLogs Parse(Section section, FactSheet needed)
    {
        var reader = new AccessLogReader(
            needed.Find<NginxConfiguration>(),
            needed.Find<HostIdentity>()?.Offset
        );
        foreach (var line in section.Lines)
            reader.Add(line);
        return reader.Result();
    }
}
