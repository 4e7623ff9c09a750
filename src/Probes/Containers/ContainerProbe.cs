using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Containers;

public sealed class ContainerProbe : Probe<Containers>
{
    const int LongestLog = 50;

    public override string Name => "containers";

    public override ProbeInput Input => ProbeInput.Nothing;

    public override string Title => "containers of this host: state, exit, addresses, published ports";

    public override string Script =>
        """
            # only an engine that runs: a question must not start one
            engine=
            if have docker && grep -qs '^dockerd$' /proc/[0-9]*/comm; then engine=docker
            elif have podman && grep -qs '^conmon$' /proc/[0-9]*/comm; then engine=podman; fi
            [ -n "$engine" ] || exit 0
            echo "@engine $engine"
            ids=$(as_root "$engine" ps -aq 2>&1) || {
              cannot_read "$engine" "$(printf '%s' "$ids" | head -n 1)" "let the login use $engine, or Sudo: true for this host and $(command -v "$engine") in sudoers"
              exit 0
            }
            [ -n "$ids" ] || exit 0
            # one row a container, with tabs between its fields
            row='@container {{.Name}}	{{.State.Status}}	{{.State.ExitCode}}	{{.State.OOMKilled}}	{{.RestartCount}}	'
            row=$row'{{if .State.Health}}{{.State.Health.Status}}{{end}}	{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}	'
            row=$row'{{range $p, $b := .HostConfig.PortBindings}}{{range $b}}{{.HostPort}}:{{$p}} {{end}}{{end}}	{{.State.StartedAt}}	{{.State.FinishedAt}}'
            as_root "$engine" inspect --format "$row" $ids 2>/dev/null | head -n 60 | while IFS= read -r line; do
              printf '%s\n' "$line"
              case $line in *"	running	"*) continue ;; esac
              name=${line#@container /}
              as_root "$engine" logs --tail 15 "${name%%	*}" 2>&1 | cut -c 1-400 | sed 's/^/>/'
            done
            """;

    protected override Containers? Parse(Section section)
    {
        var all = new List<Container>();
        var engine = "docker";
        foreach (var line in section.Lines)
        {
            if (line.After("@engine ") is { } name)
                engine = name;
            else if (line.After("@container ") is { } fields)
                all.AddRange(ReadContainer(fields, engine));
            else if (line.StartsWith('>') && all.Count > 0 && all[^1].Log.Count < LongestLog)
                all[^1] = all[^1] with { Log = [.. all[^1].Log, line[1..]] };
        }
        return all.Count == 0 ? null : new([.. all.Take(ReadingLimits.Things)]);
    }

    /// <summary>None for a row of another shape.</summary>
    static Container[] ReadContainer(string fields, string engine)
    {
        if (
            fields.Split('\t')
            is not [
                var name,
                var state,
                var exit,
                var oom,
                var restarts,
                var health,
                var addresses,
                var ports,
                var started,
                var finished,
            ]
        )
            return [];
        var container = new Container(
            name.TrimStart('/'),
            state,
            ExitCode: Numbers.Int(exit) ?? 0,
            OomKilled: oom == "true",
            Restarts: Numbers.Int(restarts) ?? 0,
            health,
            addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            [.. ports.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(ReadPort)],
            Log: []
        )
        {
            Engine = engine,
            StartedAt = ReadTime(started),
            FinishedAt = ReadTime(finished),
        };
        return [container];
    }

    /// <summary>8080:80/tcp</summary>
    static (int Host, int Inside) ReadPort(string text) =>
        text.Split(':', '/') is [var host, var inside, ..]
            ? (Numbers.Int(host) ?? 0, Numbers.Int(inside) ?? 0)
            : (0, 0);

    /// <summary>2026-11-22T22:29:44.123456789Z; the year 1 means never.</summary>
    static DateTimeOffset? ReadTime(string text) =>
        LogTime.Read(text.Length > 23 ? text[..23] + "Z" : text);
}
