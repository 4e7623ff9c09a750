using ChatOps502.Probes.Network;
using ChatOps502.Runbooks.Diagnosis.Evidence;
using ChatOps502.Runbooks.Diagnosis.Fixes;
using ChatOps502.Runbooks.Remediation;

namespace ChatOps502.Runbooks.Diagnosis.Causes;

/// <summary>nginx points to an address or port where the back end is not.</summary>
public sealed class WrongUpstream : Cause
{
    public override string Id => "wrong-upstream";

    public override string Family => CauseFamily.Misconfiguration;

    public override IReadOnlyList<Rule> Symptoms { get; } =
    [
        Rule.FirstOf(
            Rule.Logged(Points.Decisive, ErrorKind.BadAddress),
            Rule.Logged(Points.Hinted, ErrorKind.Refused, ErrorKind.SocketMissing),
            Rule.For(Points.Hinted, "upstream.connect", RefusesConnections)
        ),
    ];

    public override IReadOnlyList<Rule> Rules { get; } =
    [
        Rule.For(Points.OtherLoopback, "nginx.config", UsesOtherLoopback).When(IsUsableOnLiveHost),
        Rule.Silent(
            Points.OtherLoopback,
            upstream => !upstream.Context.IsLive && UsesOtherLoopback(upstream) is not null
        ),
        Rule.Against(Points.SomebodyListens, SomebodyListens).When(IsUsableAddress),
        Rule.FirstOf(
                Rule.For(Points.ListensElsewhere, "containers", PastedPlaces.AsksPublishedPort),
                Rule.For(Points.ListensElsewhere, PastedPlaces.ListensOnLoopbackOnly),
                Rule.For(Points.ListensElsewhere, PastedPlaces.SaysAnotherPort)
            )
            .When(NobodyAnswers),
        Rule.FirstOf(
                Rule.For(Points.ListensElsewhere, "sockets.listening", BackendListensElsewhere),
                Rule.For(Points.NobodyListens, "sockets.listening", ServiceMayHaveAnotherSocket),
                Rule.For(Points.Hinted, "sockets.listening", SomethingListensElsewhere)
            )
            .When(NobodyAnswers),
        Rule.For(Points.NobodyListens, "services.units", ServiceRunsElsewhere).When(NobodyAnswers),
    ];

    /// <summary>A group is no address; a bad address is one even there.</summary>
    public override bool Concerns(FailingUpstream upstream) =>
        IsUnusableAddress(upstream) || !upstream.IsGroup;

    /// <summary>True when nginx cannot use the address at all.</summary>
    public static bool IsUnusableAddress(FailingUpstream upstream) => upstream.Has(ErrorKind.BadAddress);

    public override Wording Describe(FailingUpstream upstream)
    {
        if (upstream.Find(ErrorKind.BadAddress) is { } unusable)
            return new(
                "an address in nginx's configuration cannot be used",
                $"nginx cannot use the address it was given: {unusable.Sample.Message}."
            );
        if (PastedPlace(upstream) is { } elsewhere)
            return new(
                $"the back end does not listen where nginx asks, {upstream}",
                $"nginx connects to {upstream}; {elsewhere.TrimEnd('.')}."
            );
        if (UsesOtherLoopback(upstream) is { } loopback && !upstream.Context.IsLive)
            return new(
                $"nginx asks {upstream}, the back end may listen on 127.0.0.1 only",
                $"Possible: {loopback}."
            );
        var title = upstream.Context.IsLive
            ? $"nginx points to {upstream}, the back end is elsewhere"
            : $"nginx may point to the wrong address, {upstream}";
        if (upstream.Listener is not null)
            return new(title, $"{upstream} may not be the address of the back end.");
        if (!upstream.Context.IsLive && !upstream.NobodyListens)
            return new(
                title,
                $"nginx was refused at {upstream}: the back end may listen on another port or address than the "
                    + "one that is "
                    + "configured."
            );
        var place = upstream.Pass is { } pass ? $" ({pass.File}:{pass.Line})" : "";
        return new(
            title,
            $"The configuration sends requests to {upstream}{place}, where nothing "
                + $"listens{WhatListensInstead(upstream)}"
        );
    }

    static string WhatListensInstead(FailingUpstream upstream)
    {
        if (UnreferencedListeners.VouchedFor(upstream) is { Count: > 0 } known)
            return $"; {string.Join(", ", known)} {(known.Count == 1 ? "is" : "are")} what "
                + $"{upstream.RemoteHost ?? "this host"} offers instead.";
        var others = UnreferencedListeners.Find(upstream).ToList();
        return others.Count == 0
            ? "."
            : $". {Listening(others)}, but belongs to no known service: anybody with a login can open a port.";
    }

    public override IEnumerable<Remedy?> Remedies(FailingUpstream upstream)
    {
        if (IsUnusableAddress(upstream))
            return
            [
                Remedy.Advice(
                    "correct the address, or the variable it is made of, in proxy_pass or proxy_bind"
                ),
            ];
        if (PastedPlaces.AdviceFor(upstream) is { } advice)
            return [Remedy.Advice(advice)];
        if (upstream.Listener is not null)
            return [];
        if (
            UsesOtherLoopback(upstream) is not null
            && UnreferencedListeners.VouchedFor(upstream).Count == 0
        )
            return [Remedy.Advice(WriteIPv4)];
        return UnreferencedListeners.VouchedFor(upstream) is [var only]
            ? PointTo(upstream, only)
            : [MakeThemTheSame(upstream)];
    }

    const string WriteIPv4 =
        "write 127.0.0.1 instead of localhost in proxy_pass, or let the back end listen on [::1], too; run "
        + "nginx -t, then "
        + "reload";

    static string? PastedPlace(FailingUpstream upstream) =>
        PastedPlaces.AsksPublishedPort(upstream)
        ?? PastedPlaces.ListensOnLoopbackOnly(upstream)?.Text
        ?? PastedPlaces.SaysAnotherPort(upstream)?.Text;

    static IEnumerable<Remedy?> PointTo(FailingUpstream upstream, Listener only)
    {
        yield return NginxFixes.PointTo(
            upstream,
            only,
            $"{only} is the only back end there that nothing points to"
        );
        yield return upstream.Pass is { } pass
            ? Remedy.Advice(
                $"in {pass.File} line {pass.Line} point to {only}, run nginx -t, then reload; or let the back end "
                    + $"listen on {upstream}"
            )
            : MakeThemTheSame(upstream);
    }

    static Remedy MakeThemTheSame(FailingUpstream upstream) =>
        Remedy.Advice(
            $"make {upstream} in nginx and the address the back end listens on the same, run nginx -t, then reload"
        );

    static bool IsUsableAddress(FailingUpstream upstream) => !IsUnusableAddress(upstream);

    static bool IsUsableOnLiveHost(FailingUpstream upstream) =>
        upstream.Context.IsLive && IsUsableAddress(upstream);

    static bool NobodyAnswers(FailingUpstream upstream) =>
        IsUsableAddress(upstream) && upstream.Listener is null;

    static string? RefusesConnections(FailingUpstream upstream) =>
        upstream.Answer?.Errno is 111 or 2 ? $"{upstream} refuses connections" : null;

    static string? UsesOtherLoopback(FailingUpstream upstream) =>
        upstream.Backend?.Host == "::1" && upstream.Has(ErrorKind.Refused)
            ? "localhost also resolves to [::1], and many back ends listen on 127.0.0.1 only"
            : null;

    static string? SomebodyListens(FailingUpstream upstream) =>
        upstream.Listener is { } listener ? $"{listener} listens there" : null;

    static string? SomethingListensElsewhere(FailingUpstream upstream)
    {
        var others = UnreferencedListeners.Find(upstream).ToList();
        return others.Count == 0
            ? null
            : $"nothing listens on {upstream}; {Listening(others)} and nothing in nginx points there";
    }

    /// <summary>What any login could have opened is no more than a hint.</summary>
    static string? BackendListensElsewhere(FailingUpstream upstream)
    {
        var known = UnreferencedListeners.VouchedFor(upstream);
        if (known.Count == 0 || IsMissingSocket(upstream))
            return null;
        // a configuration does not go wrong by itself: what served before is wrong only if its service moved
        var moved =
            IsOfRunningService(upstream, known) || !RequestMatch.ServedBeforeFirstFailure(upstream);
        return moved ? SomethingListensElsewhere(upstream) : null;
    }

    static string? ServiceMayHaveAnotherSocket(FailingUpstream upstream) =>
        IsMissingSocket(upstream) && UnreferencedListeners.VouchedFor(upstream).Count > 0
            ? SomethingListensElsewhere(upstream)
            : null;

    static bool IsMissingSocket(FailingUpstream upstream) =>
        upstream.Backend is { IsUnix: true } && upstream.Has(ErrorKind.SocketMissing);

    static string? ServiceRunsElsewhere(FailingUpstream upstream) =>
        upstream.Unit is { IsRunning: true } unit && UnreferencedListeners.VouchedFor(upstream).Count > 0
            ? $"{unit.Name} is running"
            : null;

    static bool IsOfRunningService(FailingUpstream upstream, IEnumerable<Listener> listeners)
    {
        if (upstream.Unit?.MainPid is not { } main)
            return false;
        var family =
            upstream.Processes?.Family(main).Select(process => (int?)process.Pid).ToHashSet() ?? [];
        return listeners.Any(listener => listener.Pid == main || family.Contains(listener.Pid));
    }

    static string Listening(IReadOnlyList<Listener> listeners) =>
        $"{string.Join(", ", listeners)} {(listeners.Count == 1 ? "listens" : "listen")}";
}
