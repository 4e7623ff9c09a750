using ChatOps502.Probes;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.System;
using ChatOps502.Probes.Text;
using ChatOps502.Runbooks.Diagnosis.Sources;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>
/// What is known about one host when a verdict is made. The same context always gives the same verdict.
/// </summary>
public sealed class DiagnosisContext
{
    DiagnosisContext(string target, FactSheet facts, TimeSpan since)
    {
        var identity = facts.Find<HostIdentity>();
        Target = target;
        Facts = facts;
        Since = since;
        IsLive = identity is not null;
        Zone = identity?.Offset ?? TimeSpan.Zero;
        Now = identity?.Now ?? NewestLine();
        Clock = new Clock(Now, IsLive);
        Requests = Clock.Placed(facts.Find<AccessLogs>());
    }

    /// <summary>Name of the host, or of what was pasted.</summary>
    public string Target { get; }

    public FactSheet Facts { get; }

    /// <summary>How far back evidence counts.</summary>
    public TimeSpan Since { get; }

    /// <summary>The host's own time; the newest line when evidence was pasted.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>True when the host itself was asked, so that what is missing is really absent.</summary>
    public bool IsLive { get; }

    /// <summary>The offset of the host's local time, which many logs carry without saying so.</summary>
    public TimeSpan Zone { get; }

    internal Clock Clock { get; }

    /// <summary>Requests of the window, without those whose times cannot be true.</summary>
    public AccessLogs? Requests { get; }

    /// <summary>The failing upstreams, those with the most error lines first.</summary>
    public IReadOnlyList<FailingUpstream> Failing { get; private set; } = [];

    public NginxConfiguration? Configuration => Facts.Find<NginxConfiguration>();

    /// <summary>Why nginx rejects the configuration on disk; null when it accepts it.</summary>
    public string? ConfigurationError =>
        Configuration
            ?.Instances.Select(i => i.Untested)
            .FirstOrDefault(error => !string.IsNullOrEmpty(error));

    /// <summary>Lines of the application that were pasted with the evidence; empty on a live host.</summary>
    public IEnumerable<string> PastedAppLog =>
        Facts
            .Raw.GetValueOrDefault("app_log", "")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(ReadingLimits.Cut);

    /// <summary>Sorts the facts of a host by failing upstream.</summary>
    public static DiagnosisContext Read(string target, FactSheet facts, TimeSpan since)
    {
        var context = new DiagnosisContext(target, facts, since);
        context.Failing = FailureSources.FindIn(context);
        return context;
    }

    /// <summary>The moment an error-log line was written; null when it carries no time.</summary>
    public DateTimeOffset? TimeOf(ErrorLine line) =>
        line.Time is { } local ? new DateTimeOffset(local, Zone) : null;

    /// <summary>True for a moment that lies within this span before now.</summary>
    public bool IsRecent(DateTimeOffset time, TimeSpan within) =>
        time >= Now - within && !Clock.IsAhead(time);

    DateTimeOffset NewestLine()
    {
        var error = Facts.Find<ErrorLog>()?.Lines.Select(TimeOf).Max();
        var access = Facts.Find<AccessLogs>()?.Lines.Select(line => line.Time).Max();
        return new[] { error, access }.Max() ?? DateTimeOffset.UnixEpoch;
    }
}
