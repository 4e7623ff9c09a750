using System.Globalization;
using ChatOps502.Probes.Collection;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.Text;

namespace ChatOps502.Probes.Containers;

/// <summary>A container of this host, as its engine tells it.</summary>
/// <param name="State">running, exited, restarting, created, paused, dead.</param>
/// <param name="Addresses">Its addresses, one for each network.</param>
/// <param name="Ports">Published: host port, then container port.</param>
/// <param name="Health">healthy, unhealthy, starting; empty without a health check.</param>
/// <param name="Log">Its last lines, when it does not run.</param>
public sealed record Container(
    string Name,
    string State,
    int ExitCode,
    bool OomKilled,
    int Restarts,
    string Health,
    IReadOnlyList<string> Addresses,
    IReadOnlyList<(int Host, int Inside)> Ports,
    IReadOnlyList<string> Log
)
{
    /// <summary>docker or podman.</summary>
    public string Engine { get; init; } = "docker";

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The same as a service, so that it is judged and mended like one.</summary>
    public ServiceUnit AsService =>
        new(
            Name,
            Engine,
            State switch
            {
                "running" => "active",
                "restarting" => "activating",
                _ when OomKilled || !Stopped => "failed",
                _ => "inactive",
            },
            State == "running" ? "running" : "dead",
            OomKilled ? "oom-kill"
                : IsRunning || Stopped ? "success"
                : "exit-code",
            IsRunning ? null : "exited",
            IsRunning ? null : ExitCode,
            null,
            Restarts,
            StartedAt,
            IsRunning ? null : FinishedAt,
            FinishedAt,
            "",
            "",
            null,
            false,
            null,
            "loaded"
        );

    /// <summary>Ended by itself without complaint, or by the signals of docker stop.</summary>
    bool Stopped => ExitCode is 0 or 137 or 143;

    public bool IsRunning => State == "running";

    /// <summary>
    /// True when requests to this address are meant for it: by its own address, or by a published port.
    /// </summary>
    public bool Serves(BackendAddress a) =>
        Addresses.Contains(a.Host)
        || a.Host == Name
        || (a.IsLoopback || a.Host is "0.0.0.0") && Ports.Any(p => p.Host == a.Port);
}

public sealed record Containers(IReadOnlyList<Container> All)
{
    public Container? Find(string name) => All.FirstOrDefault(c => c.Name == name);

    public Container? Of(BackendAddress? address) =>
        address is null ? null : All.FirstOrDefault(c => c.Serves(address));
}

public sealed class ContainerProbe : Probe<Containers>
{
    public override string Name => "containers";

    public override string Title => "containers of this host: state, exit, addresses, published ports";

    public override string Script =>
        """
            # only an engine that runs: a question must not start one
            engine=; if have docker && grep -qs '^dockerd$' /proc/[0-9]*/comm; then engine=docker; elif have podman && grep -qs '^conmon$' /proc/[0-9]*/comm; then engine=podman; fi
            [ -n "$engine" ] || exit 0
            echo "@engine $engine"
            ids=$(as_root "$engine" ps -aq 2>&1) || { cannot_read "$engine" "$(printf '%s' "$ids" | head -n 1)" "let the login use $engine, or Sudo: true for this host and $(command -v "$engine") in sudoers"; exit 0; }
            [ -n "$ids" ] || exit 0
            as_root "$engine" inspect --format '@container {{.Name}}	{{.State.Status}}	{{.State.ExitCode}}	{{.State.OOMKilled}}	{{.RestartCount}}	{{if .State.Health}}{{.State.Health.Status}}{{end}}	{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}	{{range $p, $b := .HostConfig.PortBindings}}{{range $b}}{{.HostPort}}:{{$p}} {{end}}{{end}}	{{.State.StartedAt}}	{{.State.FinishedAt}}' $ids 2>/dev/null | head -n 60 | while IFS= read -r line; do
              printf '%s\n' "$line"
              case $line in *"	running	"*) ;; *) n=${line#@container /}; as_root "$engine" logs --tail 15 "${n%%	*}" 2>&1 | cut -c 1-400 | sed 's/^/>/' ;; esac
            done
            """;

    const int LongestLog = 50;

    protected override Containers? Parse(Section section, FactSheet known)
    {
        var all = new List<Container>();
        var engine = "docker";
        foreach (var line in section.Lines)
        {
            if (line.StartsWith("@engine "))
                engine = line[8..];
            else if (
                line.StartsWith("@container ")
                && line[11..].Split('\t')
                    is [
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
                all.Add(
                    new(
                        name.TrimStart('/'),
                        state,
                        Int(exit),
                        oom == "true",
                        Int(restarts),
                        health,
                        addresses.Split(' ', StringSplitOptions.RemoveEmptyEntries),
                        [.. ports.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Port)],
                        []
                    )
                    {
                        Engine = engine,
                        StartedAt = Time(started),
                        FinishedAt = Time(finished),
                    }
                );
            else if (line.StartsWith('>') && all.Count > 0 && all[^1].Log.Count < LongestLog)
                all[^1] = all[^1] with { Log = [.. all[^1].Log, line[1..]] };
        }
        return all.Count == 0 ? null : new([.. all.Take(ReadingLimits.Things)]);
    }

    /// <summary>8080:80/tcp</summary>
    static (int, int) Port(string text) =>
        text.Split(':', '/') is [var host, var inside, ..] ? (Int(host), Int(inside)) : (0, 0);

    /// <summary>2026-11-22T22:29:44.123456789Z; the year 1 means never.</summary>
    static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(
            text.Length > 23 ? text[..23] + "Z" : text,
            null,
            DateTimeStyles.AssumeUniversal,
            out var t
        )
            ? LogTime.Of(t)
            : null;

    static int Int(string text) => int.TryParse(text, out var n) ? n : 0;
}
