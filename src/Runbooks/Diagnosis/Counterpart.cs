using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;

namespace ChatOps502.Runbooks.Diagnosis;

/// <summary>What must stand beside lines of an error log before a change is proposed for them.</summary>
/// <remarks>An application may write whole lines into that log: FastCGI hands on its stderr, line breaks included. It
/// can write neither nginx's
/// configuration nor its access log, and cannot make another back end deaf.</remarks>
static class Counterpart
{
    /// <summary>A diagnosis from such lines alone is no more certain than this.</summary>
    public const double Ceiling = 0.3;

    /// <returns>Why the lines carry no change; null when they have a counterpart, name no back end, or were
    /// pasted.</returns>
    public static string? Missing(Situation s, Failing f)
    {
        if (!s.Live || f.Count == 0 || f.Backend is not { } address)
            return null;
        if (s.Configuration is { } configuration && !LeadsTo(configuration, f, address))
            return $"nothing in nginx's configuration leads to {f.Where}: only the error log speaks of it";
        if (Failed(s, f) || FailsNow(f) || IsHidden(s, f) || CarriesNoChange(f))
            return null;
        return $"no request failed beside these lines: the access log shows none, and {f.Where} does not refuse now";
    }

    static bool LeadsTo(NginxConfiguration configuration, Failing f, BackendAddress address) =>
        f.At is not null
        || f.ByName is not null
        || configuration.Group(address.Host) is not null
        || configuration.Everything.Any(d => Names(d, address));

    /// <summary>
    /// A pass or a peer anywhere, a stream's included; one with a variable that only requests fill may lead anywhere.
    /// </summary>
    static bool Names(Directive d, BackendAddress address)
    {
        var isPass = ConfigurationReader.IsPass(d.Name);
        var isPeer = d is { Name: "server", Block: null };
        var written = d.Arg(0);
        if (isPass && written.Contains('$'))
            return true;
        return (isPass || isPeer) && BackendAddress.Parse(written) == address;
    }

    /// <summary>The access log shows failing requests, or there is none to show them.</summary>
    static bool Failed(Situation s, Failing f)
    {
        if (s.Requests is not { Positions.Count: > 0, Requests: > 0 } requests)
            return true;
        var failed = requests.Lines.Where(l => l.Status >= 500 || FailedUpstream(l)).ToList();
        if (failed.Count > 0)
            return failed.Exists(l => IsOf(l, f));
        return requests.ByStatus.Any(c => c.Key >= 500 && c.Value > 0);
    }

    /// <summary>502, 200: another peer answered after the first had failed.</summary>
    static bool FailedUpstream(AccessLine l) => l.UpstreamStatus is { } all && Parts(all).Any(p => p is ['5', _, _]);

    /// <summary>Where the log's format names back ends, the failing request must have gone to this one.</summary>
    static bool IsOf(AccessLine l, Failing f) =>
        l.UpstreamAddr is not { } all || Parts(all).Any(p => IsSame(p, f.Backend!));

    /// <summary>A group without a live peer stands there by its name.</summary>
    static bool IsSame(string written, BackendAddress backend) =>
        BackendAddress.Parse(written) is { } asked
        && (asked == backend || asked.Host == backend.Host && asked.Port == 80);

    static string[] Parts(string list) => list.Split([", ", " : "], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Nothing is ever deleted for somebody: a forged full disk gets advice, a true one its cause.</summary>
    static bool CarriesNoChange(Failing f) => f.Signals.All(g => g.Signal == Signal.DiskFull);

    static bool FailsNow(Failing f) => f.Answer is { Tried: true } answer && (!answer.Connected || answer.Silent);

    /// <summary>
    /// nginx shows its clients something else: another peer's answer, a page with a status of its own, a kept copy.
    /// </summary>
    static bool IsHidden(Situation s, Failing f) => HasOthers(s, f) || s.Configuration?.Everything.Any(Hides) == true;

    static bool HasOthers(Situation s, Failing f) =>
        s.Configuration?.Groups.Any(g => g.Peers.Count > 1 && g.Peers.Any(p => IsPeer(p, f))) == true
        || s.Facts.Find<UpstreamNames>()?.Of(f.ByName)?.Addresses.Count > 1;

    static bool IsPeer(Peer peer, Failing f) => peer.Address == f.Backend || peer.Address.Host == f.ByName;

    static bool Hides(Directive d) =>
        d.Name switch
        {
            "error_page" => d.Args.Any(a => a is ['5', _, _]) && d.Args.Any(GivesAnotherStatus),
            "mirror" => d.Arg(0) != "off",
            _ when d.Name.EndsWith("_intercept_errors") => d.Arg(0) == "on",
            _ => d.Name.EndsWith("_cache_use_stale") && d.Arg(0) != "off",
        };

    /// <summary>
    /// error_page 502 =200 /sorry.html, error_page 502 = @sorry, error_page 502 https://sorry.example/.
    /// </summary>
    static bool GivesAnotherStatus(string argument) => argument.StartsWith('=') || argument.Contains("://");
}
