using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis.Evidence;

/// <summary>What has to confirm lines of an error log before a change is proposed because of them.</summary>
/// <remarks>An application can write whole lines into that log: FastCGI passes on its stderr, line breaks included. It
/// can write neither nginx's configuration nor its access log, and it cannot silence another back end.</remarks>
static class Counterpart
{
    /// <summary>A diagnosis from unconfirmed lines is no surer than this.</summary>
    public const double Ceiling = 0.3;

    /// <returns>Why the lines justify no change; null when something confirms them, they name no back end, or they were
    /// pasted.</returns>
    public static string? Missing(FailingUpstream upstream)
    {
        if (!upstream.Context.IsLive || upstream.Count == 0 || upstream.Backend is not { } address)
            return null;
        if (RunningConfiguration.UsesAnotherAddress(upstream) is not null)
            return null;
        if (
            upstream.Context.Configuration is { } configuration
            && !LeadsTo(configuration, upstream, address)
        )
            return $"nothing in nginx's configuration leads to {upstream}: only the error log mentions it";
        if (
            RequestsFailed(upstream)
            || RefusesNow(upstream)
            || IsHidden(upstream)
            || JustifiesNoChange(upstream)
        )
            return null;
        return $"no request failed beside these lines: the access log shows none, and {upstream} does not refuse now";
    }

    static bool LeadsTo(
        NginxConfiguration configuration,
        FailingUpstream upstream,
        BackendAddress address
    ) =>
        upstream.Location is not null
        || upstream.ConfiguredName is not null
        || configuration.Group(address.Host) is not null
        || configuration.Everything.Any(directive => Names(directive, address));

    /// <summary>
    /// A pass or a peer anywhere, a stream's included; one with a variable that only requests fill may lead anywhere.
    /// </summary>
    static bool Names(Directive directive, BackendAddress address)
    {
        var isPass = ConfigurationReader.IsPass(directive.Name);
        var isPeer = directive is { Name: "server", Block: null };
        var written = directive.Arg(0);
        if (isPass && written.Contains('$'))
            return true;
        return (isPass || isPeer) && BackendAddress.Parse(written) == address;
    }

    /// <summary>The access log shows failing requests, or there is none to show them.</summary>
    static bool RequestsFailed(FailingUpstream upstream)
    {
        if (upstream.Context.Requests is not { Positions.Count: > 0, Requests: > 0 } requests)
            return true;
        var failed = requests.Lines.Where(line => line.Status >= 500 || FailedUpstream(line)).ToList();
        if (failed.Count > 0)
            return failed.Exists(line => WentTo(line, upstream));
        return requests.ByStatus.Any(status => status.Key >= 500 && status.Value > 0);
    }

    /// <summary>502, 200: another peer answered after the first had failed.</summary>
    static bool FailedUpstream(AccessLine line) =>
        line.UpstreamStatus is { } all && Parts(all).Any(part => part is ['5', _, _]);

    /// <summary>Where the log's format names back ends, the failing request must have gone to this one.</summary>
    static bool WentTo(AccessLine line, FailingUpstream upstream) =>
        line.UpstreamAddr is not { } all || Parts(all).Any(part => IsSame(part, upstream.Backend!));

    /// <summary>A group without a live peer is logged by its name.</summary>
    static bool IsSame(string written, BackendAddress backend) =>
        BackendAddress.Parse(written) is { } asked
        && (asked == backend || asked.Host == backend.Host && asked.Port == 80);

    static string[] Parts(string list) =>
        list.Split([", ", " : "], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Nothing is ever deleted automatically: a forged full disk gets advice, a true one its cause.</summary>
    static bool JustifiesNoChange(FailingUpstream upstream) =>
        upstream.Errors.All(group => group.Kind == ErrorKind.DiskFull);

    static bool RefusesNow(FailingUpstream upstream) =>
        upstream.Answer is { Tried: true } answer && (!answer.Connected || answer.Silent);

    /// <summary>
    /// nginx shows its clients something else: another peer's answer, a page with a status of its own, a cached copy.
    /// </summary>
    static bool IsHidden(FailingUpstream upstream) =>
        HasOtherPeers(upstream) || upstream.Context.Configuration?.Everything.Any(HidesFailures) == true;

    static bool HasOtherPeers(FailingUpstream upstream) =>
        upstream.Context.Configuration?.Groups.Any(group => IsOneOfSeveral(group, upstream)) == true
        || upstream.Context.Facts.Find<UpstreamNames>()?.Of(upstream.ConfiguredName)?.Addresses.Count > 1;

    static bool IsOneOfSeveral(UpstreamGroup group, FailingUpstream upstream) =>
        group.Peers.Count > 1 && group.Peers.Any(peer => IsPeer(peer, upstream));

    static bool IsPeer(Peer peer, FailingUpstream upstream) =>
        peer.Address == upstream.Backend || peer.Address.Host == upstream.ConfiguredName;

    static bool HidesFailures(Directive directive) =>
        directive.Name switch
        {
            "error_page" => directive.Args.Any(a => a is ['5', _, _])
                && directive.Args.Any(GivesAnotherStatus),
            "mirror" => directive.Arg(0) != "off",
            _ when directive.Name.EndsWith("_intercept_errors") => directive.Arg(0) == "on",
            _ => directive.Name.EndsWith("_cache_use_stale") && directive.Arg(0) != "off",
        };

    /// <summary>
    /// error_page 502 =200 /sorry.html, error_page 502 = @sorry, error_page 502 https://sorry.example/.
    /// </summary>
    static bool GivesAnotherStatus(string argument) =>
        argument.StartsWith('=') || argument.Contains("://");
}
