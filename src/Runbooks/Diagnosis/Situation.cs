using ChatOps502.Probes;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;
using ChatOps502.Probes.Text;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Lines of one kind about one back end.</summary>
public sealed record SignalGroup(
    Signal Signal,
    int Count,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    ErrorLine Sample
);

/// <summary>One back end that requests fail at, with all that is known about it.</summary>
/// <param name="Backend">Its address; null when the lines do not name one.</param>
/// <param name="Vhost">The server name most of the failing requests came for.</param>
/// <param name="Answer">What it said when it was spoken to just now; null when that was not tried.</param>
/// <param name="Owner">The service that should answer there; null when none was found.</param>
/// <param name="Lines">The error-log lines about it, oldest first.</param>
public sealed record Failing(
    BackendAddress? Backend,
    string? Vhost,
    string? Location,
    string? Protocol,
    IReadOnlyList<SignalGroup> Signals,
    IReadOnlyList<ErrorLine> Lines,
    PeerAnswer? Answer,
    Listener? Listener,
    SocketPathAccess? Way,
    BackendOwner? Owner,
    DateTimeOffset? LastAt
)
{
    /// <summary>The statement of the configuration that leads there, and what holds beside it.</summary>
    public Location? At { get; init; }

    public Pass? Pass => At?.Pass;

    /// <summary>
    /// The facts of the machine where the back end should live: another host's when it was followed there, else those
    /// of the nginx host.
    /// </summary>
    public FactSheet Home { get; init; } = new();

    /// <summary>Name of that machine when it is another one; null for the nginx host.</summary>
    public string? FarHost { get; init; }

    /// <summary>True when the machine that should answer was asked: what is not there is really absent.</summary>
    public bool HomeAsked { get; init; }

    /// <summary>The name that the configuration gives, when the failing address was resolved from one.</summary>
    public string? ByName { get; init; }

    /// <summary>
    /// Who listens on the port of a service that is known and does not run: it cannot be the service.
    /// </summary>
    public Listener? Squatter =>
        Owner is { Sure: true, Unit: { IsRunning: false, Manager: not ("docker" or "podman" or "own") } }
        && Backend is { IsUnix: false }
        && Listener is { Process: not null }
            ? Listener
            : null;

    /// <summary>
    /// The directory that the socket should lie in, when that is missing and the service did not just stop: it has
    /// nowhere to put its socket.
    /// </summary>
    public string? MissingDirectory =>
        Unit is not { Active: "inactive" }
        && Way?.Steps.LastOrDefault() is { Exists: false } step
        && step.Path != Backend?.SocketPath
            ? step.Path
            : null;

    public Listeners? Listeners => HomeAsked && Home.Find<Listeners>() is { Complete: true } l ? l : null;

    public Probes.System.Processes? Processes => Home.Find<Probes.System.Processes>();

    /// <summary>How the statements about it begin: fastcgi_..., proxy_... for plain HTTP.</summary>
    public string Prefix => Protocol is "fastcgi" or "uwsgi" or "scgi" or "grpc" ? Protocol : "proxy";

    /// <summary>What Tomcat says, when it is Tomcat that should answer; null otherwise.</summary>
    public JavaServers? Tomcat => Owner?.Service.Contains("tomcat") == true ? Home.Find<JavaServers>() : null;

    /// <summary>
    /// What nginx has in force where the failing requests are passed on; the given default when nothing is set.
    /// </summary>
    public string Setting(string name, string otherwise) => At?.Settings.GetValueOrDefault(name) ?? otherwise;

    public int Count => Signals.Sum(s => s.Count);

    public SignalGroup? Of(params Signal[] signals) =>
        Signals.Where(s => signals.Contains(s.Signal)).MaxBy(s => s.Count);

    public bool Has(params Signal[] signals) => Of(signals) is not null;

    public ServiceUnit? Unit => Owner?.Unit;

    public string Where =>
        Backend is { } b
            ? b + (FarHost is null ? "" : $" on {FarHost}")
            : Lines.FirstOrDefault()?.Upstream ?? "an upstream that the log does not name";
}

/// <summary>Everything a cause may look at. Pure data: the same situation always gives the same verdict.</summary>
/// <param name="Now">The host's clock, or the newest line when evidence was pasted.</param>
/// <param name="Live">True when the host itself was asked, so that what is missing is really absent.</param>
public sealed record Situation(
    string Target,
    FactSheet Facts,
    DateTimeOffset Now,
    TimeSpan Since,
    bool Live,
    IReadOnlyList<Failing> Failing
)
{
    public NginxConfiguration? Configuration => Facts.Find<NginxConfiguration>();

    /// <summary>Why nginx does not take its own configuration as it lies there; null when it does.</summary>
    public string? Refused =>
        Configuration?.Instances.Select(i => i.Untested).FirstOrDefault(u => !string.IsNullOrEmpty(u));

    /// <summary>Requests of the window, as far as their times can be true.</summary>
    public AccessLogs? Requests { get; init; }

    /// <summary>What must be added to logs that carry the host's local time only.</summary>
    public TimeSpan Zone => Facts.Find<HostIdentity>()?.Offset ?? TimeSpan.Zero;

    /// <summary>PHP-FPM's own log within the window; its lines carry the host's local time.</summary>
    public IReadOnlyList<PhpLogLine> PhpLog(Failing f) =>
        [.. (f.Home.Find<PhpFpm>()?.Log ?? []).Where(l => !Live || l.Time is { } t && IsRecent(new(t, Zone), Since))];

    /// <summary>Lines of the application that were pasted with the evidence; empty on a live host.</summary>
    public IEnumerable<string> PastedAppLog =>
        Facts
            .Raw.GetValueOrDefault("app_log", "")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(ReadingLimits.Cut);

    /// <summary>What the service that should answer wrote within the window.</summary>
    public IReadOnlyList<JournalEntry> JournalOf(Failing f) =>
        f.Owner is not { } owner
            ? []
            :
            [
                .. (f.Home.Find<Journal>()?.Of(owner.Service) ?? []).Where(e =>
                    e.Time is not { } t || IsRecent(t, Since + TimeSpan.FromMinutes(5))
                ),
            ];

    bool IsRecent(DateTimeOffset time, TimeSpan within) => time >= Now - within && !new Clock(Now, Live).IsAhead(time);
}
