using ChatOps502.Probes;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis.Evidence;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>One upstream that requests fail at, or may fail at soon. This part holds what it is and what was seen;
/// the other parts answer questions about it.</summary>
public sealed partial class FailingUpstream
{
    /// <summary>The host whose nginx passes requests to it.</summary>
    public required DiagnosisContext Context { get; init; }

    /// <summary>Its address; null when the lines do not name one.</summary>
    public BackendAddress? Backend { get; init; }

    /// <summary>The server name most of the failing requests came for.</summary>
    public string? Vhost { get; init; }

    /// <summary>
    /// The location of the configuration that passes requests to it, with the settings in force there.
    /// </summary>
    public Location? Location { get; init; }

    public string? Protocol { get; init; }

    /// <summary>The name that the configuration gives, when the failing address was resolved from one.</summary>
    public string? ConfiguredName { get; init; }

    /// <summary>Facts of the machine where it should run: the nginx host, or a remote host that was asked.</summary>
    public FactSheet BackendHost { get; init; } = new();

    /// <summary>Name of that machine when it is another one; null for the nginx host.</summary>
    public string? RemoteHost { get; init; }

    /// <summary>True when that machine was asked: what is not there is really absent.</summary>
    public bool BackendHostProbed { get; init; }

    /// <summary>Its error-log lines by kind, most lines first.</summary>
    public IReadOnlyList<ErrorGroup> Errors { get; init; } = [];

    /// <summary>Its error-log lines, oldest first.</summary>
    public IReadOnlyList<ErrorLine> Lines { get; init; } = [];

    /// <summary>Its failed requests in a pasted access log, where no error line tells of them.</summary>
    public IReadOnlyList<AccessLine> Requests { get; init; } = [];

    /// <summary>The newest of its lines.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>What it answered when nginx's host connected to it just now; null when that was not tried.</summary>
    public PeerAnswer? Answer { get; init; }

    /// <summary>Who listens on its address; null when nobody does, or its machine was not asked.</summary>
    public Listener? Listener { get; init; }

    /// <summary>The way to its unix socket; null for TCP.</summary>
    public SocketPathAccess? SocketPath { get; init; }

    /// <summary>The service that should answer there; null when none was found.</summary>
    public BackendOwner? Owner { get; init; }

    /// <summary>How many error-log lines speak of it.</summary>
    public int Count => Errors.Sum(group => group.Count);

    /// <summary>The largest group of lines of these kinds; null when there is none.</summary>
    public ErrorGroup? Find(params IReadOnlyList<ErrorKind> kinds) =>
        Errors.Where(group => kinds.Contains(group.Kind)).MaxBy(group => group.Count);

    public bool Has(params IReadOnlyList<ErrorKind> kinds) => Find(kinds) is not null;

    string Nameless => Context.IsLive ? "an upstream that the log does not name" : "the back end";

    /// <summary>Its address as people read it.</summary>
    public override string ToString()
    {
        if (Backend is null)
            return Lines.FirstOrDefault()?.Upstream ?? Nameless;
        return RemoteHost is null ? Backend.ToString() : $"{Backend} on {RemoteHost}";
    }
}
