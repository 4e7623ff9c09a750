using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Containers;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>
/// Where the back end really is, by what was pasted: its own words, docker's table, a list of sockets.
/// </summary>
static class PastedPlaces
{
    /// <summary>It says that it listens on another port than nginx asks.</summary>
    public static EvidenceItem? SaysAnotherPort(FailingUpstream upstream)
    {
        if (upstream.Backend is not { IsUnix: false } asked || !upstream.MayBeDown)
            return null;
        var said = upstream
            .Remarks(RemarkKind.ListensOn)
            .Where(remark => remark.Address is { IsUnix: false })
            .ToList();
        if (said.Count == 0 || said.Exists(remark => remark.Address!.Port == asked.Port))
            return null;
        return new(
            said[^1].Source,
            $"it says: {said[^1].Line}, and nginx asks port {asked.Port}",
            At: said[^1].At
        );
    }

    /// <summary>It listens on its own 127.0.0.1, which nobody reaches from outside.</summary>
    public static EvidenceItem? ListensOnLoopbackOnly(FailingUpstream upstream)
    {
        if (upstream.Context.IsLive || upstream.Backend is not { IsUnix: false, IsLoopback: false } asked)
            return null;
        var said = upstream
            .Remarks(RemarkKind.ListensOn)
            .LastOrDefault(remark => IsLoopbackOf(remark.Address, asked));
        if (said is not null)
            return new(
                said.Source,
                $"it says: {said.Line}, which only its own machine or container reaches"
            );
        return Bound(upstream, asked) is { } listener
            ? new("sockets.listening", $"{listener} listens, which only its own machine reaches")
            : null;
    }

    static bool IsLoopbackOf(BackendAddress? address, BackendAddress asked) =>
        address is { IsLoopback: true } && address.Port == asked.Port;

    static Listener? Bound(FailingUpstream upstream, BackendAddress asked)
    {
        var all = upstream.Context.Facts.Find<Listeners>()?.All ?? [];
        var here = all.Where(one => one.SocketPath is null && one.Port == asked.Port).ToList();
        return here.Count > 0 && here.TrueForAll(one => one.Address is "127.0.0.1" or "::1")
            ? here[0]
            : null;
    }

    /// <summary>nginx asks a container at the port that is published on the host, instead of the one inside.</summary>
    public static string? AsksPublishedPort(FailingUpstream upstream)
    {
        if (upstream.Context.IsLive || upstream.Backend is not { IsUnix: false, IsLoopback: false } asked)
            return null;
        var all = upstream.Context.Facts.Find<Containers>()?.All ?? [];
        var named = all.FirstOrDefault(one => one.Name == upstream.Owner?.Service);
        if (named is null || named.Ports.Any(port => port.Inside == asked.Port))
            return null;
        return
            named.Ports.FirstOrDefault(port => port.Host == asked.Port) is { Inside: > 0 and var inside }
            ? $"container {named.Name} listens on {inside}; {asked.Port} is its published port on the host"
            : null;
    }

    /// <summary>How nginx and the back end come together again; null where nothing was found.</summary>
    public static string? AdviceFor(FailingUpstream upstream)
    {
        const string reload = "run nginx -t, then reload";
        if (AsksPublishedPort(upstream) is { } published)
            return $"{published}: use the port inside the container in proxy_pass; {reload}";
        if (ListensOnLoopbackOnly(upstream) is not null)
            return $"let the back end listen on 0.0.0.0:{upstream.Backend!.Port} (--bind, HOST, --host) instead "
                + "of 127.0.0.1";
        return SaysAnotherPort(upstream) is not null
            ? $"write the port that the back end says into proxy_pass, or let it listen on "
                + $"{upstream.Backend!.Port}; {reload}"
            : null;
    }

    /// <summary>127.0.0.1 is nginx's own container, and the back end is another one.</summary>
    public static string? MeansItsOwnContainer(FailingUpstream upstream)
    {
        if (upstream is not { Context.IsLive: false, Backend.IsLoopback: true, Lines: [var first, ..] })
            return null;
        if (!upstream.Has(ErrorKind.Refused))
            return null;
        if (RunsInContainer(upstream.Context))
            return "nginx runs in a container, where 127.0.0.1 is that container alone";
        return upstream.Lines.All(line => IsContainerGateway(line.Client))
            ? $"all requests come from {first.Client}, the gateway of a container network"
            : null;
    }

    /// <summary>Docker's table shows nginx beside others, or the lines carry the names of compose's services.</summary>
    public static bool RunsInContainer(DiagnosisContext context)
    {
        if (context.Facts.Raw.ContainsKey(ComposeServices))
            return true;
        var all = context.Facts.Find<Containers>()?.All ?? [];
        return all.Count > 1
            && all.Any(one => one.Image?.Contains("nginx") == true || one.Name.Contains("nginx"));
    }

    /// <summary>The key under which the names before the lines of docker compose logs are kept.</summary>
    public const string ComposeServices = "compose_services";

    static bool IsContainerGateway(string? client) =>
        client is not null && client.StartsWith("172.") && client.EndsWith(".0.1");
}
