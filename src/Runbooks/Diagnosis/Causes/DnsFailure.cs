using System.Text.RegularExpressions;
using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Remedies;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The upstream's name does not resolve, or nginx keeps an address that it no longer has.</summary>
public sealed partial class DnsFailure : Cause
{
    public override string Id => "dns-failure";

    public override string Family => "network";

    public override void Weigh(Situation s, Failing f, Hypothesis h)
    {
        var stale = StaleName.Of(s, f);
        if (f.Of(Signal.NotResolved) is { } lines)
            h.For(Weight.Decisive, lines);
        else if (f.Answer is { Errno: -2 })
            h.For(Weight.Named, "upstream.connect", $"{f.Backend!.Host} does not resolve on this host");
        else if (
            stale is not null
            && f.Has(
                Signal.Refused,
                Signal.Unreachable,
                Signal.ConnectTimeout,
                Signal.NoLiveUpstreams,
                Signal.ReadTimeout
            )
        )
            h.For(Weight.StaleAddress, "upstream.names", stale);
        else if (
            !s.Live
            && f.Of(Signal.Refused, Signal.Unreachable, Signal.ConnectTimeout) is { } lost
            && (
                s
                    .Configuration?.Passes.SelectMany(p => p.Pass.Backends)
                    .FirstOrDefault(b => !b.IsUnix && b.Host.Any(char.IsAsciiLetter) && b.Host != "localhost")
                    is not null
                || ContainerNetwork.IsContainer(s, f)
            )
        )
            h.For(Weight.MayBeStale, lost);
        else
            return;
        var name = NameIn(f);
        var names = s.Facts.Find<UpstreamNames>();
        if (name is not null && names?.Of(name) is { Addresses.Count: 0 })
            h.For(
                Weight.Hinted,
                "upstream.names",
                $"{name} does not resolve here either (nameserver {string.Join(", ", names.Nameservers)})"
            );
        if (stale is not null && ContainerNetwork.IsContainer(s, f))
            h.Against(Weight.BetterExplained, "the address is a container's");

        var asked = names?.Resolvers.Count > 0 ? $"its resolver {names.Resolvers[0]}" : "the host's resolver";
        (h.Title, h.Explanation) =
            f.Lines.Any(l => l.Message.Contains("no resolver defined"))
                ? (
                    $"no resolver is set for {name ?? "a name in a variable"}",
                    $"proxy_pass holds a variable, so nginx must resolve {name ?? "the name"} for each request, "
                        + "and no resolver statement says by whom; /etc/hosts is not read for that."
                )
            : stale is not null ? ($"nginx asks at an old address of {f.ByName}", $"{stale}.")
            : (
                $"{name ?? "the name of the upstream"} does not resolve",
                $"nginx asked {asked} for {name ?? "the upstream's name"} and got no address."
            );
        if (stale is not null)
            h.Mend(NginxReload.Remedy(s, "nginx resolves the names of its upstreams anew"));
        h.Mend(
            RemedyCatalog.Advice(
                stale is not null
                    ? "a name that moves needs a resolver statement and a variable in proxy_pass, or the resolve "
                        + "parameter of server (nginx 1.27.3)"
                    : "check the name, resolver in nginx and nameserver in /etc/resolv.conf; a name in a "
                        + "variable needs a resolver statement"
            )
        );
    }

    static string? NameIn(Failing f) =>
        f.Lines.Select(l => Named().Match(l.Message)).FirstOrDefault(m => m.Success)?.Groups["name"].Value
        ?? (f.Answer is { Errno: -2 } ? f.Backend?.Host : null);

    // api.internal could not be resolved (3: Host not found)   |   host not found in upstream "api:3000"
    [GeneratedRegex(
        @"(?:^|[\s*])(?<name>[\w.-]+) could not be resolved|no resolver defined to resolve (?<name>[\w.-]+)|host not found in (?:upstream|resolver) ""(?<name>[\w.-]+)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Named();
}
