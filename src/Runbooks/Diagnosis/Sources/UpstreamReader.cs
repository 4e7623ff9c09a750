using ChatOps502.Probes;
using ChatOps502.Probes.Containers;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Probes.System;
using ChatOps502.Runbooks.Diagnosis.Evidence;

namespace ChatOps502.Runbooks.Diagnosis.Sources;

/// <summary>What a source saw of a failing upstream.</summary>
/// <param name="Backend">Null: lines that name no upstream.</param>
/// <param name="Vhost">Null: the configuration tells it.</param>
sealed record Sighting(
    BackendAddress? Backend,
    string? Vhost,
    IReadOnlyList<ErrorGroup> Errors,
    IReadOnlyList<ErrorLine> Lines,
    DateTimeOffset? LastAt
)
{
    /// <summary>Failed requests of an access log, where no error line tells of them.</summary>
    public IReadOnlyList<AccessLine> Requests { get; init; } = [];

    /// <summary>An upstream that no request has failed at.</summary>
    public static Sighting Idle(BackendAddress backend) => new(backend, null, [], [], null);
}

/// <summary>
/// Puts together all that is known about a failing upstream: where nginx passes to it, where it should run, who should
/// answer there.
/// </summary>
static class UpstreamReader
{
    public static FailingUpstream Read(DiagnosisContext context, Sighting seen) =>
        seen.Backend is { } address
            ? ReadBackend(context, seen, address)
            : ReadNginxItself(context, seen);

    static FailingUpstream ReadNginxItself(DiagnosisContext context, Sighting seen) =>
        new()
        {
            Context = context,
            Vhost = seen.Vhost,
            Errors = seen.Errors,
            Lines = seen.Lines,
            LastAt = seen.LastAt,
            BackendHost = context.Facts,
            BackendHostProbed = true,
            Protocol = ProtocolIn(seen.Lines),
            Requests = seen.Requests,
            Owner = context.IsLive ? null : PastedOwner.Find(context.Facts, null, null),
        };

    static FailingUpstream ReadBackend(DiagnosisContext context, Sighting seen, BackendAddress address)
    {
        var (name, passes) = PassesTo(context, address, seen.Vhost);
        var (virtualHost, location) = ChoosePass(passes, seen.Vhost);
        var protocol = location?.Pass?.Protocol ?? ProtocolIn(seen.Lines);
        var remote = context.Facts.Elsewhere.FirstOrDefault(h =>
            h.Address == address.Host || h.Address == name
        );
        var backendHost = remote?.Facts ?? context.Facts;
        var probed = remote is not null || IsOnNginxHost(context.Facts, address);
        return new()
        {
            Context = context,
            Backend = address,
            Vhost = seen.Vhost ?? virtualHost?.Name,
            Location = location,
            Protocol = protocol,
            ConfiguredName = name,
            BackendHost = backendHost,
            RemoteHost = remote?.Name,
            BackendHostProbed = probed,
            Errors = seen.Errors,
            Lines = seen.Lines,
            LastAt = seen.LastAt,
            Requests = seen.Requests,
            Answer = AnswerOf(context.Facts, address, name),
            Listener = probed ? backendHost.Find<Listeners>()?.Of(address) : null,
            SocketPath = context.Facts.Find<SocketFiles>()?.Of(address),
            Owner = context.IsLive
                ? BackendOwner.Find(backendHost, address, protocol, probed)
                : PastedOwner.Find(context.Facts, address, name),
        };
    }

    /// <returns>The passes that lead to the address, and the name they use where they use one.</returns>
    static (string? Name, List<(VirtualHost Host, Location Location)> Passes) PassesTo(
        DiagnosisContext context,
        BackendAddress address,
        string? vhost
    )
    {
        var direct = LeadingTo(context, address);
        if (direct.Count > 0 || UpstreamAddress.ConfiguredName(context, address, vhost) is not { } name)
            return (null, direct);
        return (name, LeadingTo(context, address with { Host = name }));
    }

    static List<(VirtualHost Host, Location Location)> LeadingTo(
        DiagnosisContext context,
        BackendAddress address
    ) =>
        [.. (context.Configuration?.LeadingTo(address) ?? []).Select(pass => (pass.Host, pass.Location))];

    /// <summary>The failing virtual host's own pass, else the first.</summary>
    static (VirtualHost? Host, Location? Location) ChoosePass(
        List<(VirtualHost Host, Location Location)> passes,
        string? vhost
    )
    {
        var own = passes.FindIndex(pass => pass.Host.Names.Contains(vhost ?? ""));
        return passes.Count == 0 ? (null, null) : passes[Math.Max(own, 0)];
    }

    static string? ProtocolIn(IReadOnlyList<ErrorLine> lines) =>
        lines.FirstOrDefault()?.Upstream?.Split("://")[0];

    static bool IsOnNginxHost(FactSheet facts, BackendAddress address) =>
        address.IsUnix
        || address.IsLoopback
        || facts.Find<Containers>()?.Of(address) is not null
        || facts.Find<HostIdentity>()?.Addresses.Contains(address.Host) == true;

    /// <summary>What was answered at the address; or at its name, as long as that still leads there.</summary>
    static PeerAnswer? AnswerOf(FactSheet facts, BackendAddress address, string? name)
    {
        var answers = facts.Find<PeerAnswers>();
        if (answers?.Of(address) is { } direct)
            return direct;
        var leadsThere = facts.Find<UpstreamNames>()?.Of(name)?.Addresses.Contains(address.Host) == true;
        return leadsThere ? answers?.Of(address with { Host = name! }) : null;
    }
}
