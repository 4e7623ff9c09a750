using ChatOps502.Probes.Containers;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Runtimes;
using ChatOps502.Probes.Services;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Diagnosis.Evidence;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>Questions about the service that should answer.</summary>
public sealed partial class FailingUpstream
{
    static readonly TimeSpan JournalMargin = TimeSpan.FromMinutes(5);

    public ServiceUnit? Unit => Owner?.Unit;

    /// <summary>The service's name, or this when it is not known.</summary>
    public string ServiceOr(string otherwise) => Owner?.Service ?? otherwise;

    /// <summary>Every listening socket of its machine; null when they are not all known.</summary>
    public Listeners? Listeners =>
        BackendHostProbed && BackendHost.Find<Listeners>() is { Complete: true } complete
            ? complete
            : null;

    /// <summary>True when its machine was asked and nobody listens on its address.</summary>
    public bool NobodyListens => Listeners is not null && Listener is null;

    public Processes? Processes => BackendHost.Find<Processes>();

    /// <summary>The PHP-FPM pool that listens on its address; null when there is none.</summary>
    public PhpPool? Pool => BackendHost.Find<PhpFpm>()?.Of(Backend);

    /// <summary>Tomcat's own facts, when Tomcat should answer; null otherwise.</summary>
    public JavaServers? Tomcat =>
        Owner?.Service.Contains("tomcat") == true ? BackendHost.Find<JavaServers>() : null;

    /// <summary>How its service ended by itself; null when it did not.</summary>
    public ServiceExit? Exit => ServiceExit.Find(this);

    /// <summary>Its own word that all workers are busy.</summary>
    public Saturation? Saturation => Saturation.Find(this);

    /// <summary>What its service logged about its own trouble; null when nothing tells.</summary>
    public string? LogExcerpt => ServiceLogExcerpt.Newest(this);

    /// <summary>
    /// Who listens on the port of a service that is known and does not run: it cannot be the service.
    /// </summary>
    public Listener? PortConflict =>
        HasStoppedOwner && Backend is { IsUnix: false } && Listener is { Process: not null }
            ? Listener
            : null;

    bool HasStoppedOwner =>
        Owner is { Sure: true, Unit: { IsRunning: false, Manager: not ("docker" or "podman" or "own") } };

    /// <summary>
    /// The directory that its socket needs, when that is missing and the service was not just stopped by somebody.
    /// </summary>
    public string? MissingDirectory =>
        Unit is not { Active: "inactive" }
        && SocketPath?.Steps.LastOrDefault() is { Exists: false } step
        && step.Path != Backend?.SocketPath
            ? step.Path
            : null;

    /// <summary>What its service wrote within the window.</summary>
    public IReadOnlyList<JournalEntry> Journal =>
        Owner is null
            ? []
            : [.. (BackendHost.Find<Journal>()?.Of(Owner.Service) ?? []).Where(IsInWindow)];

    /// <summary>PHP-FPM's own log within the window; its lines carry the host's local time.</summary>
    public IReadOnlyList<PhpLogLine> PhpLog =>
        [.. (BackendHost.Find<PhpFpm>()?.Log ?? []).Where(line => !Context.IsLive || IsInWindow(line))];

    /// <summary>The last lines of its container, when it is one and does not run.</summary>
    public IReadOnlyList<string> ContainerLog =>
        Owner is null ? [] : BackendHost.Find<Containers>()?.Find(Owner.Service)?.Log ?? [];

    bool IsInWindow(JournalEntry entry) =>
        entry.Time is not { } time || Context.IsRecent(time, Context.Since + JournalMargin);

    bool IsInWindow(PhpLogLine line) =>
        line.Time is { } time && Context.IsRecent(new(time, Context.Zone), Context.Since);
}
