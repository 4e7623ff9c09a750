using System.Text.RegularExpressions;
using ChatOps502.Probes.Applications;
using ChatOps502.Probes.Network;
using ChatOps502.Probes.Nginx;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Diagnosis.Pasted;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>The upstream's name does not resolve, or nginx keeps an address that it no longer has.</summary>
public sealed partial class DnsFailure : Cause
{
    public override string Id => "dns-failure";

    public override string Family => CauseFamily.Network;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.Logged(Points.Decisive, ErrorKind.NotResolved),
            Rule.Said(Points.OutOfWorkers, RemarkKind.NotResolved),
            Rule.For(Points.Named, "upstream.connect", DoesNotResolveHere),
            Rule.For(Points.StaleAddress, "upstream.names", StaleNameExplainsTheFailure),
            Rule.Logged(Points.MaybeStale, NameMayBeStale)
        ),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [Rule.For(Points.Hinted, "upstream.names", HostCannotResolveEither)];

    public override Wording Describe(FailingUpstream upstream)
    {
        var name = UnresolvedName(upstream);
        if (upstream.LogSays("no resolver defined"))
            return new(
                $"no resolver is set for {name ?? "a name in a variable"}",
                $"proxy_pass holds a variable, so nginx must resolve {name ?? "the name"} for each request, and no "
                    + "resolver directive says by whom; /etc/hosts is not used for that."
            );
        if (upstream.StaleName is { } stale)
            return new($"nginx uses an old address of {upstream.ConfiguredName}", $"{stale}.");
        if (name is null && NameMayBeStale(upstream) is not null)
            return PastedWording.OfMovedName(upstream);
        return new(
            $"{name ?? "the name of the upstream"} does not resolve",
            $"nginx asked {Resolver(upstream)} for {name ?? "the upstream's name"} and got no address."
        );
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream)
    {
        if (
            UnresolvedName(upstream) is null
            && upstream.StaleName is null
            && NameMayBeStale(upstream) is not null
        )
            return [PastedWording.AdviceOfMovedName(upstream)];
        if (upstream.StaleName is null)
            return
            [
                Remedy.Advice(
                    "check the name, resolver in nginx and nameserver in /etc/resolv.conf; a name in a "
                        + "variable needs a "
                        + "resolver directive"
                ),
            ];
        return
        [
            NginxFixes.Reload(upstream, "nginx resolves the names of its upstreams again"),
            Remedy.Advice(
                "a name that moves needs a resolver directive and a variable in proxy_pass, or the resolve "
                    + "parameter of "
                    + "server (nginx 1.27.3)"
            ),
        ];
    }

    static UpstreamNames? Names(FailingUpstream upstream) => upstream.Context.Facts.Find<UpstreamNames>();

    static string Resolver(FailingUpstream upstream) =>
        Names(upstream)?.Resolvers is [var first, ..] ? $"its resolver {first}" : "the host's resolver";

    static string? DoesNotResolveHere(FailingUpstream upstream) =>
        upstream.Answer is { Errno: -2 }
            ? $"{upstream.Backend!.Host} does not resolve on this host"
            : null;

    static string? StaleNameExplainsTheFailure(FailingUpstream upstream) =>
        upstream.Has(
            ErrorKind.Refused,
            ErrorKind.Unreachable,
            ErrorKind.ConnectTimeout,
            ErrorKind.NoLiveUpstreams,
            ErrorKind.ReadTimeout
        )
            ? upstream.StaleName
            : null;

    /// <summary>Where only the log was pasted, nobody could check the name.</summary>
    static ErrorGroup? NameMayBeStale(FailingUpstream upstream)
    {
        if (upstream.Context.IsLive || !UsesNames(upstream) && !ContainerAddress.IsContainer(upstream))
            return null;
        return upstream.Find(ErrorKind.Refused, ErrorKind.Unreachable, ErrorKind.ConnectTimeout);
    }

    static bool UsesNames(FailingUpstream upstream) =>
        upstream.Context.Configuration?.Passes.Any(pass => pass.Pass.Backends.Any(IsName)) == true;

    static bool IsName(BackendAddress backend) =>
        !backend.IsUnix && backend.Host != "localhost" && backend.Host.Any(char.IsAsciiLetter);

    static string? HostCannotResolveEither(FailingUpstream upstream)
    {
        if (UnresolvedName(upstream) is not { } name || Names(upstream) is not { } names)
            return null;
        return names.Of(name) is { Addresses.Count: 0 }
            ? $"{name} does not resolve here either (nameserver {string.Join(", ", names.Nameservers)})"
            : null;
    }

    static string? UnresolvedName(FailingUpstream upstream)
    {
        var match = upstream
            .Lines.Select(line => NameInLine().Match(line.Message))
            .FirstOrDefault(m => m.Success);
        if (match is not null)
            return match.Groups["name"].Value;
        return upstream.Answer is { Errno: -2 } ? upstream.Backend?.Host : null;
    }

    // api.internal could not be resolved (3: Host not found)   |   host not found in upstream "api:3000"
    [GeneratedRegex(
        @"(?:^|[\s*])(?<name>[\w.-]+) could not be resolved|no resolver defined to resolve (?<name>[\w.-]+)|host not found in (?:upstream|resolver) ""(?<name>[\w.-]+)",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex NameInLine();
}
